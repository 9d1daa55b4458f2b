//! Handlers for endpoints of Taobao.
//!
//! Where a page of the vendor shows the data of a response, the data here has its fields. Elsewhere the fields are the
//! emulator's own, with the names of the upstream (spec/semantics.md, section 5). Ids in those are text, because such data
//! is not converted.

pub mod basket;
pub mod cart;
pub mod order;
pub mod order_view;
pub mod product;
pub mod refund;
pub mod shipment;
