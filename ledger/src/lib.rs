//! The rules of a ledger for calls that cost money, as a state machine without I/O.
//!
//! The platform knows no idempotency key: a call whose answer is lost may have ordered, and a second one would order
//! again. The ledger puts *reading* in the place of repeating. Each call is written down as an [`Intent`] before its
//! bytes leave; when its answer is lost, the platform's lists are read until they show what the call made, or until it
//! is certain that it made nothing. Only then may somebody decide to send it again.
//!
//! Everything here is pure: the clock, the store and the network belong to the program. A program
//!
//! 1. stores a new intent ([`Intent::new`]),
//! 2. applies [`Event::Take`] with a compare-and-set on [`Intent::version`], signs the request with
//!    [`Intent::sent_at`] as its timestamp and sends it once, if [`Settings::may_send`] allows it still,
//! 3. applies what became of it: [`Event::Answered`], [`Event::NotSent`], [`Event::Refused`] or [`Event::Lost`],
//! 4. looks at the platform whenever [`Intent::due`] has come for an intent in [`State::Doubt`], judges the orders that
//!    it read ([`judge`]) and applies [`Event::Looked`].
//!
//! Two guards make it sound, and the model check in `tests/` finds two orders without either of them:
//!
//! - **The fence.** A process that stalls between step 2 and the socket could send when somebody else has long decided
//!   to order again. The platform refuses a signature that is older than 600 seconds ([`FENCE`]), and an attempt is
//!   signed with the time at which it was stored: after that no attempt can order.
//! - **Patience.** That a list does not show an order proves nothing while the attempt could still arrive, the platform
//!   could still be working on it, or the list could lag. An intent is absent only when a look that began
//!   [`Settings::patience`] after the attempt finds nothing.
//!
//! ```
//! use pandapon_ledger::{Event, Intent, Look, Settings, State};
//!
//! let settings = Settings::default();
//! let mut intent = Intent::new(1, 0);
//! intent = intent.apply(&Event::Take { lease: 60_000 }, 1_000, &settings)?;
//! intent = intent.apply(&Event::Lost { attempt: 1 }, 31_000, &settings)?;
//! assert_eq!(intent.state, State::Doubt);
//!
//! // A look that begins at once finds nothing, which proves nothing.
//! let nothing = Event::Looked { began_at: 33_000, look: Look::Nothing { complete: true } };
//! intent = intent.apply(&nothing, 34_000, &settings)?;
//! assert_eq!(intent.state, State::Doubt);
//!
//! // The next one finds the order by its mark.
//! let order = Look::Found(vec!["3305075341149134261".to_owned()]);
//! intent = intent.apply(&Event::Looked { began_at: 41_000, look: order }, 42_000, &settings)?;
//! assert_eq!(intent.state, State::Done);
//! # Ok::<(), pandapon_ledger::InvalidEvent>(())
//! ```

mod intent;
mod judge;
mod limits;
mod mark;
mod settings;

pub use intent::{Event, Intent, InvalidEvent, Look, State};
pub use judge::{judge, Expectation, Line, Order};
pub use limits::{Limit, Period, Spending};
pub use mark::{InvalidMark, Mark, MESSAGE_LIMIT};
pub use settings::{Settings, DEFAULT_PATIENCE, FENCE, MINIMUM_PATIENCE, SEND_WINDOW};
