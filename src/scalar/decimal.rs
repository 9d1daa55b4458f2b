//! Plain decimals, such as `-12.340`: their value, and exact sums and products.

use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};

/// The parts of a plain decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Decimal<'a> {
    pub is_negative: bool,
    /// The digits before the point.
    pub whole: &'a str,
    /// The digits after it.
    pub decimals: &'a str,
}

impl<'a> Decimal<'a> {
    /// Reads digits, with a minus before them and a point among them or not. `None` for any other text.
    pub fn read(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = match unsigned.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_plain = !whole.is_empty() && is_digits(whole) && is_digits(decimals);
        is_plain.then_some(Self { is_negative: unsigned.len() < text.len(), whole, decimals })
    }

    /// Returns the same decimal without zeros that do not count: two of the same value are equal then.
    pub fn trimmed(self) -> Self {
        let whole = self.whole.trim_start_matches('0');
        let decimals = self.decimals.trim_end_matches('0');
        let is_zero = whole.is_empty() && decimals.is_empty();
        Self { is_negative: self.is_negative && !is_zero, whole, decimals }
    }
}

/// By value, if both are trimmed.
impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitude = |one: &Self, other: &Self| {
            let length = one.whole.len().cmp(&other.whole.len());
            length.then_with(|| one.whole.cmp(other.whole)).then_with(|| one.decimals.cmp(other.decimals))
        };
        match (self.is_negative, other.is_negative) {
            (false, false) => magnitude(self, other),
            (true, true) => magnitude(other, self),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A decimal to calculate with: so many units of 10 to the power of minus `scale`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exact {
    units: i128,
    scale: u32,
}

impl Exact {
    pub const ZERO: Exact = Exact { units: 0, scale: 0 };

    /// Reads a trimmed decimal of at most 38 digits.
    pub fn read(decimal: Decimal<'_>) -> Option<Self> {
        let Decimal { is_negative, whole, decimals } = decimal;
        let mut units = 0_i128;
        for digit in whole.bytes().chain(decimals.bytes()) {
            units = units.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        }
        let scale = u32::try_from(decimals.len()).ok().filter(|scale| *scale <= MAX_SCALE)?;
        Some(Self { units: if is_negative { -units } else { units }, scale })
    }

    /// Returns the sum, if 128 bits hold it.
    pub fn add(self, other: Exact) -> Option<Exact> {
        let scale = self.scale.max(other.scale);
        let units = self.units_at(scale)?.checked_add(other.units_at(scale)?)?;
        Some(Self { units, scale })
    }

    /// Returns the product, if 128 bits hold it.
    pub fn times(self, quantity: i64) -> Option<Exact> {
        Some(Self { units: self.units.checked_mul(quantity.into())?, scale: self.scale })
    }

    /// Returns the decimal with the other sign. Digits never reach the one value that has none.
    pub fn negated(self) -> Exact {
        Self { units: self.units.saturating_neg(), scale: self.scale }
    }

    fn units_at(self, scale: u32) -> Option<i128> {
        self.units.checked_mul(10_i128.checked_pow(scale - self.scale)?)
    }
}

/// Maximum number of decimals: 128 bits have no more digits.
const MAX_SCALE: u32 = 38;

/// At least two decimals, and more only if they count.
const SHOWN_DECIMALS: usize = 2;

impl Display for Exact {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let scale = self.scale as usize;
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = scale + 1);
        let (whole, decimals) = digits.split_at_checked(digits.len() - scale).unwrap_or((&digits, ""));
        let sign = if self.units < 0 { "-" } else { "" };
        write!(out, "{sign}{whole}.{:0<SHOWN_DECIMALS$}", decimals.trim_end_matches('0'))
    }
}
