//! The queue of push messages: when each is due, and when it is repeated (spec/platform.md, "Push messages").
//!
//! Nothing is posted here: the caller posts [`next`](Webhooks::next) and reports the result of the attempt.

use pandapon::event::Push;
use serde::{Deserialize, Serialize};

use crate::Sandbox;

/// Pause before a message that was not accepted is repeated: half an hour, in milliseconds.
const RETRY_PAUSE: u64 = 30 * 60_000;
/// Maximum number of repetitions of a message.
const MAX_RETRIES: u32 = 5;
/// Maximum of the last id in a restored state: far below 2^53.
const MAX_ID: u64 = 1_000_000_000_000_000;

/// A message to post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingWebhook {
    /// The id of the delivery, for [`Sandbox::report_attempt`].
    pub id: u64,
    /// The message, the same in each attempt.
    pub push: Push,
    due: u64,
    tries: u32,
}

/// A message that can be collected by [`Sandbox::pushes`].
#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    push: Push,
    due: u64,
}

/// The queue of push messages.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Webhooks {
    waiting: Vec<Waiting>,
    /// Whether the caller posts messages.
    posting: bool,
    to_post: Vec<PendingWebhook>,
    last: u64,
}

impl Webhooks {
    /// Returns whether all messages to post have unique ids that JavaScript can represent.
    pub fn is_consistent(&self) -> bool {
        let rises = self.to_post.windows(2).all(|pair| matches!(pair, [one, next] if one.id < next.id));
        let is_valid = |delivery: &PendingWebhook| delivery.id <= self.last && delivery.tries <= MAX_RETRIES;
        self.last <= MAX_ID && rises && self.to_post.iter().all(is_valid)
    }

    /// Sets whether messages are posted from now on. If not, pending ones are dropped; they can still be collected.
    pub fn set_posting(&mut self, posting: bool) {
        self.posting = posting;
        if !posting {
            self.to_post.clear();
        }
    }

    /// Takes the place of another queue: is posted if that was, under new ids, so that a late report on one of its messages
    /// is not taken for a message of this queue.
    pub fn replace(&mut self, other: &Self) {
        if other.last > 0 {
            self.last = other.last;
            for delivery in &mut self.to_post {
                self.last += 1;
                delivery.id = self.last;
            }
        }
        self.set_posting(other.posting);
    }

    /// Enqueues a message that is due at this time.
    pub fn add(&mut self, push: Push, due: u64) {
        if self.posting {
            self.last += 1;
            self.to_post.push(PendingWebhook { id: self.last, push: push.clone(), due, tries: 0 });
        }
        self.waiting.push(Waiting { push, due });
    }

    /// Returns the messages since the last call, ordered by when they were due.
    pub fn collect(&mut self) -> Vec<Push> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|message| message.due);
        waiting.into_iter().map(|message| message.push).collect()
    }

    /// Returns the message to post now: of those that are due the earliest.
    pub fn next(&self, now: u64) -> Option<&PendingWebhook> {
        self.to_post.iter().filter(|delivery| delivery.due <= now).min_by_key(|delivery| delivery.due)
    }

    /// Returns when the next message is due.
    pub fn next_due(&self) -> Option<u64> {
        self.to_post.iter().map(|delivery| delivery.due).min()
    }

    /// Records the result of an attempt: an accepted message is removed, another is repeated later, up to the maximum.
    pub fn report_attempt(&mut self, id: u64, accepted: bool, now: u64) {
        if let Some(delivery) = self.to_post.iter_mut().find(|delivery| delivery.id == id) {
            delivery.tries += 1;
            delivery.due = now.saturating_add(RETRY_PAUSE);
        }
        self.to_post.retain(|delivery| delivery.id != id || !accepted && delivery.tries <= MAX_RETRIES);
    }
}

/// Push messages. `now` is the time on the caller's clock, as in [`Sandbox::handle`].
impl Sandbox {
    /// Returns the push messages since the last call, ordered by when they were due.
    pub fn pushes(&mut self) -> Vec<Push> {
        self.webhooks.collect()
    }

    /// Sets whether the caller posts messages from now on. By default it does not, and messages can only be collected.
    pub fn set_posting(&mut self, posting: bool) {
        self.webhooks.set_posting(posting);
    }

    /// Returns the message to post now, if one is due. The caller must then call [`Sandbox::report_attempt`].
    pub fn next_webhook(&self, now: u64) -> Option<&PendingWebhook> {
        self.webhooks.next(self.time(now))
    }

    /// Returns the number of milliseconds until the next message is due.
    pub fn next_due(&self, now: u64) -> Option<u64> {
        self.webhooks.next_due().map(|due| due.saturating_sub(self.time(now)))
    }

    /// Records whether the receiver accepted a message, which means that it responded with HTTP 200 within 1000 ms. A
    /// message that was not accepted is due again after half an hour, at most 5 times.
    pub fn report_attempt(&mut self, delivery: u64, accepted: bool, now: u64) {
        self.webhooks.report_attempt(delivery, accepted, self.time(now));
    }

    /// Enqueues the messages that the last action caused.
    pub(super) fn enqueue_messages(&mut self, now: u64) {
        let time = self.time(now);
        for push in self.market.outbox.collect() {
            for delay in self.faults.apply_to_message(&push) {
                self.webhooks.add(push.clone(), time.saturating_add(delay));
            }
        }
    }
}
