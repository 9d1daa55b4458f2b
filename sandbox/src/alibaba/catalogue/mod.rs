//! What can be asked about products.

mod categories;
mod get;
mod name;
mod search;
mod seller;
mod show;
mod suggest;

pub use categories::categories;
pub use get::get;
pub use name::{named, Called};
pub use search::{by_image, by_keyword, in_store};
pub use seller::decrypt_open_uid;
pub use show::product;
pub use suggest::{recommend, related};
