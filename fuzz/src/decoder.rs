//! Answers: any bytes as JSON, and as the answer of any endpoint.

use std::future::Future;
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pandapon::api::{self, alibaba, catalogue, taobao};
use pandapon::call::headers::Headers;
use pandapon::call::request::Request;
use pandapon::call::response::Response;
use pandapon::call::route::Routes;
use pandapon::client::{CallOptions, Client, Failure, Settings, Transport};
use pandapon::credentials::Credentials;
use pandapon::endpoint::{Descriptor, Endpoint};
use pandapon::error::Error;
use pandapon::schema::json::{exact, expand_nested};
use pandapon::schema::{Allow, Json, Lenient, Misfits};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::generate::{Generator, Pool};
use crate::source::Source;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// No text becomes JSON by rewriting or stops being JSON, no digit is lost, what parses is what serde_json parses, and an
/// answer is data or an error that says that the request was sent.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let endpoint = source.pick(catalogue::endpoints());
    let mode = source.below(3);
    let text = match mode {
        0 => source.rest().to_vec(),
        _ => made_up(&mut source, mode == 1).into_bytes(),
    };
    rewritten(&text, endpoint);
    if let Ok(text) = std::str::from_utf8(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text)) {
        parsed(text);
    }
    answered(text, endpoint, [200, 200, 200, 204, 302, 400, 500, 0][source.below(8)]);
}

/// An envelope around any data, or any JSON.
fn made_up(source: &mut Source<'_>, is_envelope: bool) -> String {
    let pool = Pool::new();
    let mut generator = Generator { source, pool: &pool };
    let data = generator.any(0);
    if !is_envelope {
        return data.to_string();
    }
    let code = if generator.source.chance(64) { generator.any(3) } else { Json::from(200) };
    Json::from([("code", code), ("requestId", generator.any(3)), ("msg", generator.any(3)), ("data", data)])
        .to_string()
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

fn rewritten(bytes: &[u8], endpoint: &Descriptor) {
    let plain = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    for names in [&["id", "ids", "price"][..], endpoint.exact_names] {
        let rewritten = exact(bytes, names);
        assert_eq!(is_json(&rewritten), is_json(plain), "{}", String::from_utf8_lossy(&rewritten));
        if let (Some(before), Some(after)) = (parse(plain), parse(&rewritten)) {
            assert!(has_same_digits(&before, &after), "{before} became {after}");
            // What a parser with doubles reads is what stood there: as text, or as a number that a double holds.
            assert!(doubles_hold(&after), "{after}");
        }
    }
    let parses = |text: &str| Json::parse(text).is_ok();
    for names in [&["id", "a", "messageBody"][..], endpoint.json_names] {
        let rewritten = expand_nested(plain, names, parses);
        assert_eq!(is_json(&rewritten), is_json(plain), "{}", String::from_utf8_lossy(&rewritten));
    }
}

fn parse(bytes: &[u8]) -> Option<Json> {
    Json::parse(std::str::from_utf8(bytes).ok()?).ok()
}

fn has_same_digits(before: &Json, after: &Json) -> bool {
    match (before, after) {
        (Json::Number(number), Json::Text(text)) => number == text,
        (Json::List(before), Json::List(after)) => {
            before.len() == after.len()
                && before.iter().zip(after).all(|(before, after)| has_same_digits(before, after))
        }
        (Json::Object(before), Json::Object(after)) => {
            let is_same = |((name, before), (same, after)): (&(String, Json), &(String, Json))| {
                name == same && has_same_digits(before, after)
            };
            before.len() == after.len() && before.iter().zip(after).all(is_same)
        }
        (before, after) => before == after,
    }
}

/// Whether all numbers are safe integers, or other numbers that a double does not overflow or lose.
fn doubles_hold(value: &Json) -> bool {
    match value {
        Json::Number(digits) => match digits.parse::<i128>() {
            Ok(integer) => integer.unsigned_abs() < 1 << 53,
            Err(_) => {
                let zero = digits.split(['e', 'E']).next().unwrap_or_default();
                let is_zero = zero.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'.'));
                digits.parse::<f64>().is_ok_and(|double| double.is_finite() && (is_zero || double != 0.0))
            }
        },
        Json::List(items) => items.iter().all(doubles_hold),
        Json::Object(members) => members.iter().all(|(_, member)| doubles_hold(member)),
        _ => true,
    }
}

fn parsed(text: &str) {
    let peer = serde_json::from_str::<Value>(text);
    match Json::parse(text) {
        Ok(value) => {
            assert!(is_json(text.as_bytes()));
            let again = value.to_string();
            assert_eq!(Json::parse(&again).as_ref(), Ok(&value));
            if let Ok(peer) = peer {
                let again: Value = serde_json::from_str(&again).expect("what is written is JSON");
                assert_eq!(again, peer, "read otherwise than serde_json does");
            }
        }
        Err(error) => assert!(!is_json(text.as_bytes()) || error.reason.contains("deep"), "{error}"),
    }
}

fn answered(body: Vec<u8>, endpoint: &Descriptor, status: u16) {
    let Some(declared) = api::find(endpoint.name) else { return };
    let transport = Fixed(Response { status, headers: Headers::default(), body });
    let client = client(transport);
    let reply = ready(client.call(declared, Json::Object(Vec::new()), &CallOptions::default()));
    match reply {
        Ok(Ok(reply)) => typed(reply.data),
        // Most endpoints want members.
        Ok(Err(Error::Validation { .. })) => {}
        Ok(Err(error)) => {
            assert!(error.sent(), "{error}");
            assert!(error.to_string().len() < 70_000, "{error}");
        }
        Err(()) => panic!("the call waits for something"),
    }
}

/// Settings with a path for every endpoint.
static SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
    let routes = api::catalogue().filter(|endpoint| endpoint.path.is_none());
    let routes = routes.map(|endpoint| (endpoint.name, format!("{} /unrouted", endpoint.method.as_str())));
    let routes = Routes::new(routes).expect("they are good");
    Settings { routes, allow: Allow::ALL, max_retries: 0, ..Settings::new("1688000000001") }
});

fn client(transport: Fixed) -> Client<Fixed> {
    let credentials = Credentials::new("0123456789abcdef", "secret").expect("they are good");
    Client::new(transport, credentials, SETTINGS.clone()).expect("the settings are good")
}

/// Data as types: of those answers that have the most members.
fn typed(data: Json) {
    fn read<E: Endpoint>(data: &Json) {
        if let Ok(answer) = E::Answer::read(data.clone(), &mut Misfits::default()) {
            std::hint::black_box(answer);
        }
    }
    read::<alibaba::order::Get>(&data);
    read::<alibaba::order::List>(&data);
    read::<alibaba::product::Get>(&data);
    read::<alibaba::refund::Get>(&data);
    read::<taobao::order::List>(&data);
    read::<taobao::product::Get>(&data);
}

/// A transport that answers at once, always the same.
struct Fixed(Response);

impl Transport for Fixed {
    async fn send(&self, _: &Request) -> Result<Response, Failure> {
        Ok(self.0.clone())
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending().await
    }

    fn now(&self) -> u64 {
        1_779_263_269_000
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        entropy.fill(7);
        Ok(())
    }
}

/// The outcome of a future that never waits.
fn ready<F: Future>(future: F) -> Result<F::Output, ()> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Ok(output),
        Poll::Pending => Err(()),
    }
}
