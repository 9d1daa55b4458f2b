//! One call, pure: what is sent, what the answer means, whether to send again. Clock and randomness are handed in.

pub mod delivery;
pub(crate) mod gateway;
pub mod headers;
pub mod paging;
pub mod request;
pub mod response;
pub mod retry;
pub mod route;
