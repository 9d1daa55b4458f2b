//! Options of a client and of a call, and the faults of a sandbox: any text, and objects with known fields.

use std::time::Duration;

use pandapon::api::catalogue;
use pandapon::call::headers::SYSTEM_HEADERS;
use pandapon::call::request::Call;
use pandapon::client::Settings;
use pandapon::error::Error;
use pandapon::fuzzing::{call_options, settings, Options, Signer};
use pandapon::schema::{Allow, Json};
use pandapon_sandbox::Fault;

use crate::generate::{Generator, Pool};
use crate::source::Source;

const SECRET: &str = "Ab3-secret-of-nobody";

const TEXT_OPTIONS: [&str; 5] = ["accessKey", "accessSecret", "userId", "baseUrl", "timestampUnit"];
const FLAGS: [&str; 7] =
    ["proxy", "signer", "stringToSign", "inPage", "dangerouslyAllowBrowser", "allowUnknown", "allowUnlikely"];
const BASE_URLS: [&str; 8] = [
    "https://api.pandapon.com",
    "https://www.xportcn.com/api/",
    "http://127.0.0.1:4010///",
    "https://",
    "ftp://x",
    "https://user:password@host",
    "https://host?x",
    "//host",
];

/// Options are refused with a message without the secret, or become settings with which every call is a valid HTTP
/// request.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let mode = source.below(4);
    let text = match mode {
        0 => String::from_utf8_lossy(source.rest()).into_owned(),
        1 => return faults(&String::from_utf8_lossy(source.rest())),
        2 => return faults(&generated_faults(&mut source)),
        _ => made_up(&mut source).to_string(),
    };
    // Where it is in another option, too, that option may be quoted.
    let has_secret = mode == 3 && text.matches(SECRET).count() == 1;
    let options = match Options::parse(&text) {
        Ok(options) => options,
        Err(error) => return refused(&error, has_secret),
    };
    let signer = Signer::from_options(&options);
    if let Err(error) = &signer {
        refused(error, has_secret);
    }
    match settings(&options) {
        Ok(settings) => {
            if let Err(error) = call_options(&options, &settings) {
                refused(&error, has_secret);
            }
            accepted(&settings);
        }
        Err(error) => refused(&error, has_secret),
    }
}

fn refused(error: &Error, has_secret: bool) {
    assert!(!error.sent());
    assert!(matches!(error, Error::Config(_) | Error::Route(_)), "{error:?}");
    assert!(!has_secret || !format!("{error} {error:?}").contains(SECRET), "the secret is in a message");
}

fn made_up(source: &mut Source<'_>) -> Json {
    let pool = Pool::new();
    let mut generator = Generator { source, pool: &pool };
    let mut members = Vec::new();
    let mut add = |name: &str, value| members.push((name.to_owned(), value));
    for name in TEXT_OPTIONS {
        let value = match (name, generator.source.below(8)) {
            (_, 0) => continue,
            (_, 1) => generator.any(3),
            ("accessSecret", 2) => Json::Text(format!(" {SECRET}\n")),
            ("accessSecret", 3) => Json::List(vec![SECRET.into()]),
            ("accessSecret", _) => SECRET.into(),
            ("baseUrl", _) => (*generator.source.pick(&BASE_URLS)).into(),
            ("timestampUnit", _) => "seconds".into(),
            _ => "1688000000001".into(),
        };
        add(name, value);
    }
    for name in FLAGS {
        if generator.source.chance(40) {
            add(name, if generator.source.chance(16) { generator.any(3) } else { true.into() });
        }
    }
    for name in ["timeout", "maxRetries"] {
        if generator.source.chance(128) {
            add(
                name,
                if generator.source.chance(64) { generator.any(3) } else { Json::Number(generator.number()) },
            );
        }
    }
    if generator.source.chance(128) {
        add("headers", texts(&mut generator, |generator| generator.text()));
    }
    if generator.source.chance(128) {
        add("routes", texts(&mut generator, route));
    }
    Json::Object(members)
}

