//! Money: the vendor counts in fen here, in decimal yuan there (spec/semantics.md, "MONEY"). Never a float.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use thiserror::Error;

use super::decimal::{Decimal, Exact};
use super::whole::{whole, Whole};
use crate::excerpt::{Excerpt, VALUE};

/// An amount in fen, 1/100 of a yuan (CNY).
///
/// Read from a whole number in any form: `5800`, `5800.0`, `"5800"`. Printed with its unit, `5800 fen`, so that nobody takes it
/// for yuan; [`fen_to_yuan`] returns the bare decimal.
///
/// There are no operators, since `+` would panic or wrap where 64 bits end:
///
/// ```
/// use pandapon::{Fen, Yuan};
///
/// let lines = [(Fen(1999), 2), (Fen(450), 10)];
/// let amounts: Option<Vec<Fen>> = lines.iter().map(|(price, quantity)| price.checked_mul(*quantity)).collect();
/// let total = Fen::checked_sum(amounts.unwrap_or_default());
/// assert_eq!(total, Some(Fen(8498)));
/// assert_eq!(Fen(8498).to_yuan(), Yuan::from("84.98"));
/// assert_eq!(Fen(8498).to_string(), "8498 fen");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A decimal amount in yuan (CNY), as the text that the vendor sent or wants, digit for digit.
///
/// Amounts are equal and ordered by value: `7` is `7.00`. A text that is not an amount equals only itself, and comes after all
/// amounts. Prices may have more than two decimals; calculations are exact, or fail:
///
/// ```
/// use pandapon::{Fen, MoneyError, Yuan};
///
/// let price: Yuan = "0.035".parse()?;
/// assert!(price > Yuan::from("0.0349") && price == Yuan::from("0.0350"));
/// let total = price.checked_mul(1000)?.checked_add(&Yuan::from(Fen(800)))?;
/// assert_eq!(total.to_fen()?, Fen(4300));
/// assert_eq!(total.as_str(), "43.00");
/// assert_eq!(total.to_string(), "43.00 yuan");
/// # Ok::<(), MoneyError>(())
/// ```
#[derive(Debug, Clone, Default, serde::Serialize)]
#[serde(transparent)]
pub struct Yuan(String);

/// Why a text is not an amount, or a calculation has no exact result.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
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
    /// Not a whole number that 64 bits hold.
    #[error("\"{}\" is not an amount in fen: write a whole number, such as \"1234\"", Excerpt(.0, VALUE))]
    NotFen(String),
    /// The exact result of a calculation has more than 38 digits.
    #[error("the amount has too many digits to be calculated exactly")]
    Overflow,
}

/// Yuan to fen, exactly: `"12.34"` is 1234.
///
/// # Errors
/// Text that is no plain decimal, has a part below one fen, or does not fit 64 bits.
pub fn yuan_to_fen(yuan: &str) -> Result<Fen, MoneyError> {
    let Decimal { is_negative, whole, decimals } =
        Decimal::read(yuan).ok_or_else(|| MoneyError::NotAnAmount(yuan.to_owned()))?;
    let (cents, below) = decimals.split_at_checked(2).unwrap_or((decimals, ""));
    if below.bytes().any(|digit| digit != b'0') {
        return Err(MoneyError::BelowOneFen(yuan.to_owned()));
    }
    let sign = if is_negative { "-" } else { "" };
    format!("{sign}{whole}{cents:0<2}").parse().map(Fen).map_err(|_| MoneyError::TooLarge(yuan.to_owned()))
}

/// Fen to yuan with two decimals and without a unit: 1234 is `"12.34"`.
pub fn fen_to_yuan(fen: Fen) -> String {
    let sign = if fen.0 < 0 { "-" } else { "" };
    let amount = fen.0.unsigned_abs();
    format!("{sign}{}.{:02}", amount / 100, amount % 100)
}

impl Fen {
    /// Nothing.
    pub const ZERO: Fen = Fen(0);

    /// Returns the sum; `None` if 64 bits do not hold it.
    pub const fn checked_add(self, other: Fen) -> Option<Fen> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// Returns the difference; `None` if 64 bits do not hold it.
    pub const fn checked_sub(self, other: Fen) -> Option<Fen> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// Returns the amount for so many pieces; `None` if 64 bits do not hold it.
    pub const fn checked_mul(self, quantity: i64) -> Option<Fen> {
        match self.0.checked_mul(quantity) {
            Some(fen) => Some(Fen(fen)),
            None => None,
        }
    }

