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
/// The emulator's own code for a record that does not exist, where the upstream's code is not documented.
pub const NOT_FOUND: &str = "990011";
/// The emulator's own code for goods that cannot be shipped abroad as requested.
pub const NOT_SHIPPABLE: &str = "990012";
// The emulator's own codes for refusals of Taobao, whose codes are not documented.
/// A field that is not valid.
pub const INVALID_FIELD: &str = "990013";
/// A state that does not allow the request.
pub const STATE: &str = "990014";
/// Goods that cannot be ordered.
pub const UNAVAILABLE: &str = "990015";
/// An amount that is too high or too low.
pub const AMOUNT: &str = "990016";
/// Too many lines or orders in one request.
pub const TOO_MANY: &str = "990017";
pub const SUCCESS: Code = Code(200);

/// The `code` of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code(pub i64);

/// A refusal of the platform, before a request reaches a handler.
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

/// An error of the upstream.
#[derive(Debug)]
pub struct ApiError {
    /// The upstream's code, a number or a word.
    pub code: &'static str,
    pub message: String,
    /// The goods that caused it: the product, as identified in the request, and the SKU.
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
    ErrorInfo,
    /// In `success`, `errorCode` and `errorMsg` of the data.
    Preview,
    /// In `success` and `failedOfferList` of the data, if goods caused it; in the envelope otherwise.
    FailedOffers,
}

impl ApiError {
    /// Translates an error of the model into the upstream's codes: the first for what does not exist, the second for
    /// what belongs to another user.
    pub fn from_model([missing, foreign]: [&'static str; 2]) -> impl Fn(ModelError) -> Self {
        move |error| {
            let code = match error {
                ModelError::NotFound(_) => missing,
                ModelError::BelongsToAnotherUser(_) => foreign,
            };
            Self::new(code, error.to_string())
        }
    }
}

/// For upstreams without documented codes.
impl From<ModelError> for ApiError {
    fn from(error: ModelError) -> Self {
        Self::from_model([NOT_FOUND; 2])(error)
    }
}