/// Generates an object of texts, rarely with a value of another kind.
fn texts(generator: &mut Generator<'_, '_>, value: impl Fn(&mut Generator<'_, '_>) -> String) -> Json {
    let mut members = Vec::new();
    for _ in 0..generator.source.below(4) {
        let name = match generator.source.below(4) {
            0 => generator.text(),
            1 => SYSTEM_HEADERS[generator.source.below(5)].to_ascii_uppercase(),
            2 => generator.source.pick(catalogue::endpoints()).name.to_owned(),
            _ => "x-shop".to_owned(),
        };
        let value = if generator.source.chance(8) { generator.any(4) } else { Json::Text(value(generator)) };
        members.push((name, value));
    }
    Json::Object(members)
}

fn route(generator: &mut Generator<'_, '_>) -> String {
    let method = *generator.source.pick(&["GET", "POST", "get", "PUT", ""]);
    let path = *generator.source.pick(&[
        "/a",
        "/a/{refundId}",
        "/{",
        "/{}/x",
        "//a",
        "a",
        "/a?b",
        "/%2e%2e/{orderId}",
    ]);
    let more = if generator.source.chance(64) { generator.text() } else { String::new() };
    format!("{method} {path}{more}")
}

fn accepted(settings: &Settings) {
    let base = &settings.base_url;
    assert!(base.starts_with("https://") || base.starts_with("http://"), "{base}");
    assert!(!base.ends_with('/') && base.bytes().all(|byte| byte.is_ascii_graphic()), "{base}");
    let longest = Duration::from_millis(i32::MAX as u64);
    assert!(!settings.timeout.is_zero() && settings.timeout <= longest, "{:?}", settings.timeout);
    for (name, value) in settings.headers.as_slice() {
        assert!(!name.is_empty() && !name.contains([':', ' ', '\r', '\n']), "{name:?}");
        assert!(!SYSTEM_HEADERS.contains(&name.as_str()), "{name}");
        assert!(!value.contains(['\r', '\n', '\0']), "{value:?}");
    }
    for endpoint in catalogue::endpoints() {
        let Ok(route) = settings.routes.for_endpoint(endpoint) else { continue };
        assert!(route.path.starts_with('/') && !route.path.starts_with("//"), "{}", route.path);
        let id = Json::from([("refundId", Json::from("TQ1")), ("orderId", Json::from(1))]);
        let call = Call::for_endpoint(endpoint, &route, base, id.clone(), Allow::ALL);
        if let Ok(call) = call {
            assert!(call.url.starts_with(base.as_str()));
            assert!(call.url.bytes().all(|byte| byte.is_ascii_graphic()), "{}", call.url);
        }
    }
}

fn faults(text: &str) {
    let Ok(faults) = Fault::list(text) else { return };
    let written = serde_json::to_string(&faults).expect("faults can be written");
    assert_eq!(Fault::list(&written).as_ref(), Ok(&faults), "{written}");
}

fn generated_faults(source: &mut Source<'_>) -> String {
    const KINDS: [&str; 9] = [
        "latency",
        "refusal",
        "reset",
        "status",
        "truncatedBody",
        "clockSkew",
        "duplicatePush",
        "latePush",
        "none",
    ];
    let pool = Pool::new();
    let mut generator = Generator { source, pool: &pool };
    let mut faults = Vec::new();
    for _ in 0..=generator.source.below(3) {
        let mut members = vec![("kind".to_owned(), Json::from(*generator.source.pick(&KINDS)))];
        for name in
            ["endpoints", "messages", "times", "probability", "ms", "code", "msg", "when", "status", "bytes"]
        {
            if !generator.source.chance(64) {
                continue;
            }
            let value = match (name, generator.source.chance(32)) {
                (_, true) => generator.any(3),
                ("endpoints" | "messages", _) => "alibaba.order.*".into(),
                ("msg", _) => Json::Text(generator.text()),
                ("when", _) => "after".into(),
                ("status", _) => 503.into(),
                ("probability", _) => Json::Number("0.25".to_owned()),
                _ => Json::Number(generator.number()),
            };
            members.push((name.to_owned(), value));
        }
        faults.push(Json::Object(members));
    }
    Json::List(faults).to_string()
}
