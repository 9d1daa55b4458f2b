//! The scalars of the wire: 64-bit ids and money.

mod id;
mod money;

pub use id::{Id, TextId};
pub use money::{fen_to_yuan, yuan_to_fen, Fen, MoneyError, Yuan};
