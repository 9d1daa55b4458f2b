//! Errors of the HTTP API: refusals of the platform and failures of the upstream. The codes are explained in [`crate`].

use crate::model::error::ModelError;

pub const HEADER_MISSING: Code = Code(990_001);
pub const ACCESS_KEY: Code = Code(990_002);
pub const TIMESTAMP: Code = Code(990_003);
pub const NONCE: Code = Code(990_004);
pub const SIGNATURE: Code = Code(990_005);
pub const USER_ID: Code = Code(990_006);
pub const BODY: Code = Code(990_007);
pub const REQUEST: Code = Code(990_008);
pub const UPSTREAM: Code = Code(990_009);
pub const NOT_EMULATED: Code = Code(990_010);
/// The emulator's own code for an upstream that does not know what a request names, where none of its codes is
/// known.
pub const NOT_THERE: &str = "990011";
/// The emulator's own codes for what Taobao refuses, whose codes are not known: text inside a field that cannot be
/// read, a state that does not allow it, goods that cannot be ordered, an amount that is too high or too low, more
/// at once than it takes.
pub const UNREADABLE: &str = "990013";
pub const STATE: &str = "990014";
pub const UNAVAILABLE: &str = "990015";
pub const AMOUNT: &str = "990016";
pub const TOO_MANY: &str = "990017";
pub const SUCCESS: Code = Code(200);

/// The `code` of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code(pub i64);

/// Why a request was refused before it reached an endpoint.
#[derive(Debug)]
pub struct Refusal {
    pub code: Code,
    pub message: String,
}

impl Refusal {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Why the upstream refused.
#[derive(Debug)]
pub struct ApiError {
    /// The upstream's code, a number or a word.
    pub code: &'static str,
    pub message: String,
    /// The goods that it is about: the product, as the request calls it, and the SKU.
    pub goods: Option<(String, Option<String>)>,
}

impl ApiError {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), goods: None }
    }
}

/// Where an endpoint's response reports an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorStyle {
    /// In the envelope's `code` and `msg`.
    Envelope,
    /// In `success`, `errorCode` and `errorInfo` of the data.
    Done,
    /// In `success`, `errorCode` and `errorMsg` of the data.
    Preview,
    /// In `success` and `failedOfferList` of the data, if it is about goods; in the envelope otherwise.
    FailedOffers,
}

impl ApiError {
    /// Translates an error of the model into the upstream's codes: the first for what does not exist, the second for
    /// what belongs to another user.
    pub fn from_model([missing, foreign]: [&'static str; 2]) -> impl Fn(ModelError) -> Self {
        move |error| {
            let code = match error {
                ModelError::NotFound(_) => missing,
                ModelError::OfAnotherUser(_) => foreign,
            };
            Self::new(code, error.to_string())
        }
    }
}

/// Where the upstream has no codes of its own.
impl From<ModelError> for ApiError {
    fn from(error: ModelError) -> Self {
        Self::from_model([NOT_THERE; 2])(error)
    }
}
