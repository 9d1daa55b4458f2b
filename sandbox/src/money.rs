//! Arithmetic with amounts in fen, and their forms on the wire.

use pandapon::scalar::{fen_to_yuan, Fen};
use pandapon::schema::Json;

/// Adds up amounts. A sum beyond 64 bits stays at their maximum.
pub fn sum(amounts: impl IntoIterator<Item = Fen>) -> Fen {
    Fen(amounts.into_iter().fold(0, |total: i64, amount| total.saturating_add(amount.0)))
}

/// Distributes an amount in proportion to weights. The shares add up exactly to the amount. If the amount does not exceed
/// the sum of the weights, no share exceeds its weight.
pub fn share(amount: Fen, weights: &[Fen]) -> Vec<Fen> {
    let total = i128::from(sum(weights.iter().copied()).0).max(1);
    let mut weight_so_far = 0;
    let mut shared_so_far = 0;
    let mut shares: Vec<_> = weights
        .iter()
        .map(|part| {
            weight_so_far += i128::from(part.0);
            let target = (i128::from(amount.0) * weight_so_far / total) as i64;
            let share = target - shared_so_far;
            shared_so_far = target;
            Fen(share)
        })
        .collect();
    if let Some(last) = shares.last_mut() {
        last.0 += amount.0 - shared_so_far;
    }
    shares
}

/// Writes an amount in fen, as a JSON integer.
pub fn fen(amount: Fen) -> Json {
    Json::from(amount.0)
}

/// Writes an amount in yuan, as a JSON number: in orders, and in the lines of previews.
pub fn yuan(amount: Fen) -> Json {
    Json::Number(fen_to_yuan(amount))
}

/// Writes an amount in yuan, as text: in products.
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
