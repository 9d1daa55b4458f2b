//! 1688 in generation 2.
//!
//! The difference to [generation 1](crate::api::alibaba): a product is not called by 1688's own number (`offerId`, such
//! as `610947572360`) but by a mapped, encrypted id (`offerMapId`, such as `L0PTnwSnx_dWNZWCtgK7Gg`), and so are the
//! goods of an order that is made. Sellers (`sellerOpenId`), SKUs (`specId`), orders and refunds are called as in
//! generation 1; an order that is read still shows 1688's own number of its goods (`productID`).
//!
//! Not every page of generation 2 could be read. Where it is not known which of the two ids an endpoint wants, it
//! takes either.

pub mod cart;
pub mod order;
pub mod product;
pub mod refund;
