//! Money in fen: added up, shared out, and written for the wire.

use pandapon::scalar::{fen_to_yuan, Fen};
use pandapon::schema::Json;

/// Adds amounts up. What 64 bits cannot hold stays at their maximum.
pub fn sum(amounts: impl IntoIterator<Item = Fen>) -> Fen {
    Fen(amounts.into_iter().fold(0, |total: i64, amount| total.saturating_add(amount.0)))
}

/// Shares an amount out by weight. The shares add up to the amount exactly, and none exceeds its weight as
/// long as the amount does not exceed the weights' sum.
pub fn share(amount: Fen, weights: &[Fen]) -> Vec<Fen> {
    let total = i128::from(sum(weights.iter().copied()).0).max(1);
    let mut weight = 0;
    let mut shared_out = 0;
    let mut shares: Vec<_> = weights
        .iter()
        .map(|part| {
            weight += i128::from(part.0);
            let until_here = (i128::from(amount.0) * weight / total) as i64;
            let share = until_here - shared_out;
            shared_out = until_here;
            Fen(share)
        })
        .collect();
    if let Some(last) = shares.last_mut() {
        last.0 += amount.0 - shared_out;
    }
    shares
}

/// In fen, a JSON integer.
pub fn fen(amount: Fen) -> Json {
    Json::from(amount.0)
}

/// In yuan, a JSON number: orders, and the lines of previews.
pub fn yuan(amount: Fen) -> Json {
    Json::Number(fen_to_yuan(amount))
}

/// In yuan, text: products.
pub fn yuan_text(amount: Fen) -> Json {
    Json::Text(fen_to_yuan(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_stay_within_their_weight() {
        for weights in [vec![1, 1, 1], vec![999, 1], vec![7, 0, 5, 88], vec![0, 0], vec![10]] {
            let weights: Vec<_> = weights.into_iter().map(Fen).collect();
            for amount in 0..=sum(weights.iter().copied()).0 {
                let shares = share(Fen(amount), &weights);
                assert_eq!(sum(shares.iter().copied()), Fen(amount));
                assert!(shares.iter().zip(&weights).all(|(share, weight)| share <= weight));
            }
        }
    }
}
