//! What can be asked about products.

mod search;
mod show;

pub use search::search;
pub use show::product;
