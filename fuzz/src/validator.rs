//! Requests: any value validated against any endpoint's declaration.

use pandapon::api::catalogue;
use pandapon::call::request::Call;
use pandapon::call::route::Route;
use pandapon::endpoint::{Descriptor, Method, Safety};
use pandapon::schema::issues::code;
use pandapon::schema::{validate, Allow, Issue, Json};

use crate::generate::{Generator, Pool};
use crate::source::Source;

/// Accepted params are valid JSON, and are accepted again unchanged; refused params have issues of limited number and length. A
/// call with accepted params is a valid HTTP request.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let endpoint = source.pick(catalogue::endpoints());
    let value = if source.chance(64) {
        let Ok(value) = Json::parse(&String::from_utf8_lossy(source.rest())) else { return };
        value
    } else {
        Generator { source: &mut source, pool: &Pool::new() }.record(endpoint.request, 0)
    };
    for allow in [Allow::NOTHING, Allow::UNKNOWN, Allow::UNLIKELY, Allow::ALL] {
        match validate(endpoint.request, value.clone(), allow) {
            Ok(wire) => accepted(endpoint, &wire, allow),
            Err(issues) => refused(&value, &issues),
        }
        call(endpoint, &value, allow);
    }
}

fn accepted(endpoint: &Descriptor, wire: &Json, allow: Allow) {
    let text = wire.to_string();
    assert_eq!(Json::parse(&text).as_ref(), Ok(wire), "the request differs from the params");
    assert_eq!(
        validate(endpoint.request, wire.clone(), allow).as_ref(),
        Ok(wire),
        "what was accepted is accepted"
    );
    if let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
        assert!(error.to_string().contains("out of range"), "{error}: {text}");
    }
}

fn refused(value: &Json, issues: &[Issue]) {
    assert!(!issues.is_empty());
    // A hundred issues, and one with the number of others. Names and values are cut.
    assert!(issues.len() <= 101, "{} issues of {value}", issues.len());
    for Issue { path, code, message, .. } in issues {
        assert!(code::ALL.contains(code), "{code}");
        assert!(message.starts_with(path.as_str()), "{message}");
        assert!(message.len() <= 16_000, "{} bytes of message", message.len());
    }
}

fn call(endpoint: &Descriptor, value: &Json, allow: Allow) {
    const BASE: &str = "https://vendor.invalid/api";
    let path = endpoint.path.unwrap_or("/unrouted").to_owned();
    let segments = path.split('/').count();
    let route = Route { method: endpoint.method, path };
    let Ok(call) = Call::for_endpoint(endpoint, &route, BASE, value.clone(), allow) else { return };
    let rest = call.url.strip_prefix(BASE).expect("the address is below the base");
    assert!(call.url.bytes().all(|byte| byte.is_ascii_graphic()), "{}", call.url);
    assert_eq!(rest.split('?').next().map(|path| path.split('/').count()), Some(segments), "{}", call.url);
    assert!(call.body.is_none() || endpoint.method == Method::Post);
    if endpoint.safety == Safety::Once && endpoint.idempotent_with.is_none() {
        assert_eq!(call.safety, Safety::Once);
    }
}
