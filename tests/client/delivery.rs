//! Delivery: which calls are sent how often, and after which pauses.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::FutureExt;
use pandapon::api::alibaba::refund;
use pandapon::call::request::Call;
use pandapon::call::response::Response;
use pandapon::client::{CallOptions, Client, Settings};
use pandapon::credentials::Credentials;
use pandapon::endpoint::{Endpoint, Safety};
use pandapon::error::Error;
use pandapon::signature;
use proptest::prelude::*;
use serde_json::json;

use crate::wire::{Outcome, Wire, START};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const SECRET: &str = "fedcba9876543210fedcba9876543210";

fn client(outcomes: Vec<Outcome>, seed: u64) -> Client<Wire> {
    let credentials = Credentials::new(KEY, SECRET).unwrap();
    Client::new(Wire::new(outcomes, seed), credentials, Settings::new("1688000000001")).unwrap()
}

fn call(client: &Client<Wire>) -> Call {
    client.prepare(refund::Get::DESCRIPTOR, &json!({ "refundId": "TQ1" }).into()).unwrap()
}

/// Delivers a call to completion, without waiting, because time is virtual.
fn deliver(client: &Client<Wire>, safety: Safety, max_retries: u32) -> Result<Response, Error> {
    let options = CallOptions { max_retries: Some(max_retries), ..CallOptions::default() };
    let call = Call { safety, ..call(client) };
    client.deliver(&call, &options).now_or_never().unwrap()
}

fn outcomes() -> impl Strategy<Value = Vec<Outcome>> {
    let status = prop_oneof![
        Just(200_u16),
        Just(302),
        Just(400),
        Just(404),
        Just(408),
        Just(429),
        Just(500),
        Just(501),
        Just(502),
        Just(503),
        Just(504),
        100..600_u16,
    ];
    let outcome = prop_oneof![
        3 => (status, proptest::option::of(0..90_u64)).prop_map(|(status, pause)| Outcome::Answer(status, pause)),
        1 => any::<bool>().prop_map(|sent| Outcome::Broken { sent }),
        1 => Just(Outcome::Silence),
    ];
    prop::collection::vec(outcome, 1..8)
}

/// A second implementation of the rules: the expected number of attempts.
fn expected_attempts(outcomes: &[Outcome], safety: Safety, max_retries: u32) -> usize {
    if safety == Safety::Once {
        return 1;
    }
    let may_end_otherwise = |outcome: &Outcome| match outcome {
        Outcome::Answer(status, pause) => {
            [408, 429, 500, 502, 503, 504].contains(status) && pause.is_none_or(|seconds| seconds <= 60)
        }
        Outcome::Broken { .. } | Outcome::Silence => true,
    };
    let last = outcomes.last().unwrap();
    let all = outcomes.iter().chain(std::iter::repeat(last));
    1 + all.take(max_retries as usize).take_while(|outcome| may_end_otherwise(outcome)).count()
}

fn outcome_of(outcomes: &[Outcome], tried: usize) -> &Outcome {
    &outcomes[tried.min(outcomes.len() - 1)]
}

