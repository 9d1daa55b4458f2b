//! The machine of a call, held against every sequence of events: those that fit, and those that a mistaken loop would report.

use std::cell::Cell;
use std::collections::HashSet;
use std::time::Duration;

use pandapon::call::machine::{Action, Event, Limits, Machine, Runtime};
use pandapon::call::request::{Call, TimestampUnit};
use pandapon::endpoint::{Method, Safety};
use pandapon::error::{CallInfo, Error};

/// A clock that moves at each look, and bytes that never repeat.
#[derive(Default)]
struct Ticking(Cell<u32>);

impl Runtime for Ticking {
    fn now(&self) -> u64 {
        self.0.set(self.0.get() + 1);
        u64::from(self.0.get()) * 1000
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        let seed = self.now() / 1000;
        let byte = |at: usize| (seed / 200_u64.pow((at % 4) as u32) % 200) as u8;
        entropy.iter_mut().enumerate().for_each(|(at, entropy)| *entropy = byte(at));
        Ok(())
    }

    fn read_date(&self, _: &str) -> Option<u64> {
        None
    }
}

fn ready() -> Event {
    Event::Ready { timestamp: None, nonce: None }
}

fn answered(status: u16, retry_after: Option<&str>) -> Event {
    Event::Answered { status, retry_after: retry_after.map(str::to_owned) }
}

fn failed(sent: bool) -> Event {
    Event::Failed { reason: "broken".to_owned(), sent }
}

fn events() -> [Event; 15] {
    [
        ready(),
        Event::Unready { reason: "the queue is full".to_owned() },
        Event::Vetoed { reason: "not today".to_owned() },
        Event::Signed(Ok("ABC".to_owned())),
        Event::Signed(Ok("A\r\nB".to_owned())),
        Event::Signed(Err(Error::Signature("no".to_owned()))),
        answered(200, None),
        answered(400, None),
        answered(503, None),
        answered(503, Some("3600")),
        failed(true),
        failed(false),
        Event::TimedOut,
        Event::Aborted { in_flight: true },
        Event::Aborted { in_flight: false },
    ]
}

/// What an onlooker knows of a call.
#[derive(Clone, Default)]
struct Seen {
    sends: u32,
    /// Whether a request is on its way.
    in_flight: bool,
    /// Whether one may have arrived.
    may_have_arrived: bool,
    /// Whether a response came.
    answered: bool,
    is_over: bool,
    nonces: HashSet<String>,
}

/// Follows a call through every event, to its end and one event further. The number of sequences.
fn follow(
    machine: &Machine,
    seen: &Seen,
    runtime: &Ticking,
    safety: Safety,
    max_retries: u32,
    depth: u32,
) -> u32 {
    assert!(depth <= 3 * (max_retries + 1) + 1, "a call does not end");
    let mut sequences = 0;
    for event in events() {
        let (mut machine, mut seen) = (machine.clone(), seen.clone());
        let is_abort = matches!(event, Event::Aborted { .. });
        if seen.in_flight
            && !matches!(event, Event::Failed { sent: false, .. } | Event::Aborted { in_flight: false })
        {
            seen.may_have_arrived = true;
        }
        seen.may_have_arrived |= event == Event::Aborted { in_flight: true };
        seen.answered |= seen.in_flight && matches!(event, Event::Answered { .. });
        seen.in_flight = false;
        let action = machine.step(event.clone(), runtime);
        assert!(!is_abort || matches!(action, Action::Fail(_)), "{event:?} gave {action:?}");
        assert!(machine.attempt() <= max_retries + 1, "more attempts than allowed");
        match &action {
            Action::Sign => {
                let nonce = machine.unsigned("key").nonce.to_owned();
                assert!(seen.nonces.insert(nonce), "an attempt repeats a nonce");
            }
            Action::Send { signature } => {
                assert_eq!(signature, "ABC", "what cannot be a header is not sent");
                seen.sends += 1;
                seen.in_flight = true;
            }
            Action::Wait { .. } => assert_ne!(safety, Safety::Once),
            Action::Done => assert!(seen.answered, "there is no response"),
            Action::Fail(error) => {
                assert_eq!(error.sent(), seen.may_have_arrived, "{event:?} gave {error}");
                if is_abort {
                    assert!(
                        matches!(error, Error::Connection { reason, .. } if reason == "aborted by the caller")
                    );
                }
            }
        }
        assert!(seen.sends <= if safety == Safety::Once { 1 } else { max_retries + 1 }, "sent too often");
        assert_eq!(machine.may_have_arrived(), seen.may_have_arrived || seen.in_flight, "after {event:?}");
        let ends = matches!(action, Action::Done | Action::Fail(_));
        assert!(ends || !seen.is_over, "{event:?} goes on after the end: {action:?}");
        if seen.is_over {
            sequences += 1;
            continue;
        }
        seen.is_over = ends;
        sequences += follow(&machine, &seen, runtime, safety, max_retries, depth + 1);
    }
    sequences
}

