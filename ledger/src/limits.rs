//! Limits on what the ledger spends without asking.

/// The time over which a limit adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Each call by itself.
    Call,
    /// An hour of UTC.
    Hour,
    /// A day of UTC.
    Day,
}

/// A limit on money, on the number of calls, or on both. What goes beyond it is held for a person's approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Names of endpoints, in which `*` is any text: `*.order.*`.
    pub endpoints: String,
    /// Over what the limit adds up.
    pub per: Period,
    /// Maximum amount in fen.
    pub fen: Option<u64>,
    /// Maximum number of calls.
    pub count: Option<u64>,
}

/// What intents of the same limit and slot have reserved: all that are not absent or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spending {
    /// Their amounts, in fen.
    pub fen: u64,
    /// Their number.
    pub count: u64,
}

impl Limit {
    /// Whether the limit counts calls of this endpoint. Linear in the length of the name times the number of `*`.
    #[must_use]
    pub fn applies_to(&self, endpoint: &str) -> bool {
        let mut parts = self.endpoints.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = endpoint.strip_prefix(first) else { return false };
        let mut parts: Vec<&str> = parts.collect();
        let Some(last) = parts.pop() else { return rest.is_empty() };
        for part in parts {
            let Some(at) = rest.find(part) else { return false };
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
        rest.ends_with(last)
    }

    /// Returns the slot in which a call at this time (milliseconds since 1970) counts, by its number; none where each call
    /// counts by itself.
    #[must_use]
    pub fn slot(&self, now: u64) -> Option<u64> {
        match self.per {
            Period::Call => None,
            Period::Hour => Some(now / 3_600_000),
            Period::Day => Some(now / 86_400_000),
        }
    }

    /// Whether a call of this amount stays within the limit, after what its slot has reserved already. A call whose amount is
    /// not known does not stay within a limit on money.
    #[must_use]
    pub fn allows(&self, reserved: Spending, fen: Option<u64>) -> bool {
        let reserved = if self.per == Period::Call { Spending::default() } else { reserved };
        let money = match (self.fen, fen) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(limit), Some(fen)) => reserved.fen.checked_add(fen).is_some_and(|sum| sum <= limit),
        };
        let calls = self.count.is_none_or(|limit| reserved.count < limit);
        money && calls
    }
}
