//! One call, pure: what is sent, what the answer means, whether to send again. Clock and randomness are handed in.

pub(crate) mod advice;
pub(crate) mod gateway;
pub mod headers;
pub mod machine;
pub mod paging;
pub mod request;
pub mod response;
pub mod retry;
pub mod route;
