//! What an intent does with each event, one rule after the other.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use pandapon_ledger::{
    Event, Intent, InvalidEvent, Look, Settings, State, DEFAULT_PATIENCE, MINIMUM_PATIENCE,
};
use proptest::prelude::*;

const SENT_AT: u64 = 1_000;

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn apply(intent: &Intent, event: Event, now: u64) -> Intent {
    intent.apply(&event, now, &Settings::default()).expect("the event is valid")
}

fn sending(expected: u32) -> Intent {
    apply(&Intent::new(expected, 0), Event::Take { lease: 60_000 }, SENT_AT)
}

fn doubtful(expected: u32) -> Intent {
    apply(&sending(expected), Event::Lost { attempt: 1 }, 31_000)
}

fn nothing(began_at: u64) -> Event {
    Event::Looked { began_at, look: Look::Nothing { complete: true } }
}

fn found(began_at: u64, orders: &[&str]) -> Event {
    Event::Looked { began_at, look: Look::Found(ids(orders)) }
}

/// An intent whose only attempt is proved to have made nothing.
fn absent() -> Intent {
    let looked = apply(&doubtful(1), nothing(40_000), 40_000);
    apply(&looked, nothing(SENT_AT + DEFAULT_PATIENCE), SENT_AT + DEFAULT_PATIENCE)
}

#[test]
fn an_answer_with_what_was_expected_is_the_end() {
    let done = apply(&sending(2), Event::Answered { attempt: 1, ids: ids(&["1", "2"]) }, 2_000);
    assert_eq!((done.state, done.ids), (State::Done, ids(&["1", "2"])));
}

#[test]
fn an_answer_with_more_or_less_than_expected_asks_a_person() {
    for orders in [&["1"][..], &["1", "2", "3"]] {
        let asked = apply(&sending(2), Event::Answered { attempt: 1, ids: ids(orders) }, 2_000);
        assert_eq!(asked.state, State::Ask);
    }
}

#[test]
fn an_answer_without_ids_is_no_answer() {
    let doubtful = apply(&sending(1), Event::Answered { attempt: 1, ids: Vec::new() }, 2_000);
    assert_eq!(doubtful.state, State::Doubt);
}

#[test]
fn what_never_left_is_sent_again_by_itself() {
    let planned = apply(&sending(1), Event::NotSent { attempt: 1, pause: 500 }, 2_000);
    assert_eq!((planned.state, planned.due), (State::Planned, 2_500));
    let too_early = planned.apply(&Event::Take { lease: 1 }, 2_499, &Settings::default());
    assert_eq!(too_early, Err(InvalidEvent::NotDue(2_500)));
    assert_eq!(apply(&planned, Event::Take { lease: 1 }, 2_500).attempt, 2);
}

#[test]
fn nothing_but_a_look_after_the_patience_makes_a_call_absent() {
    let mut intent = doubtful(1);
    for began_at in [33_000, 60_000, SENT_AT + DEFAULT_PATIENCE - 1] {
        intent = apply(&intent, nothing(began_at), began_at);
        assert_eq!(intent.state, State::Doubt);
    }
    let incomplete = Event::Looked { began_at: 9_000_000, look: Look::Nothing { complete: false } };
    intent = apply(&intent, incomplete, 9_000_000);
    assert_eq!(intent.state, State::Doubt);
    assert_eq!(absent().state, State::Absent);
}

#[test]
fn a_look_that_can_miss_the_order_never_makes_a_call_absent() {
    let settings = Settings::default().inconclusive();
    let mut intent = doubtful(1);
    for began_at in [40_000, SENT_AT + DEFAULT_PATIENCE] {
        intent = intent.apply(&nothing(began_at), began_at, &settings).expect("the event is valid");
    }
    assert_eq!(intent.state, State::Ask);
}

#[test]
fn a_part_of_a_batch_is_waited_for_until_the_patience_is_over() {
    let part = apply(&doubtful(2), found(40_000, &["1"]), 40_000);
    assert_eq!(part.state, State::Doubt);
    assert_eq!(apply(&part, found(60_000, &["1", "2"]), 60_000).state, State::Done);
    let late = SENT_AT + DEFAULT_PATIENCE;
    assert_eq!(apply(&part, found(late, &["1"]), late).state, State::Ask);
    assert_eq!(apply(&part, nothing(late), late).state, State::Ask);
}

#[test]
fn orders_that_could_be_another_calls_are_never_taken() {
    let candidates = |began_at| Event::Looked { began_at, look: Look::Candidates(ids(&["1"])) };
    let late = SENT_AT + DEFAULT_PATIENCE;
    let waiting = apply(&doubtful(1), candidates(40_000), 40_000);
    assert_eq!((waiting.state, waiting.ids.len()), (State::Doubt, 0));
    let asked = apply(&waiting, candidates(late), late);
    assert_eq!((asked.state, asked.ids.len()), (State::Ask, 0));
}

#[test]
fn a_second_order_is_a_persons_business_whenever_it_appears() {
    let again = apply(&absent(), Event::Resend, 4_000_000);
    let again = apply(&again, Event::Take { lease: 1 }, 4_000_000);
    let done = apply(&again, Event::Answered { attempt: 2, ids: ids(&["2"]) }, 4_001_000);
    assert_eq!(done.state, State::Done);
    for late in [Event::Answered { attempt: 1, ids: ids(&["1"]) }, found(5_000_000, &["1", "2"])] {
        assert_eq!(apply(&done, late, 5_000_000).state, State::Ask);
    }
}

