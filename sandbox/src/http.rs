//! HTTP requests as they come in, and HTTP responses with the vendor's envelope. The codes are explained in [`crate`].

use pandapon::call::headers::Headers;
use pandapon::call::response::Response;
use pandapon::schema::Json;

/// Maximum size of a request's body. The sandbox's own limit: the largest bodies are pictures of a few megabytes.
pub const MAX_BODY_BYTES: usize = 33_554_432;
/// Maximum length of a request's address. The sandbox's own limit.
pub const MAX_URL_BYTES: usize = 65_536;
/// Maximum size of all headers of a request. The sandbox's own limit.
pub const MAX_HEADER_BYTES: usize = 65_536;

/// An HTTP request as it comes in.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The whole address, or path and query.
    pub url: &'a str,
    /// The headers; letter case does not matter.
    pub headers: &'a [(String, String)],
    /// The body, JSON text.
    pub body: Option<&'a str>,
}

impl Incoming<'_> {
    /// Checks that the request is not larger than a request may be.
    ///
    /// # Errors
    /// What an HTTP server answers: 413, 414 or 431.
    pub(super) fn check_size(&self) -> Result<(), Response> {
        let headers: usize = self.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        if self.url.len() > MAX_URL_BYTES || self.method.len() > MAX_URL_BYTES {
            return Err(plain(414, "414 URI Too Long"));
        }
        if headers > MAX_HEADER_BYTES {
            return Err(plain(431, "431 Request Header Fields Too Large"));
        }
        if self.body.is_some_and(|body| body.len() > MAX_BODY_BYTES) {
            return Err(plain(413, "413 Content Too Large"));
        }
        Ok(())
    }
}

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
/// The emulator's own codes for what Taobao refuses, whose codes are not known: text inside a member that cannot be
/// read, a state that does not allow it, goods that cannot be ordered, an amount that is too high or too low, more
/// at once than it takes.
pub const UNREADABLE: &str = "990013";
pub const STATE: &str = "990014";
pub const UNAVAILABLE: &str = "990015";
pub const AMOUNT: &str = "990016";
pub const TOO_MANY: &str = "990017";
const SUCCESS: Code = Code(200);

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
pub struct Failure {
    /// The upstream's code, a number or a word.
    pub code: &'static str,
    pub message: String,
    /// The goods that it is about: the product, as the request calls it, and the SKU.
    pub cargo: Option<(String, Option<String>)>,
}

impl Failure {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), cargo: None }
    }
}

/// Where an endpoint's answer tells of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureStyle {
    /// In the envelope's `code` and `msg`.
    Envelope,
    /// In `success`, `errorCode` and `errorInfo` of the data.
    Done,
    /// In `success`, `errorCode` and `errorMsg` of the data.
    Preview,
    /// In `success` and `failedOfferList` of the data, if it is about goods; in the envelope otherwise.
    FailedOffers,
}

/// The envelope of an answer.
pub struct Envelope {
    pub request_id: String,
    pub develop_id: Json,
}

impl Envelope {
    pub fn success(self, data: Json) -> Response {
        self.wrap(SUCCESS, "成功", data)
    }

    pub fn refusal(self, refusal: &Refusal) -> Response {
        self.wrap(refusal.code, &refusal.message, Json::Null)
    }

    /// How a failure of the upstream is passed on. How the vendor does it is not known: all of this is the
    /// emulator's choice. Where an answer has members for failures they carry it, and the envelope says 200.
    /// Elsewhere the envelope carries the upstream's code if it is a number, and [`UPSTREAM`] if it is a
    /// word.
    pub fn failure(self, style: FailureStyle, failure: Failure) -> Response {
        let Failure { code, message, cargo } = failure;
        match (style, cargo) {
            (FailureStyle::Done, _) => self.success(failed("errorInfo", code, message)),
            (FailureStyle::Preview, _) => {
                let Json::Object(mut members) = failed("errorMsg", code, message) else {
                    return self.success(Json::Null);
                };
                for list in ["orderPreviewResuslt", "unsupportedCrossBorderPayOfferList"] {
                    members.push((list.to_owned(), Json::List(Vec::new())));
                }
                self.success(Json::Object(members))
            }
            (FailureStyle::FailedOffers, Some((offer, spec))) => {
                let failed = Json::from([
                    ("offerId", offer.into()),
                    ("specId", spec.into()),
                    ("errorCode", code.into()),
                    ("errorMessage", message.into()),
                ]);
                self.success(Json::from([
                    ("success", false.into()),
                    ("failedOfferList", vec![failed].into()),
                ]))
            }
            (FailureStyle::FailedOffers | FailureStyle::Envelope, _) => match code.parse() {
                Ok(number) => self.wrap(Code(number), &message, Json::Null),
                Err(_) => self.wrap(UPSTREAM, &format!("{code}: {message}"), Json::Null),
            },
        }
    }

    fn wrap(self, code: Code, msg: &str, data: Json) -> Response {
        let body = Json::from([
            ("requestId", self.request_id.into()),
            ("code", code.0.into()),
            ("developId", self.develop_id),
            ("msg", msg.into()),
            ("data", data),
        ]);
        respond(200, "application/json;charset=UTF-8", body.to_string())
    }
}

/// The data of a success where a failure would be told by [`FailureStyle::Done`].
pub fn done_view() -> Json {
    Json::from([("success", true.into()), ("errorCode", "".into()), ("errorInfo", "".into())])
}

fn failed(text: &str, code: &str, message: String) -> Json {
    Json::from([("success", false.into()), ("errorCode", code.into()), (text, message.into())])
}

/// An answer of the HTTP server itself: no endpoint lies there, or not with this method.
pub fn plain(status: u16, text: &str) -> Response {
    respond(status, "text/plain;charset=UTF-8", text.to_owned())
}

fn respond(status: u16, content_type: &str, body: String) -> Response {
    Response {
        status,
        headers: Headers(vec![("content-type".to_owned(), content_type.to_owned())]),
        body: body.into_bytes(),
    }
}
