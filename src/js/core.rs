//! The core of the package's `Client`.

use std::sync::Arc;

use wasm_bindgen::prelude::*;

use super::call::{Call, Shared};
use super::failure::thrown;
use super::options::{call_options, must_be, settings, Options};
use super::signer::Signer;
use crate::call::request;
use crate::call::route::{self, Route};
use crate::client::Settings;
use crate::endpoint::{Descriptor, Method, Safety};
use crate::error::Error;
use crate::excerpt::Excerpt;
use crate::schema::issues::code;
use crate::schema::issues::Issues;
use crate::schema::{validate_after, Allow, Issue, Json, Parameters, Unit};

/// The core of the package's `Client`.
#[wasm_bindgen]
pub struct Core(Arc<Shared>);

#[wasm_bindgen]
impl Core {
    /// From the options of `Client` as JSON text, where functions stand as `true`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Core, JsValue> {
        let make = || {
            let options = Options::parse(options)?;
            let signer = Signer::from_options(&options)?;
            Ok(Core(Arc::new(Shared { settings: settings(&options)?, signer })))
        };
        make().map_err(|error: Error| thrown(&error))
    }

    /// Maximum size of a request, for JavaScript to stop reading there.
    #[wasm_bindgen(getter, js_name = maxRequestBytes)]
    pub fn max_request_bytes(&self) -> usize {
        self.0.settings.max_request_bytes
    }

    /// Prepares a call, `{ name, params, issues, more, options }` as JSON text: of an endpoint by name, or, without a name, of any
    /// path, where the params are `{ method, path, query, body, safety }`. The issues `{ path, code, says }` are those of the
    /// params that JavaScript found; it counts in `more` those that are not listed, and hands over no params where it stopped
    /// reading.
    pub fn call(&self, call: &str) -> Result<Call, JsValue> {
        self.prepare(call).map_err(|error| thrown(&error))
    }

    fn prepare(&self, call: &str) -> Result<Call, Error> {
        let mut call = Json::parse(call).unwrap_or_default();
        let issues = issues_in(&call);
        let (params, options) = (take(&mut call, "params"), take(&mut call, "options"));
        let endpoint = call.get("name").and_then(Json::as_text).map(route::find).transpose()?;
        let Shared { settings, signer } = &*self.0;
        let options = call_options(&Options::new(options.unwrap_or_default())?, settings)?;
        let allow = options.allow.unwrap_or_default();
        if issues.count() > 0 {
            return Err(invalid(endpoint, params, allow, issues));
        }
        let params = params.unwrap_or_default();
        let call = match endpoint {
            Some(endpoint) => self.call_of(endpoint, params, allow)?,
            None if signer.is_proxy() => {
                return Err(Error::Config("a proxy takes the names of endpoints, and no paths".to_owned()))
            }
            None => raw_call(&Options::new(params)?, &settings.base_url)?,
        }
        .within(settings.max_request_bytes)?;
        // A proxy has decoded and classified the response already.
        let decoded_as = endpoint.filter(|_| !signer.is_proxy());
        Ok(Call::new(call, decoded_as, options, Arc::clone(&self.0)))
    }

    fn call_of(&self, endpoint: &Descriptor, params: Json, allow: Allow) -> Result<request::Call, Error> {
        let Settings { routes, base_url, .. } = &self.0.settings;
        let route = match self.0.signer {
            Signer::Proxy => Route { method: Method::Post, path: format!("/{}", endpoint.name) },
            _ => routes.for_endpoint(endpoint)?,
        };
        request::Call::for_endpoint(endpoint, &route, base_url, params, allow)
    }
}

/// The error of params with issues: those that JavaScript found and those of the endpoint, all at once.
fn invalid(endpoint: Option<&Descriptor>, params: Option<Json>, allow: Allow, issues: Issues) -> Error {
    let name = endpoint.map_or("request", |endpoint| endpoint.name);
    let issues = match (endpoint, params) {
        (Some(endpoint), Some(params)) => {
            validate_after(endpoint.request, params, allow, issues).err().unwrap_or_default()
        }
        _ => issues.into_list(),
    };
    Error::Validation { endpoint: name.to_owned(), issues }
}

fn take(object: &mut Json, name: &str) -> Option<Json> {
    let Json::Object(members) = object else { return None };
    members.iter_mut().find(|(known, _)| known == name).map(|(_, value)| std::mem::take(value))
}

fn issues_in(call: &Json) -> Issues {
    let mut issues = Issues::default();
    for listed in call.get("issues").and_then(Json::as_list).unwrap_or_default() {
        let text = |name| listed.get(name).and_then(Json::as_text).unwrap_or_default();
        // Names of the user's are in the path.
        let path = Excerpt(text("path"), usize::MAX).to_string();
        let limit = figure(listed, "limit");
        let unit = limit.map(|_| if text("code") == code::TOO_DEEP { Unit::Levels } else { Unit::Bytes });
        let parameters = Parameters { limit, unit, ..Parameters::default() };
        issues.add(Issue::new(path, known_code(text("code")), parameters, format_args!("{}", text("says"))));
    }
    issues.add_more(figure(call, "more").and_then(|more| more.try_into().ok()).unwrap_or(0));
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

fn raw_call(request: &Options, base_url: &str) -> Result<request::Call, Error> {
    let method = match request.text("method") {
        Some("GET") => Method::Get,
        Some("POST") => Method::Post,
        _ => return Err(must_be("method", "\"GET\" or \"POST\"")),
    };
    let path = request.text("path").ok_or_else(|| must_be("path", "given"))?;
    let query = match request.get("query") {
        None => &[],
        Some(Json::Object(members)) => members.as_slice(),
        Some(_) => return Err(must_be("query", "a plain object")),
    };
    let body = request.get("body");
    if method == Method::Get && body.is_some() {
        return Err(Error::Config("a GET request has no body: use query".to_owned()));
    }
    request::Call::for_path(method, path, query, body, raw_safety(request)?, base_url)
}

/// A path that the catalogue does not know may do anything: it is sent once, unless the user knows better.
fn raw_safety(request: &Options) -> Result<Safety, Error> {
    match request.text("safety") {
        None | Some("once") => Ok(Safety::Once),
        Some("read") => Ok(Safety::Read),
        Some("idempotent") => Ok(Safety::Idempotent),
        Some(_) => Err(must_be("safety", "\"read\", \"idempotent\" or \"once\"")),
    }
}
