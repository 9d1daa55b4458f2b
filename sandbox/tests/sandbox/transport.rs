//! The transport for Rust clients: typed calls, controls between them, and faults on a virtual clock.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use pandapon::api::alibaba::product;
use pandapon::call::route::Routes;
use pandapon::client::{Client, Settings, Transport};
use pandapon::credentials::Credentials;
use pandapon::error::Error;
use pandapon_sandbox::{Fault, InvokeError, Sandbox, SandboxTransport};

use crate::driver::START;

/// Polls a future to completion. It does not wait for anything outside.
fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

fn client(faults: &str) -> (Client<SandboxTransport>, SandboxTransport) {
    let mut sandbox = Sandbox::new(1);
    sandbox.set_faults(Fault::list(faults).unwrap());
    let account = sandbox.credentials().clone();
    let transport = sandbox.transport(START);
    let settings = Settings {
        routes: Routes::new(Sandbox::routes()).unwrap(),
        timeout: Duration::from_secs(30),
        ..Settings::new(&account.user_id)
    };
    let credentials = Credentials::new(&account.access_key, &account.access_secret).unwrap();
    (Client::new(transport.clone(), credentials, settings).unwrap(), transport)
}

fn search(client: &Client<SandboxTransport>) -> Result<usize, Error> {
    let search = product::SearchByKeyword::new().keyword("suitcase");
    run(client.send(search)).map(|page| page.data.unwrap().len())
}

#[test]
fn time_stands_still_while_a_client_calls_the_sandbox() {
    let (client, transport) = client("[]");
    assert!(search(&client).unwrap() > 0);
    assert_eq!(transport.now(), START);
    assert_eq!(transport.with(|sandbox, _| sandbox.requests().count()), 1);
}

#[test]
fn a_late_response_moves_the_virtual_clock() {
    let (client, transport) = client(r#"[{"kind": "latency", "ms": 20000}]"#);
    assert!(search(&client).unwrap() > 0);
    assert_eq!(transport.now(), START + 20_000);
}

#[test]
fn a_response_after_the_time_limit_is_a_timeout() {
    let (client, transport) = client(r#"[{"kind": "latency", "ms": 3600000}]"#);
    assert!(matches!(search(&client), Err(Error::Timeout { milliseconds: 30_000, .. })));
    assert!((START + 3 * 30_000..START + 3_600_000).contains(&transport.now()));
}

#[test]
fn reads_are_repeated_after_a_reset() {
    let (client, transport) = client(r#"[{"kind": "reset", "when": "before", "times": 2}]"#);
    assert!(search(&client).unwrap() > 0);
    assert!(transport.now() > START);
    assert_eq!(transport.with(|sandbox, _| sandbox.requests().count()), 3);
}

#[test]
fn futures_can_move_to_another_thread() {
    fn assert_send<T: Send>(_: T) {}
    let transport = Sandbox::new(1).transport(START);
    assert_send(transport.sleep(Duration::from_secs(1)));
}

#[test]
fn controls_can_be_called_by_name() {
    let mut sandbox = Sandbox::new(1);
    let mut invoke = |name: &str, params: &str| sandbox.invoke(name, params, START);
    assert_eq!(invoke("advance", r#"{"milliseconds": 1000}"#), Ok(()));
    assert_eq!(invoke("setFaults", r#"{"faults": [{"kind": "latency", "ms": 5}]}"#), Ok(()));
    assert_eq!(invoke("fly", "{}"), Err(InvokeError::UnknownControl));
    let params_errors = [
        ("advance", "{}", "milliseconds is missing"),
        ("advance", r#"{"milliseconds": -1}"#, "milliseconds must be a whole number from 0 on"),
        ("ship", r#"{"orderId": "7", "items": "8"}"#, "items must be an array of strings"),
        ("ship", r#"{"orderId": "7", "item": "8"}"#, "ship has no param \"item\""),
    ];
    for (name, params, message) in params_errors {
        assert_eq!(invoke(name, params), Err(InvokeError::Params(message.to_owned())));
    }
    assert!(matches!(invoke("ship", "[]"), Err(InvokeError::Params(_))));
    let refused = invoke("ship", r#"{"orderId": "7"}"#).unwrap_err();
    assert_eq!(refused.to_string(), "order \"7\" not found");
    assert!(matches!(invoke("setFaults", r#"{"faults": 7}"#), Err(InvokeError::Faults(_))));
    assert_eq!(sandbox.time(START), START + 1000);
}

#[test]
fn the_example_of_every_control_is_valid() {
    for control in Sandbox::controls() {
        let example = control.example.replace('…', "7");
        let params = match control.params {
            [whole] if control.example.starts_with('[') => format!("{{\"{}\": {example}}}", whole.name),
            _ => example,
        };
        let result = Sandbox::new(1).invoke(control.name, &params, START);
        assert!(!matches!(result, Err(InvokeError::Params(_) | InvokeError::UnknownControl)), "{result:?}");
    }
}
