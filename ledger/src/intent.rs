//! An intent: one call that must not be made twice, from the decision to make it to its outcome.

use thiserror::Error;

use crate::settings::Settings;

/// What is known of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Stored, and not sent.
    Planned,
    /// Waits for a person's approval.
    Held,
    /// An attempt was stored and may be on its way.
    Sending,
    /// The answer is lost: the call may have been carried out.
    Doubt,
    /// The call was not carried out.
    Absent,
    /// A person must decide: the evidence contradicts itself or is not enough.
    Ask,
    /// The call was carried out; [`Intent::ids`] are what it made.
    Done,
    /// The platform, a limit or a person refused the call.
    Refused,
}

impl State {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Held,
        Self::Sending,
        Self::Doubt,
        Self::Absent,
        Self::Ask,
        Self::Done,
        Self::Refused,
    ];

    /// Returns the name by which stores and programs know the state.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Sending => "sending",
            Self::Doubt => "doubt",
            Self::Absent => "absent",
            Self::Ask => "ask",
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    /// Returns the state of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A call that must not be made twice. Times are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Intent {
    /// What is known of it.
    pub state: State,
    /// Rises with each change. A store writes a change only over the version that it was made from.
    pub version: u64,
    /// Number of orders, payments or refunds that the call makes.
    pub expected: u32,
    /// What the call made: ids of the platform, without repetitions.
    pub ids: Vec<String>,
    /// Number of the last attempt; 0 before the first.
    pub attempt: u32,
    /// When the last attempt was stored, which is the timestamp that its request is signed with.
    pub sent_at: Option<u64>,
    /// When the attempt is given up if its process reports nothing.
    pub lease: Option<u64>,
    /// Whether an attempt before the last one may have been carried out.
    pub earlier_may_exist: bool,
    /// Number of complete looks since the last attempt that found nothing.
    pub looks: u32,
    /// When there is something to do next: send it (planned) or look for it (doubt).
    pub due: u64,
}

/// What happens to an intent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Event {
    /// A process takes it to send it, and is given this long to report what became of the attempt, in milliseconds.
    Take {
        /// Length of the lease.
        lease: u64,
    },
    /// A limit or a rule of the program's wants a person's approval.
    Hold,
    /// A person approves it.
    Approve,
    /// A person or a limit refuses it before it was ever sent.
    Deny,
    /// The platform's answer holds what the call made.
    Answered {
        /// The attempt.
        attempt: u32,
        /// Ids of what was made.
        ids: Vec<String>,
    },
    /// The attempt certainly never left: it may be sent again after a pause in milliseconds.
    NotSent {
        /// The attempt.
        attempt: u32,
        /// Pause before the next attempt.
        pause: u64,
    },
    /// The platform refused it with a code that is known to mean "not carried out".
    Refused {
        /// The attempt.
        attempt: u32,
    },
    /// Nothing certain is known of the attempt: no answer, a gateway's error, an answer that was not understood.
    Lost {
        /// The attempt.
        attempt: u32,
    },
    /// The lease is over, or its process is known to be gone.
    LeaseExpired,
    /// The platform's records were read.
    Looked {
        /// When the reading began.
        began_at: u64,
        /// What it showed.
        look: Look,
    },
    /// A person, or a rule that the program set, decides to send an absent call again.
    Resend,
    /// A person has found what the call made.
    ResolveIds(
        /// Ids of what was made.
        Vec<String>,
    ),
    /// A person has made sure that the call made nothing.
    ResolveAbsent,
}

/// What a look at the platform's records shows of a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Look {
    /// These are certainly the call's, for example because they carry its mark.
    Found(Vec<String>),
    /// These fit, and could be another call's.
    Candidates(Vec<String>),
    /// Nothing of the call's.
    Nothing {
        /// Whether every record was read that could be the call's.
        complete: bool,
    },
}

/// An event that cannot happen to an intent in its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidEvent {
    /// The event does not apply to this state.
    #[error("the intent is {}, which does not allow this", .0.name())]
    State(State),
    /// It is too early to say that a call was not carried out.
    #[error("an attempt of this call may still be carried out until {0} (milliseconds since 1970)")]
    TooEarly(u64),
    /// The call is not due yet.
    #[error("the call is not due before {0} (milliseconds since 1970)")]
    NotDue(u64),
}

impl Intent {
    /// Returns a new intent of a call that makes `expected` things, to be sent from `now` on.
    #[must_use]
    pub fn new(expected: u32, now: u64) -> Self {
        Self {
            state: State::Planned,
            version: 0,
            expected,
            ids: Vec::new(),
            attempt: 0,
            sent_at: None,
            lease: None,
            earlier_may_exist: false,
            looks: 0,
            due: now,
        }
    }

    /// Returns the intent after an event. An event that changes nothing, such as the report of an attempt that is over,
    /// returns it with the same version.
    ///
    /// # Errors
    /// If the event cannot happen in this state, or not yet. Then nothing changes.
    pub fn apply(&self, event: &Event, now: u64, settings: &Settings) -> Result<Self, InvalidEvent> {
        let mut next = self.clone();
        next.react(event, now, settings)?;
        if next != *self {
            next.version += 1;
        }
        Ok(next)
    }

