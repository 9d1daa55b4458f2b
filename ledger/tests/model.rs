//! Every interleaving of crashes, lost answers, early ends of leases, late acts of the platform, lists that lag, and
//! repetitions, for one call and for two like calls: no order is made twice or claimed by two. Each guard is taken out once,
//! to see that the search finds what the guard is there for.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeSet, HashSet};

use pandapon_ledger::{judge, Event, Expectation, Intent, Look, Mark, Order, Settings, State};

/// A tick of the model, in milliseconds: the least patience of a rule below is that of the settings.
const TICK: u64 = 450_000;

/// What the world does and the guards that hold in it. Durations are ticks.
#[derive(Clone, Copy)]
struct Rules {
    /// How long the platform accepts a signature; none if it does not look at its age.
    fence: Option<u64>,
    /// Maximum time that the platform needs to act on a request.
    delay: u64,
    /// After what time a list certainly shows an order.
    lag: u64,
    patience: u64,
    marked: bool,
    /// Whether a program takes the first order that fits for its own.
    trusting: bool,
    /// Maximum number of attempts of a call.
    attempts: u32,
    /// When the search ends: long enough for the looks after all attempts.
    end: u64,
}

const SOUND: Rules = Rules {
    fence: Some(2),
    delay: 1,
    lag: 1,
    patience: 4,
    marked: true,
    trusting: false,
    attempts: 2,
    end: 9,
};

/// Two calls of one attempt each.
const PAIR: Rules = Rules { fence: Some(1), delay: 0, patience: 2, attempts: 1, end: 3, ..SOUND };

/// A request that has not left its process yet, or is on its way to the platform.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Request {
    intent: usize,
    attempt: u32,
    /// When it was signed or, once it has arrived, when it arrived.
    since: u64,
}

#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Made {
    intent: usize,
    attempt: u32,
    at: u64,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct World {
    now: u64,
    intents: Vec<Intent>,
    /// Signed and not sent: the process may be stalled, or gone.
    stalled: BTreeSet<Request>,
    /// Accepted by the platform, which has not acted yet.
    accepted: BTreeSet<Request>,
    orders: Vec<Made>,
    /// Answers on their way back, by intent, attempt and order.
    answers: BTreeSet<(usize, u32, usize)>,
    /// A look under way, by intent: when it began and which orders it saw.
    looks: Vec<Option<(u64, Vec<usize>)>>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    states: usize,
    /// A call that made two orders.
    twice: usize,
    /// A call that is absent and has an order, or will have.
    absent_yet_there: usize,
    /// An order that two calls hold as theirs.
    claimed_twice: usize,
}

impl World {
    fn new(intents: usize) -> Self {
        Self {
            now: 0,
            intents: vec![Intent::new(1, 0); intents],
            stalled: BTreeSet::new(),
            accepted: BTreeSet::new(),
            orders: Vec::new(),
            answers: BTreeSet::new(),
            looks: vec![None; intents],
        }
    }

    /// The world after an event, with all that is of no matter to the model taken out. None if the event is invalid.
    fn after(&self, intent: usize, event: &Event, rules: Rules) -> Option<Self> {
        let settings = Settings::with_patience(rules.patience * TICK);
        let mut next = self.clone();
        let mut changed = self.intents[intent].apply(event, self.now * TICK, &settings).ok()?;
        (changed.version, changed.due, changed.lease) = (0, 0, None);
        changed.looks = changed.looks.min(2);
        next.intents[intent] = changed;
        Some(next)
    }

    fn successors(&self, rules: Rules) -> Vec<Self> {
        let mut next = Vec::new();
        self.let_time_pass(rules, &mut next);
        self.let_processes_work(rules, &mut next);
        self.let_the_platform_work(&mut next);
        self.let_answers_come(rules, &mut next);
        for intent in 0..self.intents.len() {
            self.decide(intent, rules, &mut next);
            self.look(intent, rules, &mut next);
        }
        next
    }

    fn let_time_pass(&self, rules: Rules, next: &mut Vec<Self>) {
        let overdue = self.accepted.iter().any(|request| request.since + rules.delay <= self.now);
        if self.now < rules.end && !overdue {
            next.push(Self { now: self.now + 1, ..self.clone() });
        }
    }

    /// A process sends what it signed however late it wakes, reports that nothing left, or is never heard of again.
    fn let_processes_work(&self, rules: Rules, next: &mut Vec<Self>) {
        for request in &self.stalled {
            let mut without = self.clone();
            without.stalled.remove(request);
            if rules.fence.is_none_or(|fence| self.now <= request.since + fence) {
                let mut sent = without.clone();
                sent.accepted.insert(Request { since: self.now, ..request.clone() });
                next.push(sent);
            }
            next.extend(without.after(
                request.intent,
                &Event::NotSent { attempt: request.attempt, pause: 0 },
                rules,
            ));
            next.push(without);
        }
    }

    /// The platform acts on a request, or it got lost on its way.
    fn let_the_platform_work(&self, next: &mut Vec<Self>) {
        for request in &self.accepted {
            let mut lost = self.clone();
            lost.accepted.remove(request);
            let mut acted = lost.clone();
            let Request { intent, attempt, .. } = *request;
            acted.orders.push(Made { intent, attempt, at: self.now });
            acted.answers.insert((intent, attempt, acted.orders.len() - 1));
            next.extend([lost, acted]);
        }
    }

    /// An answer arrives, however late, or never.
    fn let_answers_come(&self, rules: Rules, next: &mut Vec<Self>) {
        for answer in &self.answers {
            let mut without = self.clone();
            without.answers.remove(answer);
            let (intent, attempt, order) = *answer;
            next.extend(without.after(intent, &Event::Answered { attempt, ids: vec![id(order)] }, rules));
            next.push(without);
        }
    }