fn machine(safety: Safety, max_retries: u32) -> Machine {
    let call = Call {
        name: "alibaba.order.create".to_owned(),
        method: Method::Post,
        url: "https://api.pandapon.com/alibaba/order/create".to_owned(),
        body: None,
        safety,
        signs_query: false,
    };
    let timeout = Duration::from_secs(30);
    Machine::new(&call, Limits { timeout, max_retries, timestamp_unit: TimestampUnit::Seconds })
}

#[test]
fn every_sequence_of_events_ends_and_keeps_the_rules_of_delivery() {
    for safety in [Safety::Read, Safety::Idempotent, Safety::Once] {
        for max_retries in 0..3 {
            let sequences = follow(
                &machine(safety, max_retries),
                &Seen::default(),
                &Ticking::default(),
                safety,
                max_retries,
                0,
            );
            assert!(sequences > 500, "{safety:?}, {max_retries}: {sequences}");
        }
    }
}

#[test]
fn a_call_that_cannot_be_signed_again_ends_as_its_last_attempt_did() {
    for (event, expected) in [
        (answered(503, None), Action::Done),
        (
            failed(true),
            Action::Fail(Error::Connection {
                endpoint: "alibaba.order.create".to_owned(),
                reason: "broken".to_owned(),
                sent: true,
                call: CallInfo::default(),
                source: None,
                hint: "; it changes nothing, so it can be repeated".to_owned(),
            }),
        ),
    ] {
        let (mut machine, runtime) = (machine(Safety::Read, 2), Ticking::default());
        let signed = Event::Signed(Ok("ABC".to_owned()));
        for event in [ready(), signed, event, ready()] {
            machine.step(event, &runtime);
        }
        assert_eq!(machine.step(Event::TimedOut, &runtime), expected);
    }
}

#[test]
fn a_veto_ends_the_call_and_hides_no_earlier_attempt() {
    let veto = Event::Vetoed { reason: "not today".to_owned() };
    for (events, sent) in [
        (vec![], false),
        (vec![ready(), Event::Signed(Ok("ABC".to_owned())), failed(false)], false),
        (vec![ready(), Event::Signed(Ok("ABC".to_owned())), failed(true)], true),
    ] {
        let (mut machine, runtime) = (machine(Safety::Read, 2), Ticking::default());
        for event in events {
            machine.step(event, &runtime);
        }
        let Action::Fail(error) = machine.step(veto.clone(), &runtime) else { panic!("it goes on") };
        assert_eq!(error.sent(), sent, "{error}");
        assert!(error.to_string().starts_with("alibaba.order.create: not today; "), "{error}");
    }
}

#[test]
fn a_signer_that_is_late_fails_a_call_of_which_nothing_was_sent() {
    let (mut machine, runtime) = (machine(Safety::Read, 2), Ticking::default());
    machine.step(ready(), &runtime);
    let Action::Fail(error) = machine.step(Event::TimedOut, &runtime) else { panic!("it goes on") };
    assert_eq!(error.to_string(), "the signer gave no signature within 30000 ms, so nothing was sent");
}

#[test]
fn a_failure_does_not_quote_the_signature() {
    for (signature, quoted) in [
        ("0A1B2C3D4E5F", "https://api.pandapon.com/x?sign=0A1B2C3D4E5F, signature: 0A1B2C3D4E5F"),
        (
            "c2lnbmF0dXJl+/==",
            "https://api.pandapon.com/x?sign=c2lnbmF0dXJl%2B%2F%3D%3D, signature: c2lnbmF0dXJl+/==",
        ),
    ] {
        let (mut machine, runtime) = (machine(Safety::Once, 0), Ticking::default());
        machine.step(ready(), &runtime);
        machine.step(Event::Signed(Ok(signature.to_owned())), &runtime);
        let event = Event::Failed { reason: format!("cannot send to {quoted}"), sent: true };
        let Action::Fail(Error::Connection { reason, .. }) = machine.step(event, &runtime) else {
            panic!("it goes on")
        };
        let masked = "cannot send to https://api.pandapon.com/x?sign=********, signature: ********";
        assert_eq!(reason, masked);
    }
}
