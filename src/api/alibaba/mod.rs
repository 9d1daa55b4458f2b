//! 1688: wholesale.

pub mod cart;
pub mod order;
pub mod product;
pub mod refund;

use pandapon_derive::answer;

/// Whether it worked, in the vendor's own words. Read the order or refund again rather than deciding by this alone.
#[answer]
pub struct Done {
    /// Whether it worked.
    pub success: Option<bool>,
    /// Error code.
    pub error_code: Option<String>,
    /// Error text.
    pub error_info: Option<String>,
}
