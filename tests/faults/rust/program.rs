//! The client in Rust: makes the calls that the server requests, and reports their outcomes.

use std::cell::RefCell;
use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use pandapon::call::route::{find, Routes};
use pandapon::client::{CallOptions, Client, Settings, Transport};
use pandapon::credentials::Credentials;
use pandapon::error::{ApiErrorKind, Error};
use pandapon::schema::Allow;
use serde_json::{json, Value};

/// Maximum number of concurrent cells.
const LANES: usize = 80;

/// The connection to the control server.
pub trait Control {
    /// Posts JSON text. Returns the JSON text of the response.
    fn post(&self, path: &str, body: String) -> impl Future<Output = String>;
}

/// Makes all calls.
pub async fn run(control: &impl Control, transport: &(impl Transport + Clone)) {
    let cells = control.post("/cells", "{}".to_owned()).await;
    let cells: Vec<Value> = serde_json::from_str(&cells).unwrap();
    let (heavy, light): (Vec<_>, Vec<_>) = cells.into_iter().partition(|cell| cell["heavy"] == true);
    run_all(control, transport, light, LANES).await;
    run_all(control, transport, heavy, 1).await;
    control.post("/finished", "{}".to_owned()).await;
}

async fn run_all(
    control: &impl Control,
    transport: &(impl Transport + Clone),
    cells: Vec<Value>,
    lanes: usize,
) {
    let waiting = RefCell::new(cells.into_iter());
    let next = || waiting.borrow_mut().next();
    let lane = || async {
        while let Some(cell) = next() {
            run_cell(control, transport.clone(), &cell).await;
        }
    };
    let mut lanes: Vec<Pin<Box<dyn Future<Output = ()> + '_>>> =
        (0..lanes).map(|_| Box::pin(lane()) as _).collect();
    poll_fn(|context| {
        lanes.retain_mut(|lane| lane.as_mut().poll(context).is_pending());
        if lanes.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

async fn run_cell(control: &impl Control, transport: impl Transport + Clone, cell: &Value) {
    let client = client(transport.clone(), &cell["options"]);
    let id = &cell["id"];
    let mut report = json!({ "id": id });
    if !cell["warm"].is_null() {
        report["warm"] = outcome(&client, &cell["warm"], &Value::Null).await;
        transport.sleep(Duration::from_millis(cell["pause"].as_u64().unwrap())).await;
    }
    report["call"] = outcome(&client, &cell["call"], cell).await;
    control.post("/heal", json!({ "id": id }).to_string()).await;
    report["next"] = outcome(&client, &cell["next"], &Value::Null).await;
    control.post("/report", report.to_string()).await;
}

fn client<T: Transport>(transport: T, options: &Value) -> Client<T> {
    let text = |name: &str| options[name].as_str().unwrap().to_owned();
    let routes =
        options["routes"].as_object().unwrap().iter().map(|(name, route)| (name, route.as_str().unwrap()));
    let settings = Settings {
        base_url: text("baseUrl"),
        routes: Routes::new(routes).unwrap(),
        timeout: Duration::from_millis(options["timeout"].as_u64().unwrap()),
        allow: Allow::UNKNOWN,
        ..Settings::new(text("userId"))
    };
    let credentials = Credentials::new(text("accessKey"), text("accessSecret")).unwrap();
    Client::new(transport, credentials, settings).unwrap()
}

/// Returns the outcome of a call. `more` may contain its timeout, and the size of a filler.
async fn outcome<T: Transport>(client: &Client<T>, call: &Value, more: &Value) -> Value {
    let started = client.transport().now();
    let mut params = call["params"].clone();
    if let Some(filler @ 1..) = more["filler"].as_u64() {
        params["filler"] = "x".repeat(usize::try_from(filler).unwrap()).into();
    }
    let timeout = more["timeout"].as_u64().map(Duration::from_millis);
    let options = CallOptions { timeout, ..CallOptions::default() };
    let endpoint = find(call["name"].as_str().unwrap()).unwrap();
    let mut outcome = match client.call(endpoint, params, &options).await {
        Ok(reply) if reply.data["echo"] == call["echo"].clone().into() => json!({ "outcome": "ok" }),
        Ok(_) => json!({ "outcome": "wrong data" }),
        Err(error) => failure(&error),
    };
    outcome["ms"] = (client.transport().now() - started).into();
    outcome
}

fn failure(error: &Error) -> Value {
    let (name, status) = match error {
        Error::Api(error) if error.kind == ApiErrorKind::Gateway => ("ApiError gateway", Some(error.status)),
        Error::Api(error) if error.kind == ApiErrorKind::RateLimit => {
            ("ApiError rateLimit", Some(error.status))
        }
        Error::Api(error) => ("ApiError refusal", Some(error.status)),
        Error::Connection { .. } => ("ConnectionError", None),
        Error::Timeout { .. } => ("TimeoutError", None),
        Error::Decode { status, .. } => ("DecodeError", Some(*status)),
        _ => ("another error", None),
    };
    json!({ "outcome": name, "sent": error.sent(), "status": status, "message": error.to_string() })
}