proptest! {
    #[test]
    fn a_once_call_is_sent_once(outcomes in outcomes(), max_retries in 0..9_u32, seed: u64) {
        let client = client(outcomes, seed);
        let _ = deliver(&client, Safety::Once, max_retries);
        prop_assert_eq!(client.transport().requests.borrow().len(), 1);
    }

    #[test]
    fn a_call_makes_as_many_attempts_as_the_rules_say(
        outcomes in outcomes(),
        safety in prop::sample::select(vec![Safety::Read, Safety::Idempotent, Safety::Once]),
        max_retries in 0..9_u32,
        seed: u64,
    ) {
        let client = client(outcomes.clone(), seed);
        let result = deliver(&client, safety, max_retries);
        let tries = client.transport().requests.borrow().len();
        prop_assert_eq!(tries, expected_attempts(&outcomes, safety, max_retries));
        prop_assert!(tries <= max_retries as usize + 1);

        // The outcome is that of the last attempt; whether it may have arrived depends on all of them.
        let may_have_arrived =
            (0..tries).any(|tried| *outcome_of(&outcomes, tried) != Outcome::Broken { sent: false });
        match (outcome_of(&outcomes, tries - 1), result) {
            (Outcome::Answer(status, _), Ok(response)) => prop_assert_eq!(response.status, *status),
            (Outcome::Broken { .. }, Err(Error::Connection { sent, .. })) => {
                prop_assert_eq!(sent, may_have_arrived);
            }
            (Outcome::Silence, Err(error @ Error::Timeout { .. })) => prop_assert!(error.sent()),
            (outcome, result) => prop_assert!(false, "{outcome:?} became {result:?}"),
        }
    }

    #[test]
    fn pauses_are_the_vendors_or_below_a_doubling_limit(outcomes in outcomes(), seed: u64) {
        let client = client(outcomes.clone(), seed);
        let _ = deliver(&client, Safety::Read, 8);
        let tries = client.transport().requests.borrow().len();
        let sleeps = client.transport().sleeps.borrow();
        let mut sleeps = sleeps.iter();
        for tried in 0..tries {
            let outcome = outcome_of(&outcomes, tried);
            if *outcome == Outcome::Silence {
                prop_assert_eq!(sleeps.next(), Some(&Duration::from_secs(30)), "the deadline");
            }
            if tried + 1 == tries {
                continue;
            }
            let pause = *sleeps.next().unwrap();
            match outcome {
                Outcome::Answer(_, Some(seconds)) => prop_assert_eq!(pause, Duration::from_secs(*seconds)),
                _ => prop_assert!(pause < Duration::from_millis((500 << tried).min(8000)), "{tried}: {pause:?}"),
            }
        }
        prop_assert_eq!(sleeps.next(), None);
    }

    #[test]
    fn each_attempt_has_a_new_signature(seed: u64) {
        let client = client(vec![Outcome::Answer(503, Some(7))], seed);
        let _ = deliver(&client, Safety::Read, 5);
        let requests = client.transport().requests.borrow();
        let header = |tried: usize, name| requests[tried].headers.get(name).unwrap();
        let nonces: HashSet<_> = (0..6).map(|tried| header(tried, "nonce-str")).collect();
        prop_assert_eq!(nonces.len(), 6);
        for tried in 0..6 {
            let (timestamp, nonce) = (header(tried, "timestamp"), header(tried, "nonce-str"));
            prop_assert_eq!(timestamp, ((START / 1000) + 7 * tried as u64).to_string());
            let parts = signature::signed_parts(KEY, timestamp, nonce, SECRET);
            prop_assert_eq!(header(tried, "signature").as_bytes(), signature::sign(&parts));
        }
    }
}

#[test]
fn a_call_is_cancelled_by_dropping_it() {
    let client = client(vec![Outcome::Silence], 1);
    let call = Call { safety: Safety::Once, ..call(&client) };
    let options = CallOptions { timeout: Some(Duration::from_secs(1)), ..CallOptions::default() };
    drop(client.deliver(&call, &options));
    assert_eq!(client.transport().requests.borrow().len(), 0, "nothing happens before it is awaited");
    let _ = client.deliver(&call, &options).now_or_never();
    assert_eq!(client.transport().dropped.get(), 1, "the deadline drops the send");
}

#[test]
fn debug_output_does_not_contain_the_secret() {
    let silent = client(vec![Outcome::Silence], 1);
    let answer = silent.send(refund::Get::new().refund_id("TQ1")).now_or_never();
    let refused = silent.prepare(refund::Create::DESCRIPTOR, &json!({ "description": 7 }).into());
    let unrouted = silent.prepare(refund::Carriers::DESCRIPTOR, &json!({}).into());
    let settings = Settings { base_url: "ftp://x".to_owned(), ..Settings::new("1") };
    let wrong = Client::new(Wire::new(vec![], 1), Credentials::new(KEY, SECRET).unwrap(), settings);
    let errors =
        [answer.unwrap().unwrap_err(), refused.unwrap_err(), unrouted.unwrap_err(), wrong.err().unwrap()];
    let mut prints: Vec<_> =
        errors.iter().flat_map(|error| [format!("{error}"), format!("{error:?}")]).collect();
    prints.push(format!("{:?} {:?} {:?}", silent.signer(), silent.settings(), call(&silent)));
    for print in prints {
        assert!(!print.is_empty() && !print.contains(SECRET), "{print}");
    }
}

#[test]
fn settings_are_checked_when_a_client_is_created() {
    let wrong = [
        Settings::new(""),
        Settings::new("1\n2"),
        Settings { base_url: "api.pandapon.com".to_owned(), ..Settings::new("1") },
        Settings { base_url: "https://a.b/?c".to_owned(), ..Settings::new("1") },
        Settings { timeout: Duration::ZERO, ..Settings::new("1") },
        Settings { timeout: Duration::from_secs(60 * 60 * 24 * 25), ..Settings::new("1") },
    ];
    for settings in wrong {
        let client =
            Client::new(Wire::new(vec![], 1), Credentials::new(KEY, SECRET).unwrap(), settings.clone());
        assert!(matches!(client.err(), Some(Error::Config(_))), "{settings:?}");
    }
    assert!(matches!(Credentials::new("a key", SECRET), Err(Error::Config(_))));
    assert!(matches!(Credentials::new(KEY, ""), Err(Error::Config(_))));
}
