//! Push messages on their way: which are due, and which come again (spec/platform.md, "Push messages").
//!
//! Nothing is posted here: the caller posts [`next`](Webhooks::next) and reports how the attempt went.

use pandapon::event::Push;
use serde::{Deserialize, Serialize};

use crate::Sandbox;

/// A message that was not accepted is sent again after half an hour.
const PAUSE: u64 = 30 * 60_000;
/// A message is sent again at most so often.
const REPETITIONS: u32 = 5;
/// Maximum that the ids of a state may have reached: far below 2^53.
const MAX_ID: u64 = 1_000_000_000_000_000;

/// A message that is to be posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingWebhook {
    /// Which one it is.
    pub id: u64,
    /// What is posted: the same at each try.
    pub push: Push,
    due: u64,
    tries: u32,
}

/// A message that waits to be collected.
#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    push: Push,
    due: u64,
}

/// All messages on their way.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Webhooks {
    waiting: Vec<Waiting>,
    /// Whether somebody posts messages.
    posting: bool,
    to_post: Vec<PendingWebhook>,
    last: u64,
}

impl Webhooks {
    /// Whether each message that is to be posted has an id of its own, which JavaScript can count, too.
    pub fn is_consistent(&self) -> bool {
        let rises = self.to_post.windows(2).all(|pair| matches!(pair, [one, next] if one.id < next.id));
        let posted = |delivery: &PendingWebhook| delivery.id <= self.last && delivery.tries <= REPETITIONS;
        self.last <= MAX_ID && rises && self.to_post.iter().all(posted)
    }

    /// Says whether messages are posted from now on. Those that nobody posts are forgotten; they can still be
    /// collected.
    pub fn set_posting(&mut self, posting: bool) {
        self.posting = posting;
        if !posting {
            self.to_post.clear();
        }
    }

    /// Takes the place of others: is posted if they were, under ids that none of them had, so that how one of them went
    /// is told of no other.
    pub fn succeed(&mut self, others: &Self) {
        if others.last > 0 {
            self.last = others.last;
            for delivery in &mut self.to_post {
                self.last += 1;
                delivery.id = self.last;
            }
        }
        self.set_posting(others.posting);
    }

    /// Sends a message on its way: it is due at a moment.
    pub fn add(&mut self, push: Push, due: u64) {
        if self.posting {
            self.last += 1;
            self.to_post.push(PendingWebhook { id: self.last, push: push.clone(), due, tries: 0 });
        }
        self.waiting.push(Waiting { push, due });
    }

    /// What was sent since it was collected last, in the order in which it was due.
    pub fn collect(&mut self) -> Vec<Push> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|message| message.due);
        waiting.into_iter().map(|message| message.push).collect()
    }

    /// What is to be posted now: of all that is due the message that was due first.
    pub fn next(&self, now: u64) -> Option<&PendingWebhook> {
        self.to_post.iter().filter(|delivery| delivery.due <= now).min_by_key(|delivery| delivery.due)
    }

    /// When the next message is due.
    pub fn next_due(&self) -> Option<u64> {
        self.to_post.iter().map(|delivery| delivery.due).min()
    }

    /// Hears how a try ended: with a message that was accepted, or with one that comes again later, unless it came too
    /// often.
    pub fn report_attempt(&mut self, id: u64, accepted: bool, now: u64) {
        if let Some(delivery) = self.to_post.iter_mut().find(|delivery| delivery.id == id) {
            delivery.tries += 1;
            delivery.due = now.saturating_add(PAUSE);
        }
        self.to_post.retain(|delivery| delivery.id != id || !accepted && delivery.tries <= REPETITIONS);
    }
}

/// Push messages. `now` is the time that the caller's clock shows, as in [`Sandbox::handle`].
impl Sandbox {
    /// The push messages since the last call, in the order in which they were due.
    pub fn pushes(&mut self) -> Vec<Push> {
        self.webhooks.collect()
    }

    /// Says whether the caller posts messages from now on. Those that nobody posts can only be collected.
    pub fn set_posting(&mut self, posting: bool) {
        self.webhooks.set_posting(posting);
    }

    /// The message that is to be posted now, if one is due. The caller must then report to [`Sandbox::report_attempt`].
    pub fn next_webhook(&self, now: u64) -> Option<&PendingWebhook> {
        self.webhooks.next(self.time(now))
    }

    /// In how many milliseconds the next message is due.
    pub fn next_due(&self, now: u64) -> Option<u64> {
        self.webhooks.next_due().map(|due| due.saturating_sub(self.time(now)))
    }

    /// Hears whether the receiver accepted a message: answered HTTP 200 within 1000 ms. One that it did not is due again
    /// after half an hour, at most 5 times.
    pub fn report_attempt(&mut self, delivery: u64, accepted: bool, now: u64) {
        self.webhooks.report_attempt(delivery, accepted, self.time(now));
    }

    /// Enqueues the messages that the last action caused.
    pub(super) fn enqueue_messages(&mut self, now: u64) {
        let time = self.time(now);
        for push in self.market.outbox.collect() {
            for late in self.faults.of_message(&push) {
                self.webhooks.add(push.clone(), time.saturating_add(late));
            }
        }
    }
}
