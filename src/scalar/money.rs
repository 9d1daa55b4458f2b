//! Money: the vendor counts in fen here, in decimal yuan there (spec/semantics.md, "MONEY"). Never a float.

use std::fmt::{self, Display, Formatter};

use serde::de::{Deserialize, Deserializer};
use thiserror::Error;

use super::id::Digits;
use super::whole::Whole;
use crate::excerpt::{Excerpt, VALUE};

/// An amount in fen, 1/100 of a yuan (CNY).
///
/// Read from a whole number in any form: `5800`, `5800.0`, `"5800"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A decimal amount in yuan (CNY), as the text that the vendor sent or wants, digit for digit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Yuan(String);

/// Why a text is not an amount that can be counted in fen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Something other than digits with at most one point.
    #[error("\"{}\" is not an amount in yuan: write digits with a point, such as \"12.34\"", Excerpt(.0, VALUE))]
    NotAnAmount(String),
    /// More than two decimals that are not zero.
    #[error("\"{}\" has a part smaller than one fen: at most two decimals can be paid", Excerpt(.0, VALUE))]
    BelowOneFen(String),
    /// More than 64 bits hold.
    #[error("\"{}\" is more money than 64 bits can count in fen", Excerpt(.0, VALUE))]
    TooLarge(String),
}

/// Yuan to fen, exactly: `"12.34"` is 1234.
///
/// # Errors
/// Text that is no plain decimal, has a part below one fen, or does not fit 64 bits.
pub fn yuan_to_fen(yuan: &str) -> Result<Fen, MoneyError> {
    let not_an_amount = || MoneyError::NotAnAmount(yuan.to_owned());
    let (negative, unsigned) = match yuan.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, yuan),
    };
    let (whole, decimals) = match unsigned.split_once('.') {
        Some((_, "")) => return Err(not_an_amount()),
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) {
        return Err(not_an_amount());
    }
    let (cents, below) = decimals.split_at_checked(2).unwrap_or((decimals, ""));
    if below.bytes().any(|digit| digit != b'0') {
        return Err(MoneyError::BelowOneFen(yuan.to_owned()));
    }
    let sign = if negative { "-" } else { "" };
    format!("{sign}{whole}{cents:0<2}").parse().map(Fen).map_err(|_| MoneyError::TooLarge(yuan.to_owned()))
}

/// Fen to yuan with two decimals: 1234 is `"12.34"`.
pub fn fen_to_yuan(fen: Fen) -> String {
    let sign = if fen.0 < 0 { "-" } else { "" };
    let amount = fen.0.unsigned_abs();
    format!("{sign}{}.{:02}", amount / 100, amount % 100)
}

impl Display for Fen {
    /// The amount in yuan.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&fen_to_yuan(*self))
    }
}

impl Yuan {
    /// The amount on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The amount in fen, exactly.
    ///
    /// # Errors
    /// See [`yuan_to_fen`].
    pub fn to_fen(&self) -> Result<Fen, MoneyError> {
        yuan_to_fen(&self.0)
    }
}

impl From<&str> for Yuan {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<Fen> for Yuan {
    fn from(fen: Fen) -> Self {
        Self(fen_to_yuan(fen))
    }
}

impl Display for Yuan {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Fen {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Whole).map(Self)
    }
}

impl From<String> for Yuan {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Digits).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_become_fen_exactly() {
        for (yuan, fen) in [("12.34", 1234), ("0.1", 10), ("7", 700), ("-0.05", -5), ("19.9900", 1999)] {
            assert_eq!(yuan_to_fen(yuan), Ok(Fen(fen)), "{yuan}");
        }
        assert_eq!(yuan_to_fen("92233720368547758.07"), Ok(Fen(i64::MAX)));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "-", ".5", "5.", "1e3", "1,000.00", " 1", "１２", "+1", "1.2.3", "--1"] {
            assert!(matches!(yuan_to_fen(text), Err(MoneyError::NotAnAmount(_))), "{text:?}");
        }
        assert!(matches!(yuan_to_fen("0.001"), Err(MoneyError::BelowOneFen(_))));
        assert!(matches!(yuan_to_fen("92233720368547758.08"), Err(MoneyError::TooLarge(_))));
    }

    #[test]
    fn fen_become_yuan_with_two_decimals() {
        for (fen, yuan) in
            [(1234, "12.34"), (5, "0.05"), (-5, "-0.05"), (0, "0.00"), (i64::MIN, "-92233720368547758.08")]
        {
            assert_eq!(fen_to_yuan(Fen(fen)), yuan);
        }
    }
}