    /// Returns the sum of all amounts, in whatever order they come; `None` if 64 bits do not hold it.
    pub fn checked_sum<A: Borrow<Fen>>(amounts: impl IntoIterator<Item = A>) -> Option<Fen> {
        // No number of amounts in memory is beyond 128 bits.
        let sum = amounts.into_iter().map(|amount| i128::from(amount.borrow().0)).sum::<i128>();
        i64::try_from(sum).ok().map(Fen)
    }

    /// Returns the same amount in yuan, with two decimals.
    pub fn to_yuan(self) -> Yuan {
        Yuan(fen_to_yuan(self))
    }
}

impl Yuan {
    /// The amount as it is on the wire, without a unit.
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

    /// Returns the exact sum.
    ///
    /// # Errors
    /// [`MoneyError::NotAnAmount`], [`MoneyError::Overflow`].
    pub fn checked_add(&self, other: &Yuan) -> Result<Yuan, MoneyError> {
        self.exact()?.add(other.exact()?).map(Yuan::from_exact).ok_or(MoneyError::Overflow)
    }

    /// Returns the exact difference.
    ///
    /// # Errors
    /// [`MoneyError::NotAnAmount`], [`MoneyError::Overflow`].
    pub fn checked_sub(&self, other: &Yuan) -> Result<Yuan, MoneyError> {
        self.exact()?.add(other.exact()?.negated()).map(Yuan::from_exact).ok_or(MoneyError::Overflow)
    }

    /// Returns the exact amount for so many pieces.
    ///
    /// # Errors
    /// [`MoneyError::NotAnAmount`], [`MoneyError::Overflow`].
    pub fn checked_mul(&self, quantity: i64) -> Result<Yuan, MoneyError> {
        self.exact()?.times(quantity).map(Yuan::from_exact).ok_or(MoneyError::Overflow)
    }

    /// Returns the exact sum of all amounts.
    ///
    /// # Errors
    /// [`MoneyError::NotAnAmount`], [`MoneyError::Overflow`].
    pub fn checked_sum<A: Borrow<Yuan>>(amounts: impl IntoIterator<Item = A>) -> Result<Yuan, MoneyError> {
        let mut sum = Exact::ZERO;
        for amount in amounts {
            sum = sum.add(amount.borrow().exact()?).ok_or(MoneyError::Overflow)?;
        }
        Ok(Self::from_exact(sum))
    }

    fn decimal(&self) -> Option<Decimal<'_>> {
        Decimal::read(&self.0).map(Decimal::trimmed)
    }

    fn exact(&self) -> Result<Exact, MoneyError> {
        let decimal = self.decimal().ok_or_else(|| MoneyError::NotAnAmount(self.0.clone()))?;
        Exact::read(decimal).ok_or(MoneyError::Overflow)
    }

    fn from_exact(amount: Exact) -> Self {
        Self(amount.to_string())
    }
}

impl PartialEq for Yuan {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Yuan {}

impl PartialOrd for Yuan {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Yuan {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.decimal(), other.decimal()) {
            (Some(one), Some(other)) => one.cmp(&other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => self.0.cmp(&other.0),
        }
    }
}

impl Hash for Yuan {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.decimal() {
            Some(amount) => amount.hash(state),
            None => self.0.hash(state),
        }
    }
}

impl Display for Fen {
    /// The whole number and its unit: `1999 fen`.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.pad(&format!("{} fen", self.0))
    }
}

impl Display for Yuan {
    /// The amount as it came and its unit: `19.99 yuan`.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.pad(&format!("{} yuan", self.0))
    }
}

impl FromStr for Fen {
    type Err = MoneyError;

    /// Reads a whole number, also with the unit that [`Display`] prints. `19.99` is refused.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let digits = text.strip_suffix(" fen").unwrap_or(text);
        whole(digits).map(Fen).ok_or_else(|| MoneyError::NotFen(text.to_owned()))
    }
}

impl FromStr for Yuan {
    type Err = MoneyError;

    /// Reads a plain decimal, also with the unit that [`Display`] prints. Unlike `From`, this refuses what is not an amount.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let amount = text.strip_suffix(" yuan").unwrap_or(text);
        match Decimal::read(amount) {
            Some(_) => Ok(Self(amount.to_owned())),
            None => Err(MoneyError::NotAnAmount(text.to_owned())),
        }
    }
}

