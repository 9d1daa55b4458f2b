//! What can be asked about products on Taobao.

mod check;
mod get;
mod name;
mod search;
mod show;

pub use check::check_batch;
pub use get::{get, get_source};
pub use name::asked_for;
pub use search::{by_image, by_keyword, recommend};
pub use show::properties;
