//! How long to wait before an outcome is believed. All durations are milliseconds.

/// Age beyond which the platform refuses a signature (spec/platform.md, `timestamp`).
pub const FENCE: u64 = 600_000;

/// Minimum patience: the fence, and 5 minutes for what the platform and its lists may take. How long they take in
/// truth, nobody has measured.
pub const MINIMUM_PATIENCE: u64 = 900_000;

/// Default patience: half an hour.
pub const DEFAULT_PATIENCE: u64 = 1_800_000;

/// Time between storing an attempt and sending it. A process that needed longer was stalled, and gives the attempt up.
pub const SEND_WINDOW: u64 = 5_000;

/// Pauses before the looks at a doubtful call. The last one repeats.
const LOOKS: [u64; 6] = [2_000, 10_000, 60_000, 300_000, 900_000, 1_800_000];

/// The settings of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    patience: u64,
    conclusive: bool,
}

impl Settings {
    /// Returns settings with this patience, raised to [`MINIMUM_PATIENCE`].
    #[must_use]
    pub fn with_patience(milliseconds: u64) -> Self {
        Self { patience: milliseconds.max(MINIMUM_PATIENCE), conclusive: true }
    }

    /// Returns settings for a call whose look-up can miss what the call made: it never becomes absent by itself; a
    /// person is asked instead.
    #[must_use]
    pub fn inconclusive(self) -> Self {
        Self { conclusive: false, ..self }
    }

    /// The time that a look must begin after the attempt before it can prove that the call made nothing.
    #[must_use]
    pub fn patience(&self) -> u64 {
        self.patience
    }

    /// Whether a complete look that finds nothing proves that there is nothing.
    #[must_use]
    pub fn is_conclusive(&self) -> bool {
        self.conclusive
    }

    /// Whether an attempt that was stored at `sent_at` may still be sent.
    #[must_use]
    pub fn may_send(&self, sent_at: u64, now: u64) -> bool {
        now.saturating_sub(sent_at) <= SEND_WINDOW
    }

    /// Returns the pause before the next look, after so many.
    pub(crate) fn pause_before_look(looks: u32) -> u64 {
        let index = usize::try_from(looks).unwrap_or(usize::MAX).min(LOOKS.len() - 1);
        LOOKS.get(index).copied().unwrap_or(DEFAULT_PATIENCE)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::with_patience(DEFAULT_PATIENCE)
    }
}