#[test]
fn a_late_answer_settles_an_absent_call_before_it_is_sent_again() {
    let answer = || Event::Answered { attempt: 1, ids: ids(&["1"]) };
    assert_eq!(apply(&absent(), answer(), 4_000_000).state, State::Done);
    let planned = apply(&absent(), Event::Resend, 4_000_000);
    assert_eq!(apply(&planned, answer(), 4_000_001).state, State::Done);
}

#[test]
fn the_refusal_of_a_repetition_proves_nothing_of_the_first_attempt() {
    assert_eq!(apply(&sending(1), Event::Refused { attempt: 1 }, 2_000).state, State::Refused);
    let again = apply(&apply(&absent(), Event::Resend, 4_000_000), Event::Take { lease: 1 }, 4_000_000);
    assert_eq!(apply(&again, Event::Refused { attempt: 2 }, 4_001_000).state, State::Doubt);
}

#[test]
fn reports_of_attempts_that_are_over_change_nothing() {
    let again = apply(&apply(&absent(), Event::Resend, 4_000_000), Event::Take { lease: 1 }, 4_000_000);
    for report in
        [Event::Lost { attempt: 1 }, Event::Refused { attempt: 1 }, Event::NotSent { attempt: 1, pause: 0 }]
    {
        assert_eq!(apply(&again, report, 4_000_001), again);
    }
}

#[test]
fn nobody_declares_a_call_absent_while_it_may_be_carried_out() {
    let asked = apply(&sending(2), Event::Answered { attempt: 1, ids: ids(&["1"]) }, 2_000);
    let early = asked.apply(&Event::ResolveAbsent, SENT_AT + DEFAULT_PATIENCE - 1, &Settings::default());
    assert_eq!(early, Err(InvalidEvent::TooEarly(SENT_AT + DEFAULT_PATIENCE)));
    let resolved = apply(&asked, Event::ResolveAbsent, SENT_AT + DEFAULT_PATIENCE);
    assert_eq!(resolved.state, State::Absent);
}

#[test]
fn only_what_was_never_sent_can_be_denied() {
    let held = apply(&Intent::new(1, 0), Event::Hold, 0);
    assert_eq!(apply(&held, Event::Approve, 1).state, State::Planned);
    assert_eq!(apply(&held, Event::Deny, 1).state, State::Refused);
    let deny = |intent: &Intent| intent.apply(&Event::Deny, 0, &Settings::default());
    assert!(deny(&sending(1)).is_err());
    let returned = apply(&sending(1), Event::NotSent { attempt: 1, pause: 0 }, 2_000);
    assert_eq!(deny(&returned), Err(InvalidEvent::State(State::Planned)));
}

#[test]
fn patience_is_never_below_its_minimum() {
    assert_eq!(Settings::with_patience(0).patience(), MINIMUM_PATIENCE);
}

fn any_event() -> impl Strategy<Value = Event> {
    let some_ids = prop::collection::vec("[1-4]", 0..4);
    let look = prop_oneof![
        some_ids.clone().prop_map(Look::Found),
        some_ids.clone().prop_map(Look::Candidates),
        any::<bool>().prop_map(|complete| Look::Nothing { complete }),
    ];
    prop_oneof![
        Just(Event::Take { lease: 60_000 }),
        Just(Event::Hold),
        Just(Event::Approve),
        Just(Event::Deny),
        (1..4_u32, some_ids.clone()).prop_map(|(attempt, ids)| Event::Answered { attempt, ids }),
        (1..4_u32, 0..1_000_u64).prop_map(|(attempt, pause)| Event::NotSent { attempt, pause }),
        (1..4_u32).prop_map(|attempt| Event::Refused { attempt }),
        (1..4_u32).prop_map(|attempt| Event::Lost { attempt }),
        Just(Event::LeaseExpired),
        (0..9_000_000_u64, look).prop_map(|(began_at, look)| Event::Looked { began_at, look }),
        Just(Event::Resend),
        some_ids.prop_map(Event::ResolveIds),
        Just(Event::ResolveAbsent),
    ]
}

proptest! {
    /// Whatever happens: versions rise by one with each change, ids are never forgotten, an intent is taken only after it
    /// was planned, and is absent only after the patience, even if a clock is ahead.
    #[test]
    fn nothing_is_forgotten(events in prop::collection::vec((any_event(), 0..2_000_000_u64), 0..40)) {
        let mut intent = Intent::new(2, 0);
        let mut now = 0;
        for (event, pause) in events {
            now += pause;
            let Ok(next) = intent.apply(&event, now, &Settings::default()) else { continue };
            prop_assert_eq!(next.version, intent.version + u64::from(next != intent));
            prop_assert!(next.ids.starts_with(&intent.ids));
            if next.attempt > intent.attempt {
                prop_assert_eq!((intent.state, next.state, next.sent_at), (State::Planned, State::Sending, Some(now)));
            }
            if next.state == State::Absent && intent.state != State::Absent {
                prop_assert!(next.sent_at.is_none_or(|sent_at| now >= sent_at + DEFAULT_PATIENCE));
            }
            intent = next;
        }
    }
}
