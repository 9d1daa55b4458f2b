//! What stands behind the package's `Client`.

use std::sync::Arc;

use wasm_bindgen::prelude::*;

use super::delivery::Delivery;
use super::failure::thrown;
use super::options::{call_options, must_be, settings, Options};
use super::signer::Signer;
use crate::call::request::Call;
use crate::call::route::{self, Route};
use crate::client::Settings;
use crate::endpoint::{Descriptor, Method, Safety};
use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::schema::issues::code;
use crate::schema::issues::Issues;
use crate::schema::{validate_after, Issue, Json, Parameters, Unit};

/// A client's settings, and who signs for it.
#[wasm_bindgen]
pub struct Core {
    settings: Arc<Settings>,
    signer: Signer,
}

#[wasm_bindgen]
impl Core {
    /// From the options of `Client` as JSON text, where functions stand as `true`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Core, JsValue> {
        let make = || {
            let options = Options::of(options)?;
            let signer = Signer::of(&options)?;
            Ok(Core { settings: Arc::new(settings(&options)?), signer })
        };
        make().map_err(|error: Error| thrown(&error))
    }

    /// Maximum size of a request, for JavaScript to stop reading there.
    #[wasm_bindgen(getter, js_name = maxRequestBytes)]
    pub fn max_request_bytes(&self) -> usize {
        self.settings.max_request_bytes
    }

    /// A call of an endpoint by name. `issues` are those that JavaScript found while it read the params.
    pub fn call(&self, name: &str, params: &str, issues: &str, options: &str) -> Result<Delivery, JsValue> {
        let make = || {
            let endpoint = route::find(name)?;
            let call = self.prepare(endpoint, params, issues)?;
            // A proxy has decoded and judged the answer already.
            let decoded_as = (!self.signer.is_proxy()).then_some(endpoint);
            self.delivery(call, decoded_as, options)
        };
        make().map_err(|error| thrown(&error))
    }

    /// A call of any path: `{ method, path, query, body, safety }`.
    pub fn request(&self, request: &str, issues: &str, options: &str) -> Result<Delivery, JsValue> {
        let make = || {
            let found = found(issues);
            if found.count() > 0 {
                return Err(Error::Validation { endpoint: "request".to_owned(), issues: found.into_list() });
            }
            if self.signer.is_proxy() {
                return Err(Error::Config("a proxy takes the names of endpoints, and no paths".to_owned()));
            }
            let call = raw_call(&Options::of(request)?, &self.settings.base_url)?;
            self.delivery(call.within(self.settings.max_request_bytes)?, None, options)
        };
        make().map_err(|error| thrown(&error))
    }

    fn delivery(
        &self,
        call: Call,
        endpoint: Option<&'static Descriptor>,
        options: &str,
    ) -> Result<Delivery, Error> {
        let options = call_options(&Options::of(options)?)?;
        Ok(Delivery::new(call, endpoint, options, Arc::clone(&self.settings), self.signer.clone()))
    }

    /// Validates params: what JavaScript could not read and what the endpoint does not take, all at once. `params` is empty
    /// where JavaScript stopped reading: the issues say why.
    fn prepare(&self, endpoint: &Descriptor, params: &str, issues: &str) -> Result<Call, Error> {
        let found = found(issues);
        if found.count() == 0 {
            return self.call_of(endpoint, parsed(params));
        }
        let issues = match params {
            "" => found.into_list(),
            _ => validate_after(endpoint.request, parsed(params), self.settings.unknown, found)
                .err()
                .unwrap_or_default(),
        };
        Err(Error::Validation { endpoint: endpoint.name.to_owned(), issues })
    }

    fn call_of(&self, endpoint: &Descriptor, members: Json) -> Result<Call, Error> {
        let Settings { routes, base_url, unknown, max_request_bytes, .. } = &*self.settings;
        let route = match self.signer {
            Signer::Proxy => Route { method: Method::Post, path: format!("/{}", endpoint.name) },
            _ => routes.of(endpoint)?,
        };
        Call::of_endpoint(endpoint, &route, base_url, members, *unknown)?.within(*max_request_bytes)
    }
}

fn parsed(text: &str) -> Json {
    Json::parse(text).unwrap_or_default()
}

/// The issues that JavaScript found, `{ issues: { path, code, says }[], more }`, where `more` counts those that are not listed.
fn found(text: &str) -> Issues {
    let found = parsed(text);
    let mut issues = Issues::default();
    for listed in found.get("issues").and_then(Json::as_list).unwrap_or_default() {
        let text = |name| listed.get(name).and_then(Json::as_text).unwrap_or_default();
        // Names of the user's are in the path.
        let path = Excerpt(text("path"), usize::MAX).to_string();
        let limit = figure(listed, "limit");
        let unit = limit.map(|_| if text("code") == code::TOO_DEEP { Unit::Levels } else { Unit::Bytes });
        let parameters = Parameters { limit, unit, ..Parameters::default() };
        issues.add(Issue::new(path, known_code(text("code")), parameters, format_args!("{}", text("says"))));
    }
    issues.add_more(figure(&found, "more").and_then(|more| more.try_into().ok()).unwrap_or(0));
    issues
}

/// Out of line, since the wasm is to be small.
#[inline(never)]
fn figure(object: &Json, name: &str) -> Option<i64> {
    object.get(name)?.as_digits()?.parse().ok()
}

/// The codes of issues that are found while JavaScript is read.
fn known_code(name: &str) -> &'static str {
    code::ALL.into_iter().find(|known| *known == name).unwrap_or(code::TYPE)
}

fn raw_call(request: &Options, base_url: &str) -> Result<Call, Error> {
    let method = match request.text("method")? {
        Some("GET") => Method::Get,
        Some("POST") => Method::Post,
        _ => return Err(must_be("method", "\"GET\" or \"POST\"")),
    };
    let path = request.text("path")?.ok_or_else(|| must_be("path", "given"))?;
    let query = match request.get("query") {
        None => &[],
        Some(Json::Object(members)) => members.as_slice(),
        Some(_) => return Err(must_be("query", "a plain object")),
    };
    let body = request.get("body");
    if method == Method::Get && body.is_some() {
        return Err(Error::Config("a GET request has no body: use query".to_owned()));
    }
    Call::of_path(method, path, query, body, raw_safety(request)?, base_url)
}

/// A path that the catalogue does not know may do anything: it is sent once, unless the user knows better.
fn raw_safety(request: &Options) -> Result<Safety, Error> {
    match request.text("safety")? {
        None | Some("once") => Ok(Safety::Once),
        Some("read") => Ok(Safety::Read),
        Some("idempotent") => Ok(Safety::Idempotent),
        Some(_) => Err(must_be("safety", "\"read\", \"idempotent\" or \"once\"")),
    }
}
