//! What can be asked of Taobao.
//!
//! Where a page of the vendor shows an answer, the answers here have its fields. Where none does, they are the
//! emulator's own, under the names of the upstream (spec/semantics.md, section 5). Ids in those are text, for
//! such answers are not converted.

pub mod basket;
pub mod cart;
pub mod order;
pub mod order_view;
pub mod product;
pub mod refund;
pub mod shipment;
