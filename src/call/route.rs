//! Where an endpoint lies: by the catalogue, or by the user's `routes`.

use crate::api::catalogue;
use crate::endpoint::{Descriptor, Method};
use crate::error::Error;
use crate::excerpt::{Excerpt, NAME};
use crate::schema::nearest;

/// The method and path of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The HTTP method.
    pub method: Method,
    /// The path, with placeholders such as `{refundId}`.
    pub path: String,
}

/// Routes that the user supplies: for endpoints whose path is not public, and over derived ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes(Vec<(&'static str, Route)>);

impl Routes {
    /// Reads routes such as `("alibaba.refund.reasons", "POST /…")` and checks them.
    ///
    /// # Errors
    /// [`Error::Route`] on an unknown endpoint, method or placeholder, or a path that does not begin with a slash.
    pub fn new<N: AsRef<str>, R: AsRef<str>>(
        routes: impl IntoIterator<Item = (N, R)>,
    ) -> Result<Self, Error> {
        let mut checked = Vec::new();
        for (name, route) in routes {
            let endpoint = find(name.as_ref())?;
            checked.push((endpoint.name, parse(endpoint, route.as_ref())?));
        }
        Ok(Self(checked))
    }

    /// The route of an endpoint.
    ///
    /// # Errors
    /// [`Error::Route`] if it has none.
    pub fn for_endpoint(&self, endpoint: &Descriptor) -> Result<Route, Error> {
        if let Some((_, route)) = self.0.iter().find(|(name, _)| *name == endpoint.name) {
            return Ok(route.clone());
        }
        match endpoint.path {
            Some(path) => Ok(Route { method: endpoint.method, path: path.to_owned() }),
            None => Err(no_route(endpoint)),
        }
    }
}

fn no_route(endpoint: &Descriptor) -> Error {
    let Descriptor { name, title, page, .. } = endpoint;
    let page = if page.is_empty() { String::new() } else { format!(" ({page})") };
    let add_route = add_route(endpoint);
    Error::Route(format!(
        "{name}: the vendor's path is not public, so nothing was sent. If you know it from \"{title}\"{page}, {add_route}"
    ))
}

/// How to supply the route of an endpoint.
pub(super) fn add_route(Descriptor { name, method, .. }: &Descriptor) -> String {
    let method = method.as_str();
    if cfg!(feature = "js") {
        return format!("set the option routes: {{ \"{name}\": \"{method} /…\" }}");
    }
    format!("set Settings::routes to Routes::new([(\"{name}\", \"{method} /…\")])")
}

/// The endpoint of this name.
///
/// # Errors
/// [`Error::Route`] with the nearest name if there is none.
pub fn find(name: &str) -> Result<&'static Descriptor, Error> {
    catalogue::find(name).ok_or_else(|| {
        let nearest = nearest(name, &mut catalogue::endpoints().iter().map(|endpoint| endpoint.name));
        let nearest = nearest.map_or(String::new(), |(nearest, _)| format!("; the nearest is {nearest}"));
        Error::Route(format!("\"{}\" is not an endpoint{nearest}", Excerpt(name, NAME)))
    })
}

fn parse(endpoint: &Descriptor, route: &str) -> Result<Route, Error> {
    let wrong = |what: &str| Error::Route(format!("routes[\"{}\"]: {what}", endpoint.name));
    let (method, path) = match route.split_once(' ') {
        Some(("GET", path)) => (Method::Get, path),
        Some(("POST", path)) => (Method::Post, path),
        _ => {
            return Err(wrong(
                "write a method and a path, such as \"POST /alibaba/…\"; methods are GET and POST",
            ))
        }
    };
    let plain =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'\\' | b'"' | b'<' | b'>');
    if !path.starts_with('/') || path.starts_with("//") || !path.bytes().all(plain) {
        return Err(wrong("the path must begin with one slash and hold no spaces, query or fragment"));
    }
    if has_dot_segment(path, true) {
        return Err(wrong("the path must not contain the segments \".\" and \"..\""));
    }
    for segment in path.split('/').filter(|segment| segment.contains(['{', '}'])) {
        let name = placeholder(segment).ok_or_else(|| wrong("the braces of a placeholder do not match"))?;
        if endpoint.request.fields.iter().all(|field| field.name != name) {
            return Err(wrong(&format!("{} is not a member of the request", Excerpt(segment, NAME))));
        }
    }
    Ok(Route { method, path: path.to_owned() })
}

/// Whether a path, or what is to be a part of one, holds a segment that URL parsers and servers resolve, `.` or `..`: the request would
/// reach another path, and signatures do not cover the path. Some take `\` for `/`, and ignore what follows a `;`; where the text
/// `is_encoded`, all of these may be percent-encoded.
pub fn has_dot_segment(path: &str, is_encoded: bool) -> bool {
    let mut dots = 0_usize;
    let mut rest = path.as_bytes();
    loop {
        let byte;
        (byte, rest) = match rest {
            [] => return matches!(dots, 1 | 2),
            [b'%', b'2', b'e' | b'E', rest @ ..] if is_encoded => (b'.', rest),
            [b'%', b'2', b'f' | b'F', rest @ ..] if is_encoded => (b'/', rest),
            [b'%', b'5', b'c' | b'C', rest @ ..] if is_encoded => (b'/', rest),
            [b'%', b'3', b'b' | b'B', rest @ ..] if is_encoded => (b';', rest),
            [byte, rest @ ..] => (*byte, rest),
        };
        match byte {
            b'.' => dots += 1,
            b'/' | b'\\' | b';' if matches!(dots, 1 | 2) => return true,
            b'/' | b'\\' => dots = 0,
            // No segment of dots any more.
            _ => dots = 3,
        }
    }
}

/// The name in braces that a segment of a path is, if it is one.
pub fn placeholder(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    (!name.is_empty() && !name.contains(['{', '}'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn segments_of_one_or_two_dots_are_found_wherever_they_are() {
        for path in
            ["/..", "/.", "/%/.", "/%2/..", "/a/../b", "/./a", "/a/..", "/a\\..\\b", "/a/..;x/b", "..", "."]
        {
            assert!(has_dot_segment(path, false) && has_dot_segment(path, true), "{path}");
        }
        for path in ["/%2e%2E/a", "/a/.%2e", "/a%2f..%2Fb", "/a/..%5cb", "/..%3bx", "/%2e"] {
            assert!(has_dot_segment(path, true) && !has_dot_segment(path, false), "{path}");
        }
        for path in ["", "/", "/a", "/...", "/a..b/.c/d.", "/%252e%252e", "/%", "/%2", "/a;..", "/....;/"] {
            assert!(!has_dot_segment(path, true) && !has_dot_segment(path, false), "{path}");
        }
    }

    proptest! {
        /// As URL parsers have it.
        #[cfg(feature = "reqwest")]
        #[test]
        fn whatever_passes_is_no_other_path_for_a_url_parser(path in "(/[.%2eEfF;a5cC]{0,6}){0,4}") {
            let address = format!("https://example.com/x{path}");
            if !has_dot_segment(&path, true) {
                let parsed = ::reqwest::Url::parse(&address).map(String::from);
                prop_assert_eq!(parsed.as_deref(), Ok(address.as_str()));
            }
        }
    }
}