    fn decide(&self, intent: usize, rules: Rules, next: &mut Vec<Self>) {
        let current = &self.intents[intent];
        match current.state {
            State::Planned if current.attempt < rules.attempts => {
                if let Some(mut taken) = self.after(intent, &Event::Take { lease: 1 }, rules) {
                    let attempt = taken.intents[intent].attempt;
                    taken.stalled.insert(Request { intent, attempt, since: self.now });
                    next.push(taken);
                }
            }
            // The lease may seem to be over at any time: clocks differ.
            State::Sending => next.extend(self.after(intent, &Event::LeaseExpired, rules)),
            State::Absent => next.extend(self.after(intent, &Event::Resend, rules)),
            _ => {}
        }
    }

    fn look(&self, intent: usize, rules: Rules, next: &mut Vec<Self>) {
        if let Some((began_at, seen)) = &self.looks[intent] {
            let mut done = self.clone();
            done.looks[intent] = None;
            let look = self.judge(intent, seen, rules);
            next.extend(done.after(intent, &Event::Looked { began_at: *began_at * TICK, look }, rules));
        } else if self.intents[intent].state == State::Doubt {
            // Orders that are older than the lag are seen, younger ones may be.
            let (old, young): (Vec<_>, Vec<_>) =
                (0..self.orders.len()).partition(|order| self.orders[*order].at + rules.lag <= self.now);
            for subset in 0..1_usize << young.len() {
                let seen = young.iter().enumerate().filter(|(bit, _)| subset >> bit & 1 == 1);
                let seen = old.iter().chain(seen.map(|(_, order)| order)).copied().collect();
                let mut begun = self.clone();
                begun.looks[intent] = Some((self.now, seen));
                next.push(begun);
            }
        }
    }

    fn judge(&self, intent: usize, seen: &[usize], rules: Rules) -> Look {
        let note = |intent: usize| rules.marked.then(|| format!("{} two mugs", mark(intent).as_str()));
        let order = |order: &usize| Order {
            id: id(*order),
            note: note(self.orders[*order].intent),
            created_at: None,
            lines: Vec::new(),
        };
        let others = self.intents.iter().enumerate().filter(|(other, _)| *other != intent);
        let expectation = Expectation {
            mark: rules.marked.then(|| mark(intent)),
            sent_at: self.intents[intent].sent_at.unwrap_or_default(),
            lines: Vec::new(),
            claimed: others.flat_map(|(_, other)| other.ids.clone()).collect(),
        };
        let look = judge(&expectation, &seen.iter().map(order).collect::<Vec<_>>(), true);
        match look {
            Look::Candidates(mut ids) if rules.trusting => {
                ids.truncate(1);
                Look::Found(ids)
            }
            look => look,
        }
    }

    fn count_faults(&self, verdict: &mut Verdict) {
        for (index, intent) in self.intents.iter().enumerate() {
            let made = self.orders.iter().filter(|order| order.intent == index).count();
            let coming = self.accepted.iter().any(|request| request.intent == index);
            verdict.twice += usize::from(made > 1);
            verdict.absent_yet_there += usize::from(intent.state == State::Absent && (made > 0 || coming));
        }
        let claims: Vec<_> = self.intents.iter().filter(|intent| intent.state == State::Done).collect();
        let ids: BTreeSet<_> = claims.iter().flat_map(|intent| &intent.ids).collect();
        verdict.claimed_twice += usize::from(ids.len() < claims.iter().map(|intent| intent.ids.len()).sum());
    }
}

fn id(order: usize) -> String {
    order.to_string()
}

fn mark(intent: usize) -> Mark {
    Mark::from_random([0, 0, 0, 0, u8::try_from(intent).expect("there are few intents")])
}

/// Visits every world that can come of this one.
fn explore(intents: usize, rules: Rules) -> Verdict {
    let mut seen = HashSet::from([World::new(intents)]);
    let mut open: Vec<World> = seen.iter().cloned().collect();
    let mut verdict = Verdict::default();
    while let Some(world) = open.pop() {
        world.count_faults(&mut verdict);
        for next in world.successors(rules) {
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    verdict.states = seen.len();
    verdict
}

#[test]
fn a_call_orders_once_whatever_happens() {
    let verdict = explore(1, SOUND);
    assert_eq!(verdict, Verdict { states: verdict.states, ..Verdict::default() });
    assert!(verdict.states > 10_000, "the search visits what it should: {verdict:?}");
}

#[test]
fn without_the_fence_a_stalled_process_orders_again() {
    let verdict = explore(1, Rules { fence: None, ..SOUND });
    assert!(verdict.twice > 0 && verdict.absent_yet_there > 0, "{verdict:?}");
}

#[test]
fn with_a_tick_less_of_patience_a_call_orders_again() {
    let verdict = explore(1, Rules { patience: SOUND.patience - 1, ..SOUND });
    assert!(verdict.twice > 0 && verdict.absent_yet_there > 0, "{verdict:?}");
}

#[test]
fn like_calls_find_their_own_orders_by_their_marks() {
    let verdict = explore(2, PAIR);
    assert_eq!(verdict, Verdict { states: verdict.states, ..Verdict::default() });
    assert!(verdict.states > 10_000, "the search visits what it should: {verdict:?}");
}

#[test]
fn like_calls_without_marks_ask_a_person() {
    let verdict = explore(2, Rules { marked: false, ..PAIR });
    assert_eq!(verdict.claimed_twice, 0, "{verdict:?}");
}

#[test]
fn like_calls_that_take_what_fits_take_the_same_order() {
    let verdict = explore(2, Rules { marked: false, trusting: true, ..PAIR });
    assert!(verdict.claimed_twice > 0, "{verdict:?}");
}
