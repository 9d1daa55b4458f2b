//! The scalars of the wire: 64-bit ids, money, and times.
//!
//! Ids are text here, digit for digit, whatever they are on the wire. Money is in fen, whole numbers, or in yuan, decimal
//! text, as the vendor counts it in each place; between the two it is converted exactly or not at all:
//!
//! ```
//! use pandapon::scalar::{fen_to_yuan, yuan_to_fen, Fen, Id, MoneyError, Yuan};
//!
//! let order = Id::from(3305075341149134261);
//! assert_eq!(order, Id::from("3305075341149134261"));
//!
//! let price = Yuan::from("19.99");
//! assert_eq!(price.to_fen()?, Fen(1999));
//! assert_eq!(Yuan::from(Fen(1999)), price);
//! assert_eq!(fen_to_yuan(Fen(-5)), "-0.05");
//! assert_eq!(yuan_to_fen("0.001"), Err(MoneyError::BelowOneFen("0.001".to_owned())));
//! # Ok::<(), MoneyError>(())
//! ```

mod decimal;
mod id;
mod money;
pub(crate) mod time;
mod whole;

pub use id::{Id, IdError, TextId};
pub use money::{fen_to_yuan, yuan_to_fen, Fen, MoneyError, Yuan};
pub use time::{ChinaTime, TimeError};
pub(crate) use whole::whole;
