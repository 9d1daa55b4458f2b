//! What an error says of its call: the endpoint, its safety, the attempts, the cause, and the response that was not understood.

use std::error::Error as _;
use std::future::Future;

use futures_util::FutureExt;
use pandapon::api::alibaba::{order, refund};
use pandapon::client::{CallOptions, RawRequest, Reply, Settings};
use pandapon::endpoint::{Descriptor, Endpoint, Safety};
use pandapon::error::Error;
use pandapon::schema::Json;
use serde_json::json;

use crate::answers::{client, Answers, RawAnswer};

const READ: (&Descriptor, &str) = (refund::Get::DESCRIPTOR, r#"{"refundId":"TQ1"}"#);
const ONCE: (&Descriptor, &str) = (order::PayUrl::DESCRIPTOR, r#"{"orderId":"1"}"#);

/// Returns the error of a call that gets these responses.
fn error(answers: &Answers, (endpoint, members): (&Descriptor, &str)) -> Error {
    let members: serde_json::Value = serde_json::from_str(members).unwrap();
    now(client(answers, Settings::new("1")).call(endpoint, members, &CallOptions::default())).unwrap_err()
}

fn now<R>(call: impl Future<Output = R>) -> R {
    call.now_or_never().unwrap()
}

fn answering(raw: fn(&pandapon::Request) -> (u16, Vec<u8>)) -> Answers {
    Answers { raw: Some(raw), ..Answers::new([json!({})]) }
}

#[test]
fn a_failed_call_names_its_endpoint_its_safety_and_its_attempts() {
    let unreachable = Answers { unreachable: true, ..Answers::new([json!({})]) };
    let refusing = answering(|_| (200, br#"{"code":5010,"msg":"no","requestId":"r1"}"#.to_vec()));
    let garbled = answering(|_| (200, b"<html>".to_vec()));
    for (answers, attempts_of_a_read) in [(&unreachable, 3), (&refusing, 1), (&garbled, 1)] {
        for ((endpoint, members), safety, attempts) in
            [(READ, Safety::Read, attempts_of_a_read), (ONCE, Safety::Once, 1)]
        {
            let error = error(answers, (endpoint, members));
            let facts = (error.endpoint(), error.safety(), error.attempts());
            assert_eq!(facts, (Some(endpoint.name), Some(safety), attempts), "{error}");
        }
    }
    let invalid = error(&unreachable, (order::Cancel::DESCRIPTOR, "{}"));
    let facts = (invalid.endpoint(), invalid.safety(), invalid.attempts());
    assert_eq!(facts, (Some("alibaba.order.cancel"), Some(order::Cancel::DESCRIPTOR.safety), 0));
}

#[test]
fn the_error_of_the_transport_is_the_source() {
    let error = error(&Answers { unreachable: true, ..Answers::new([json!({})]) }, ONCE);
    assert_eq!(error.source().unwrap().to_string(), std::fmt::Error.to_string());
    let Error::Connection { source: Some(cause), .. } = error else { panic!("{error}") };
    assert!(cause.get().downcast_ref::<std::fmt::Error>().is_some());
}

#[test]
fn an_outcome_is_unknown_only_where_something_may_have_been_done() {
    let cases: [(RawAnswer, bool); 6] = [
        (|_| (200, b"<html>".to_vec()), true),
        (|_| (504, b"<title>Gateway Time-out</title>".to_vec()), true),
        (|_| (408, Vec::new()), true),
        (|_| (404, b"<title>Not Found</title>".to_vec()), false),
        (|_| (429, b"slow down".to_vec()), false),
        (|_| (200, br#"{"code":5010,"msg":"no","requestId":"r1"}"#.to_vec()), false),
    ];
    for (answer, is_unknown) in cases {
        let answers = answering(answer);
        let once = error(&answers, ONCE);
        assert_eq!(once.is_unknown_outcome(), is_unknown, "{once}");
        assert!(!error(&answers, READ).is_unknown_outcome());
    }
    let unreachable = Answers { unreachable: true, ..Answers::new([json!({})]) };
    assert!(!error(&unreachable, ONCE).is_unknown_outcome());
    assert!(!error(&unreachable, (order::Cancel::DESCRIPTOR, "{}")).is_unknown_outcome());
}

#[test]
fn a_response_that_is_not_understood_is_kept() {
    let order = r#"{"orderId":3305075341149134261,"paid":"yes"}"#;
    let answers = answering(|_| (200, br#"{"orderId":3305075341149134261,"paid":"yes"}"#.to_vec()));
    let error = error(&answers, ONCE);
    assert_eq!(error.response_body(), Some(order.as_bytes()));
    let said = format!("{error} {error:?}");
    assert!(said.contains("44 bytes") && !said.contains("3305075341149134261"), "{said}");
}

#[test]
fn data_of_another_shape_is_kept_whichever_way_it_was_asked_for() {
    let answers = answering(|_| (200, br#"{"code":200,"requestId":"r1","data":[7]}"#.to_vec()));
    let client = client(&answers, Settings::new("1"));
    let options = CallOptions::default();
    let typed = now(client.send(order::List::default())).unwrap_err();
    let raw = now(client.request::<String>(RawRequest::get("/x"), &options)).unwrap_err();
    let page = now(client.pages(&order::List::default()).unwrap().next(&options)).unwrap_err();
    for error in [typed, raw, page] {
        assert!(matches!(error, Error::Decode { .. }), "{error}");
        assert_eq!(error.response_body(), Some(&br#"{"code":200,"requestId":"r1","data":[7]}"#[..]));
    }
    let fits: Reply<Json> = now(client.request(RawRequest::get("/x"), &options)).unwrap();
    assert_eq!(fits.data.to_string(), "[7]");
}

#[test]
fn what_is_kept_is_bounded() {
    let answers = answering(|_| (200, vec![b'x'; 1_000_000]));
    assert_eq!(error(&answers, ONCE).response_body().map(<[u8]>::len), Some(65_536));
    let settings = Settings { max_response_bytes: 1000, ..Settings::new("1") };
    let too_large = now(client(&answers, settings).send(refund::Get::new().refund_id("TQ1"))).unwrap_err();
    assert_eq!(too_large.response_body().map(<[u8]>::len), Some(65_536));
}

/// Gateways quote requests.
#[test]
fn a_signature_that_a_response_repeats_is_in_no_error() {
    fn quote(request: &pandapon::Request) -> String {
        request.headers.get("signature").unwrap().to_owned()
    }
    let bodies: [RawAnswer; 4] = [
        |request| (200, [b"\xff<html>".as_slice(), quote(request).as_bytes(), b"</html>"].concat()),
        |request| (502, format!("<title>{}</title>", quote(request)).into_bytes()),
        |request| (200, format!(r#"{{"code":1,"msg":"{}"}}"#, quote(request)).into_bytes()),
        |request| (200, format!(r#"{{"requestId":"{}"}}"#, quote(request)).into_bytes()),
    ];
    for body in bodies {
        let answers = answering(body);
        let error = error(&answers, ONCE);
        let signature = quote(&answers.requests.borrow()[0]);
        let kept = String::from_utf8_lossy(error.response_body().unwrap_or_default()).into_owned();
        let said = format!("{error} {error:?} {:?} {kept}", error.request_id());
        assert!(!said.contains(&signature), "{said}");
        assert!(said.contains("********"), "{said}");
    }
}