impl From<&str> for Yuan {
    /// Takes the text as it is. What is sent is checked by the call.
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Yuan {
    /// Takes the text as it is. What is sent is checked by the call.
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Fen> for Yuan {
    fn from(fen: Fen) -> Self {
        fen.to_yuan()
    }
}

impl TryFrom<&Yuan> for Fen {
    type Error = MoneyError;

    fn try_from(yuan: &Yuan) -> Result<Self, MoneyError> {
        yuan.to_fen()
    }
}

impl TryFrom<Yuan> for Fen {
    type Error = MoneyError;

    fn try_from(yuan: Yuan) -> Result<Self, MoneyError> {
        yuan.to_fen()
    }
}

impl<'de> Deserialize<'de> for Fen {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Whole).map(Self)
    }
}

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Amount).map(Self)
    }
}

/// Number of digits that a double holds of any decimal.
const DIGITS_OF_A_DOUBLE: usize = 15;

/// Reads text or a number as the text of an amount.
struct Amount;

impl Visitor<'_> for Amount {
    type Value = String;

    fn expecting(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("text or a number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    /// Of doubles, only those with few digits are sure to be the number that was written.
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<String, E> {
        let text = number.to_string();
        if number.is_finite() && text.bytes().filter(u8::is_ascii_digit).count() <= DIGITS_OF_A_DOUBLE {
            return Ok(text);
        }
        Err(E::custom("expected an amount, or the text of one: a double does not hold this number"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::collections::hash_map::DefaultHasher;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yuan_become_fen_exactly() {
        for (yuan, fen) in [("12.34", 1234), ("0.1", 10), ("7", 700), ("-0.05", -5), ("19.9900", 1999)] {
            assert_eq!(yuan_to_fen(yuan), Ok(Fen(fen)), "{yuan}");
        }
        assert_eq!(yuan_to_fen("92233720368547758.07"), Ok(Fen(i64::MAX)));
        assert_eq!(yuan_to_fen("-92233720368547758.08"), Ok(Fen(i64::MIN)));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "-", ".5", "5.", "1e3", "1,000.00", " 1", "１２", "+1", "1.2.3", "--1"] {
            assert!(matches!(yuan_to_fen(text), Err(MoneyError::NotAnAmount(_))), "{text:?}");
            assert!(matches!(text.parse::<Yuan>(), Err(MoneyError::NotAnAmount(_))), "{text:?}");
            assert!(Yuan::from(text).checked_add(&Yuan::from("1")).is_err(), "{text:?}");
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

    #[test]
    fn amounts_are_equal_and_ordered_by_value() {
        for (one, other) in [("7", "7.00"), ("007.5", "7.50"), ("-0.00", "0"), ("-1.10", "-1.1")] {
            assert_eq!(Yuan::from(one), Yuan::from(other));
            assert_eq!(hash(&Yuan::from(one)), hash(&Yuan::from(other)));
        }
        let ascending = ["-10", "-9.99", "-0.01", "0", "0.009", "0.01", "9.99", "10", "100", "", "abc"];
        for pair in ascending.windows(2).map(|pair| [pair.first(), pair.last()]) {
            let [one, other] = pair.map(|text| Yuan::from(*text.unwrap()));
            assert!(one < other, "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_is_printed_names_its_unit_and_is_read_again() {
        assert_eq!(Fen(1999).to_string(), "1999 fen");
        assert_eq!(Yuan::from("19.99").to_string(), "19.99 yuan");
        assert_eq!(format!("{:>12}|{:<10}|", Fen(-5), Fen(5)), "      -5 fen|5 fen     |");
        assert!(matches!("19.99".parse::<Fen>(), Err(MoneyError::NotFen(_))));
        assert!(matches!("19.99 yuan".parse::<Fen>(), Err(MoneyError::NotFen(_))));
        assert!(matches!("1999 fen".parse::<Yuan>(), Err(MoneyError::NotAnAmount(_))));
    }

    #[test]
    fn a_number_that_a_double_rounds_is_not_read() {
        assert_eq!(serde_json::from_str::<Yuan>("12.5").unwrap(), Yuan::from("12.50"));
        assert!(serde_json::from_str::<Yuan>("12345678901234567.89").is_err());
        assert!(serde_json::from_str::<Yuan>("1e300").is_err());
    }

    #[test]
    fn what_does_not_fit_is_an_error_and_never_wraps() {
        assert_eq!(Fen(i64::MAX).checked_add(Fen(1)), None);
        assert_eq!(Fen(i64::MIN).checked_sub(Fen(1)), None);
        assert_eq!(Fen(i64::MAX).checked_mul(2), None);
        assert_eq!(Fen::checked_sum([Fen(i64::MAX), Fen(1)]), None);
        // Whatever a part of the sum would be.
        assert_eq!(Fen::checked_sum([Fen(i64::MAX), Fen(1), Fen(-2)]), Some(Fen(i64::MAX - 1)));
        let largest = Yuan::from("9".repeat(38));
        assert_eq!(largest.checked_add(&largest), Err(MoneyError::Overflow));
        assert_eq!(largest.checked_mul(i64::MAX), Err(MoneyError::Overflow));
        assert_eq!(Yuan::from("9".repeat(100_000)).checked_mul(1), Err(MoneyError::Overflow));
        assert_eq!(
            Yuan::from(format!("0.{}1", "0".repeat(100_000))).checked_mul(1),
            Err(MoneyError::Overflow)
        );
    }

    fn hash(yuan: &Yuan) -> u64 {
        let mut hasher = DefaultHasher::new();
        yuan.hash(&mut hasher);
        hasher.finish()
    }

    /// An amount in ten-thousandths of a yuan, and a text of it with zeros that do not count.
    fn amounts() -> impl Strategy<Value = (i64, Yuan)> {
        (-1_000_000_000_i64..1_000_000_000, 0..3_usize, 0..3_usize).prop_map(|(value, before, after)| {
            let sign = if value < 0 { "-" } else { "" };
            let (whole, decimals) = (value.unsigned_abs() / 10_000, value.unsigned_abs() % 10_000);
            let (before, after) = ("0".repeat(before), "0".repeat(after));
            (value, Yuan::from(format!("{sign}{before}{whole}.{decimals:04}{after}")))
        })
    }

    proptest! {
        #[test]
        fn fen_and_yuan_are_converted_back_and_forth(fen: i64) {
            let yuan = Fen(fen).to_yuan();
            prop_assert_eq!(yuan.to_fen(), Ok(Fen(fen)));
            prop_assert_eq!(yuan.to_string().parse::<Yuan>(), Ok(yuan));
            prop_assert_eq!(Fen(fen).to_string().parse::<Fen>(), Ok(Fen(fen)));
        }

        #[test]
        fn yuan_are_compared_as_their_values_are((one, yuan) in amounts(), (other, other_yuan) in amounts()) {
            prop_assert_eq!(yuan.cmp(&other_yuan), one.cmp(&other));
            prop_assert_eq!(yuan == other_yuan, one == other);
            let again = yuan.checked_mul(1).unwrap();
            prop_assert_eq!(hash(&again), hash(&yuan));
            prop_assert_eq!(again, yuan);
        }

        #[test]
        fn yuan_are_calculated_exactly((one, yuan) in amounts(), (other, other_yuan) in amounts(), quantity in -1000..1000_i64) {
            let shift = |yuan: Yuan| yuan.checked_mul(10_000).unwrap().to_fen().unwrap();
            let expected = |value: i64| Fen(value * 100);
            prop_assert_eq!(shift(yuan.checked_add(&other_yuan).unwrap()), expected(one + other));
            prop_assert_eq!(shift(yuan.checked_sub(&other_yuan).unwrap()), expected(one - other));
            prop_assert_eq!(shift(yuan.checked_mul(quantity).unwrap()), expected(one * quantity));
            prop_assert_eq!(shift(Yuan::checked_sum([&yuan, &other_yuan, &yuan]).unwrap()), expected(2 * one + other));
        }

        #[test]
        fn sums_of_fen_do_not_depend_on_the_order(mut amounts: Vec<i64>) {
            let sum = |amounts: &[i64]| Fen::checked_sum(amounts.iter().copied().map(Fen));
            let before = sum(&amounts);
            amounts.sort_unstable();
            prop_assert_eq!(sum(&amounts), before);
        }

        #[test]
        fn any_two_texts_can_be_compared(one: String, other: String) {
            let (one, other) = (Yuan::from(one), Yuan::from(other));
            prop_assert_eq!(one.cmp(&other), other.cmp(&one).reverse());
        }

        #[test]
        fn decimals_of_json_are_read_by_value((_, yuan) in amounts()) {
            let number = serde_json::from_str::<serde_json::Value>(&yuan.checked_mul(1).unwrap().0).unwrap();
            prop_assert_eq!(serde_json::from_value::<Yuan>(number).unwrap(), yuan);
        }

        #[test]
        fn the_wire_has_the_text_as_it_came(text: String) {
            let yuan = Yuan::from(text.as_str());
            prop_assert_eq!(yuan.as_str(), text.as_str());
            prop_assert_eq!(serde_json::to_value(&yuan).unwrap(), serde_json::Value::from(text));
        }
    }
}
