//! What can be asked of Xport KA and is not asked of generation 1 in the same way. All else that is emulated of KA is
//! answered as generation 1 does, from the same state: no page shows how KA itself answers.
//!
//! Where a request's members stand on no page they are the emulator's own: those of generation 1, or of another
//! endpoint of KA.

mod order;
mod product;
mod purchase;
mod warehouse;

pub use order::{create, pay, preview};
pub use product::{estimate_freight, get_many};
pub use purchase::list as list_purchases;
pub use warehouse::{forecast, inbound, update};