    fn react(&mut self, event: &Event, now: u64, settings: &Settings) -> Result<(), InvalidEvent> {
        match event {
            Event::Take { lease } => self.take(now, *lease),
            Event::Hold => self.go(&[State::Planned], State::Held),
            Event::Approve => self.go(&[State::Held], State::Planned),
            Event::Deny if self.attempt == 0 => self.go(&[State::Held, State::Planned], State::Refused),
            Event::Deny => Err(InvalidEvent::State(self.state)),
            Event::Answered { attempt, ids } if ids.is_empty() => {
                self.react(&Event::Lost { attempt: *attempt }, now, settings)
            }
            Event::Answered { ids, .. } => {
                self.learn(ids);
                self.settle();
                // An answer is the last word of its attempt: a part of what was expected is no lag of a list.
                if matches!(self.state, State::Sending | State::Doubt | State::Absent | State::Planned) {
                    self.state = State::Ask;
                }
                Ok(())
            }
            Event::NotSent { attempt, pause } => {
                if self.is_open(*attempt) {
                    self.state = State::Planned;
                    self.due = now.saturating_add(*pause);
                }
                Ok(())
            }
            Event::Refused { attempt } => {
                if self.is_open(*attempt) {
                    // The refusal of a repetition may be the consequence of the first attempt: it says nothing of that.
                    if self.earlier_may_exist {
                        self.doubt(now);
                    } else {
                        self.state = State::Refused;
                    }
                }
                Ok(())
            }
            Event::Lost { attempt } => {
                if self.state == State::Sending && self.attempt == *attempt {
                    self.doubt(now);
                }
                Ok(())
            }
            Event::LeaseExpired => {
                if self.state == State::Sending {
                    self.doubt(now);
                }
                Ok(())
            }
            Event::Looked { began_at, look } => {
                self.look(*began_at, look, now, settings);
                Ok(())
            }
            Event::Resend => self.resend(now, settings),
            Event::ResolveIds(ids) => {
                if !matches!(self.state, State::Doubt | State::Absent | State::Ask) {
                    return Err(InvalidEvent::State(self.state));
                }
                self.learn(ids);
                self.state = State::Done;
                Ok(())
            }
            Event::ResolveAbsent => {
                self.check_patience(now, settings)?;
                self.go(&[State::Ask], State::Absent)
            }
        }
    }

    fn go(&mut self, from: &[State], to: State) -> Result<(), InvalidEvent> {
        if !from.contains(&self.state) {
            return Err(InvalidEvent::State(self.state));
        }
        self.state = to;
        Ok(())
    }

    fn take(&mut self, now: u64, lease: u64) -> Result<(), InvalidEvent> {
        if self.state == State::Planned && now < self.due {
            return Err(InvalidEvent::NotDue(self.due));
        }
        self.go(&[State::Planned], State::Sending)?;
        self.attempt += 1;
        self.sent_at = Some(now);
        self.lease = Some(now.saturating_add(lease));
        self.looks = 0;
        Ok(())
    }

    fn resend(&mut self, now: u64, settings: &Settings) -> Result<(), InvalidEvent> {
        self.check_patience(now, settings)?;
        self.go(&[State::Absent], State::Planned)?;
        self.earlier_may_exist = true;
        self.due = now;
        Ok(())
    }

    /// Whether what happened to this attempt is still open.
    fn is_open(&self, attempt: u32) -> bool {
        self.attempt == attempt && matches!(self.state, State::Sending | State::Doubt)
    }

    fn doubt(&mut self, now: u64) {
        self.state = State::Doubt;
        self.lease = None;
        self.due = now.saturating_add(Settings::pause_before_look(self.looks));
    }

    /// The first moment at which a look can prove that the call made nothing.
    fn believable_from(&self, settings: &Settings) -> u64 {
        self.sent_at.map_or(0, |sent_at| sent_at.saturating_add(settings.patience()))
    }

    fn check_patience(&self, now: u64, settings: &Settings) -> Result<(), InvalidEvent> {
        let from = self.believable_from(settings);
        if now < from {
            return Err(InvalidEvent::TooEarly(from));
        }
        Ok(())
    }

    fn look(&mut self, began_at: u64, look: &Look, now: u64, settings: &Settings) {
        if let Look::Found(ids) = look {
            self.learn(ids);
            self.settle();
        }
        // Nothing less than a find changes what is certain, or what a person has to decide.
        if self.state != State::Doubt {
            return;
        }
        // Of a clock that is ahead.
        let began_at = began_at.min(now);
        let is_late = began_at >= self.believable_from(settings);
        let since_attempt = self.sent_at.is_some_and(|sent_at| began_at >= sent_at);
        match look {
            Look::Nothing { complete: true } if since_attempt && self.ids.is_empty() => {
                self.looks = self.looks.saturating_add(1);
                if is_late && self.looks >= 2 {
                    self.state = if settings.is_conclusive() { State::Absent } else { State::Ask };
                }
            }
            // A part of what was expected, or orders that could be another call's: a list that lags may show more.
            Look::Found(_) | Look::Candidates(_) | Look::Nothing { complete: true } if is_late => {
                self.state = State::Ask;
            }
            Look::Found(_) | Look::Candidates(_) | Look::Nothing { .. } => {}
        }
        self.due = now.saturating_add(Settings::pause_before_look(self.looks));
    }

    fn learn(&mut self, ids: &[String]) {
        for id in ids {
            if !self.ids.contains(id) {
                self.ids.push(id.clone());
            }
        }
    }

    /// Takes the state that follows from the ids: more than expected is a person's business, and so is a thing that a
    /// refused or unsent call made.
    fn settle(&mut self) {
        let count = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        if count == 0 {
            return;
        }
        self.state = match self.state {
            _ if count > self.expected => State::Ask,
            State::Ask => State::Ask,
            State::Refused | State::Held => State::Ask,
            State::Planned if self.attempt == 0 => State::Ask,
            _ if count == self.expected => State::Done,
            state => state,
        };
        if self.state == State::Done {
            self.lease = None;
        }
    }
}
