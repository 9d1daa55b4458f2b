//! Incoming HTTP requests, and HTTP responses with the vendor's envelope.

use pandapon::call::headers::Headers;
use pandapon::call::response::Response;
use pandapon::schema::Json;

use crate::error::{ApiError, Code, ErrorStyle, Refusal, SUCCESS, UPSTREAM};

/// Maximum size of a request's body. The sandbox's own limit: the largest bodies are pictures of a few megabytes.
pub const MAX_BODY_BYTES: usize = 33_554_432;
/// Maximum length of a request's address. The sandbox's own limit.
pub const MAX_URL_BYTES: usize = 65_536;
/// Maximum size of all headers of a request. The sandbox's own limit.
pub const MAX_HEADER_BYTES: usize = 65_536;

/// An incoming HTTP request.
#[derive(Debug, Clone, Copy)]
pub struct HttpRequest<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The whole address, or path and query.
    pub url: &'a str,
    /// The headers. Their names are case-insensitive.
    pub headers: &'a [(String, String)],
    /// The body, JSON text.
    pub body: Option<&'a str>,
}

impl HttpRequest<'_> {
    /// Checks that the request does not exceed the limits.
    ///
    /// # Errors
    /// The response of an HTTP server: 413, 414 or 431.
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

/// The envelope of a response.
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

    /// Reports an error of the upstream. How the vendor does it is not documented: all of this is the emulator's choice.
    /// If the data has fields for errors, they carry it, in an envelope with code 200. Otherwise the envelope carries the
    /// upstream's code if it is a number, and [`UPSTREAM`] if it is not.
    pub fn error(self, style: ErrorStyle, error: ApiError) -> Response {
        let ApiError { code, message, goods } = error;
        match (style, goods) {
            (ErrorStyle::ErrorInfo, _) => self.success(failed("errorInfo", code, message)),
            (ErrorStyle::Preview, _) => {
                let Json::Object(mut fields) = failed("errorMsg", code, message) else {
                    return self.success(Json::Null);
                };
                for list in ["orderPreviewResuslt", "unsupportedCrossBorderPayOfferList"] {
                    fields.push((list.to_owned(), Json::List(Vec::new())));
                }
                self.success(Json::Object(fields))
            }
            (ErrorStyle::FailedOffers, Some((offer, spec))) => {
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
            (ErrorStyle::FailedOffers | ErrorStyle::Envelope, _) => match code.parse() {
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

/// Returns the data of a success where an error would be reported by [`ErrorStyle::ErrorInfo`].
pub fn success_view() -> Json {
    Json::from([("success", true.into()), ("errorCode", "".into()), ("errorInfo", "".into())])
}

fn failed(text: &str, code: &str, message: String) -> Json {
    Json::from([("success", false.into()), ("errorCode", code.into()), (text, message.into())])
}

/// Creates a response without an envelope, as the HTTP server itself sends it.
pub fn plain(status: u16, text: &str) -> Response {
    respond(status, "text/plain;charset=UTF-8", text.to_owned())
}

fn respond(status: u16, content_type: &str, body: String) -> Response {
    Response {
        status,
        headers: Headers::from_iter([("content-type".to_owned(), content_type.to_owned())]),
        body: body.into_bytes(),
    }
}
