//! Requests to any path: for endpoints that this version does not know.

use serde::de::DeserializeOwned;

use super::observer::Watch;
use super::{misshapen, CallOptions, Client, Reply, Transport};
use crate::call::request::Call;
use crate::credentials::Sign;
use crate::endpoint::{Method, Safety};
use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::schema::Json;

/// Maximum length of the reason why data is not of its type, in characters.
const MAX_REASON: usize = 200;

/// A request to any path, for [`Client::request`].
#[derive(Debug, Clone, PartialEq)]
pub struct RawRequest {
    method: Method,
    path: String,
    query: Vec<(String, Json)>,
    body: Option<Json>,
    safety: Safety,
}

impl RawRequest {
    /// Makes a GET request of a path, which begins with a slash and may include a query.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), query: Vec::new(), body: None, safety: Safety::Once }
    }

    /// Makes a POST request of a path, with `{}` as its body.
    pub fn post(path: impl Into<String>) -> Self {
        let body = Some(Json::Object(Vec::new()));
        Self { method: Method::Post, body, ..Self::get(path) }
    }

    /// Adds a query parameter. `null` is left out, and a list repeats the name.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl Into<Json>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets the body of a POST request.
    #[must_use]
    pub fn body(self, body: impl Into<Json>) -> Self {
        Self { body: Some(body.into()), ..self }
    }

    /// Sets whether the request may be sent again. By default [`Safety::Once`]: never.
    #[must_use]
    pub fn safety(self, safety: Safety) -> Self {
        Self { safety, ..self }
    }
}

impl<T: Transport, S: Sign> Client<T, S> {
    /// Sends a request to any path, and returns the data of its response as a type of your own, or as [`Json`].
    ///
    /// ```
    /// use pandapon::client::{CallOptions, RawRequest};
    /// use pandapon::{Client, Error, Id, Safety, Transport, Yuan};
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "camelCase")]
    /// struct Quote {
    ///     order_id: Id,
    ///     total: Yuan,
    /// }
    ///
    /// async fn quote<T: Transport>(client: &Client<T>) -> Result<Yuan, Error> {
    ///     let request = RawRequest::post("/a/path/on/your/page")
    ///         .body(serde_json::json!({ "orderId": 3305075341149134260_i64 }))
    ///         .safety(Safety::Read);
    ///     let quote = client.request::<Quote>(request, &CallOptions::default()).await?.data;
    ///     Ok(quote.total)
    /// }
    /// ```
    ///
    /// No digit is lost: a number that neither an integer type nor a double holds comes as text, which [`Id`](crate::Id) and
    /// [`Yuan`](crate::Yuan) read, too.
    ///
    /// # Errors
    /// Any [`Error`]: [`Error::Config`] for a path that does not begin with a slash, a fragment, or a GET request with a body, and
    /// [`Error::Decode`] for data that is not of this type.
    pub async fn request<A: DeserializeOwned>(
        &self,
        request: RawRequest,
        options: &CallOptions,
    ) -> Result<Reply<A>, Error> {
        let RawRequest { method, path, query, body, safety } = request;
        if method == Method::Get && body.is_some() {
            return Err(Error::Config("a GET request has no body: use RawRequest::query".to_owned()));
        }
        let base_url = &self.settings.base_url;
        let call = Call::for_path(method, &path, &query, body.as_ref(), safety, base_url)?;
        let call = call.within(self.settings.max_request_bytes)?;
        let typed = |Reply { data, meta, misfits }: Reply<Json>, watch: &Watch<'_, T>| {
            match serde_json::to_value(&data).and_then(serde_json::from_value) {
                Ok(data) => Ok(Reply { data, meta, misfits }),
                Err(error) => {
                    // It may quote a whole value.
                    let reason = watch.machine.without_signature(&error.to_string());
                    Err(misshapen(&call, &meta, &Excerpt(&reason, MAX_REASON).to_string()))
                }
            }
        };
        self.exchange(&call, None, options, typed).await
    }
}
