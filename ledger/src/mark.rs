//! A mark: a short text of the caller's own in an order's note, by which the order is recognised in a list.

use thiserror::Error;

/// The first letters of every mark.
const PREFIX: &str = "PP";

/// Crockford's base32: no letters that look like digits.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Number of characters after the prefix: 40 bits.
const LENGTH: usize = 8;

/// Maximum length of a note that the platform keeps, in characters (spec/semantics.md, `message`).
pub const MESSAGE_LIMIT: usize = 500;

/// `PP` and 40 random bits as 8 characters, such as `PP7ZK0Q4M2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark(String);

/// Why a mark cannot be put before a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidMark {
    /// The note would be cut.
    #[error(
        "the note is {0} characters long; with a mark before it, the maximum is {max}",
        max = MESSAGE_LIMIT - PREFIX.len() - LENGTH - 1
    )]
    TooLong(usize),
    /// The note begins with a mark already.
    #[error("the note begins with a mark already")]
    Marked,
}

impl Mark {
    /// Returns the mark of 40 random bits.
    #[must_use]
    pub fn from_random(bytes: [u8; 5]) -> Self {
        let bits = bytes.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let character = |index: usize| {
            let digit = usize::try_from(bits >> (5 * (LENGTH - 1 - index)) & 31).unwrap_or_default();
            ALPHABET.get(digit).copied().map_or('0', char::from)
        };
        Self(PREFIX.chars().chain((0..LENGTH).map(character)).collect())
    }

    /// Returns the mark at the beginning of a note, if there is one.
    #[must_use]
    pub fn find(note: &str) -> Option<Self> {
        let word = note.trim_start().split(char::is_whitespace).next()?;
        let digits = word.strip_prefix(PREFIX)?;
        let is_mark = digits.len() == LENGTH && digits.bytes().all(|byte| ALPHABET.contains(&byte));
        is_mark.then(|| Self(word.to_owned()))
    }

    /// Returns the note with the mark before it.
    ///
    /// # Errors
    /// If the platform would cut the note, or it has a mark already.
    pub fn put_before(&self, note: &str) -> Result<String, InvalidMark> {
        if Self::find(note).is_some() {
            return Err(InvalidMark::Marked);
        }
        let message = format!("{} {note}", self.0);
        if message.trim_end().chars().count() > MESSAGE_LIMIT {
            return Err(InvalidMark::TooLong(note.chars().count()));
        }
        Ok(message.trim_end().to_owned())
    }

    /// The mark as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
