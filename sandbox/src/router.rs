//! Finds the endpoint of an HTTP request, and reads its params from path, query and body.

use pandapon::api;
use pandapon::call::response::Response;
use pandapon::endpoint::{Descriptor, Generation, Method};
use pandapon::schema::{validate, Allow, Issue, Json, Kind, Record};
use percent_encoding::percent_decode_str;

use crate::error::{Refusal, BODY};
use crate::handlers::{self, Handler};
use crate::http::{plain, HttpRequest};

/// Prefix of the sandbox's own paths; the endpoint's name follows.
const OWN_PATHS: &str = "/sandbox/";

/// The endpoint of a request, and the values of its path and query.
pub struct Route<'a> {
    pub endpoint: &'static Descriptor,
    /// The handler, if the endpoint is emulated.
    pub handler: Option<&'static Handler>,
    placeholders: Vec<(&'static str, &'a str)>,
    query: &'a str,
}

/// Finds the endpoint of a request: by the vendor's route, or by the sandbox's own where that is not public.
///
/// # Errors
/// The response of an HTTP server: 404 for an unknown path, 405 for another method.
pub fn find<'a>(request: &HttpRequest<'a>) -> Result<Route<'a>, Response> {
    let (path, query) = split(request.url);
    let mut allowed = None;
    for endpoint in api::catalogue() {
        let handler = handlers::find(endpoint.name);
        let placeholders = match endpoint.path {
            Some(pattern) => match_path(pattern, path),
            None => handler.filter(|_| is_own_path(endpoint, path)).map(|_| Vec::new()),
        };
        let Some(placeholders) = placeholders else {
            continue;
        };
        if endpoint.method.as_str() == request.method {
            return Ok(Route { endpoint, handler, placeholders, query });
        }
        allowed = Some(endpoint.method);
    }
    Err(match allowed {
        None => plain(404, "404 Not Found"),
        Some(method) => {
            let mut response = plain(405, "405 Method Not Allowed");
            response.headers.extend([("allow".to_owned(), method.as_str().to_owned())]);
            response
        }
    })
}

/// Splits an address, with or without a host, into path and query.
pub fn split(url: &str) -> (&str, &str) {
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find(['/', '?']).and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => url,
    };
    path.split_once('?').unwrap_or((path, ""))
}

/// Returns the sandbox's own routes: of each emulated endpoint whose path is not public.
pub fn own_routes() -> impl Iterator<Item = (&'static str, String)> {
    let unrouted = api::catalogue().filter(|endpoint| endpoint.path.is_none());
    let emulated = unrouted.filter(|endpoint| handlers::find(endpoint.name).is_some());
    emulated.map(|endpoint| {
        let path = endpoint.name.replace('.', "/");
        (endpoint.name, format!("{} {OWN_PATHS}{path}", endpoint.method.as_str()))
    })
}

fn is_own_path(endpoint: &Descriptor, path: &str) -> bool {
    path.strip_prefix(OWN_PATHS).is_some_and(|path| path.split('/').eq(endpoint.name.split('.')))
}

/// Returns the values of a pattern's placeholders if the path matches it.
fn match_path<'a>(pattern: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut placeholders = Vec::new();
    let mut segments = path.split('/');
    for expected in pattern.split('/') {
        let segment = segments.next()?;
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => placeholders.push((name, segment)),
            _ if expected == segment => {}
            _ => return None,
        }
    }
    segments.next().is_none().then_some(placeholders)
}

impl Route<'_> {
    /// Returns the values of timestamp and signature in the query, by the names of their headers, if the endpoint lists
    /// them there, too.
    pub fn repeated(&self) -> Vec<(&'static str, String)> {
        let headers = [("timestamp", "timestamp"), ("signature", "sign")];
        let listed = headers.into_iter().filter(|_| self.endpoint.signs_query);
        let params = listed.filter_map(|(header, name)| Some((header, self.query_value(name)?)));
        params.collect()
    }

    fn query_value(&self, name: &str) -> Option<String> {
        pairs(self.query).find(|(other, _)| decode(other) == name).map(|(_, value)| decode(value))
    }

    /// Validates params against the endpoint's declaration. For an endpoint of KA whose page shows no params, the
    /// declaration of the endpoint that emulates it applies, but nothing is required.
    pub fn validate(&self, params: &Json) -> Result<Json, Vec<Issue>> {
        let own = self.endpoint.request;
        let is_undocumented = self.endpoint.generation() == Generation::Ka && own.fields.is_empty();
        let fallback = self.handler.filter(|_| is_undocumented).and_then(Handler::request);
        if let Some(fallback) = fallback {
            match validate(fallback, params.clone(), Allow::ALL) {
                Ok(params) => return Ok(params),
                Err(mut issues) => {
                    issues.retain(|issue| issue.code != "missing");
                    if !issues.is_empty() {
                        return Err(issues);
                    }
                }
            }
        }
        validate(own, params.clone(), Allow::ALL)
    }

    /// Reads the params from path, query and body.
    pub fn params(&self, body: Option<&str>) -> Result<Json, Refusal> {
        let record = self.endpoint.request;
        let mut params: Vec<(String, Json)> = Vec::new();
        for (name, value) in &self.placeholders {
            add(&mut params, record, name, value);
        }
        if self.endpoint.method == Method::Get {
            for (name, value) in pairs(self.query) {
                add(&mut params, record, &decode(name), value);
            }
            return Ok(Json::Object(params));
        }
        let body = body.unwrap_or_default();
        if body.is_empty() && self.endpoint.omit_empty_body {
            return Ok(Json::Object(params));
        }
        match Json::parse(body) {
            Ok(Json::Object(body)) => params.extend(body),
            Ok(_) => return Err(Refusal::new(BODY, "the body must be a JSON object")),
            Err(error) => return Err(Refusal::new(BODY, format!("the body is {error}"))),
        }
        Ok(Json::Object(params))
    }
}

/// Returns names and values of a query, without decoding them.
fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Adds a param from path or query, converted to its declared kind. Values of a repeated name become a list.
fn add(params: &mut Vec<(String, Json)>, record: &Record, name: &str, value: &str) {
    let kind = record.fields.iter().find(|field| field.name == name).map(|field| &field.kind);
    let value = decode(value);
    if let Some(Kind::List(item)) = kind {
        let value = typed(Some(item), value);
        match params.iter_mut().find(|(other, _)| other == name) {
            Some((_, Json::List(items))) => items.push(value),
            _ => params.push((name.to_owned(), Json::List(vec![value]))),
        }
    } else {
        params.push((name.to_owned(), typed(kind, value)));
    }
}

fn typed(kind: Option<&Kind>, text: String) -> Json {
    match kind {
        Some(Kind::Integer | Kind::Fen | Kind::Number) => match Json::parse(&text) {
            Ok(number @ Json::Number(_)) => number,
            _ => Json::Text(text),
        },
        Some(Kind::Boolean) => match text.as_str() {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ => Json::Text(text),
        },
        _ => Json::Text(text),
    }
}

fn decode(text: &str) -> String {
    let spaces = text.replace('+', " ");
    percent_decode_str(&spaces).decode_utf8_lossy().into_owned()
}
