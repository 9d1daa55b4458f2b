//! Mapped ids: what generation 2 calls products, in the style of the vendor's samples.

use crate::random::Random;

/// The digits of base64 for addresses.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// As many as 16 bytes take: 21 of six bits, and one that has two bits left.
const WHOLE_DIGITS: usize = 21;

/// The mapped id of a product: 16 bytes that follow from its number, such as `L0PTnwSnx_dWNZWCtgK7Gg`.
pub fn map_id(offer_id: i64) -> String {
    let mut random = Random::new(offer_id.unsigned_abs());
    let mut bits = (u128::from(random.next()) << 64) | u128::from(random.next());
    let mut digits = String::with_capacity(WHOLE_DIGITS + 1);
    for _ in 0..WHOLE_DIGITS {
        digits.push(digit(bits >> 122));
        bits <<= 6;
    }
    digits.push(digit(bits >> 122));
    digits
}

/// The digit for a number below 64.
fn digit(number: u128) -> char {
    usize::try_from(number).ok().and_then(|index| DIGITS.get(index)).copied().map_or('A', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mapped_ids_look_like_the_vendors() {
        let id = map_id(610_947_572_360);
        assert_eq!(id.len(), "L0PTnwSnx_dWNZWCtgK7Gg".len());
        assert!(id.bytes().all(|digit| DIGITS.contains(&digit)));
        // The last digit holds two bits of the 16 bytes; the others are zero.
        assert!(id.ends_with(['A', 'Q', 'g', 'w']));
        assert_ne!(id, map_id(610_947_572_361));
    }
}
