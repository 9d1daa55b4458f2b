//! The sandbox for JavaScript: requests and times in, answers out.

use std::borrow::Cow;

use pandapon::call::headers::Headers;
use pandapon::scalar::Fen;
use serde::Serialize;

use crate::controls::NewPrice;
use crate::faults::declaration::Fault;
use crate::faults::Outcome;
use crate::http::Incoming;
use crate::Sandbox;

use wasm_bindgen::prelude::*;

/// Half as large as the default allocator, and faster.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What stands behind the package's `createSandbox`. Times are milliseconds since 1970, UTC.
#[wasm_bindgen]
pub struct SandboxCore {
    sandbox: Sandbox,
}

/// What a client needs to reach the sandbox.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Access<'a> {
    access_key: &'a str,
    access_secret: &'a str,
    user_id: &'a str,
}

#[wasm_bindgen]
impl SandboxCore {
    /// A vendor of its own; the same seed makes the same one.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: f64) -> SandboxCore {
        SandboxCore { sandbox: Sandbox::new(seed as u64) }
    }

    /// The credentials that it accepts.
    pub fn access(&self) -> Result<JsValue, JsValue> {
        let credentials = self.sandbox.credentials();
        json(&Access {
            access_key: &credentials.access_key,
            access_secret: &credentials.access_secret,
            user_id: &credentials.user_id,
        })
    }

    /// Its routes of endpoints whose path is not public, as name and route.
    pub fn routes() -> Result<JsValue, JsValue> {
        json(&Sandbox::routes().collect::<Vec<_>>())
    }

    /// These faults from now on: JSON text.
    #[wasm_bindgen(js_name = setFaults)]
    pub fn set_faults(&mut self, faults: &str) -> Result<(), JsValue> {
        self.sandbox.set_faults(refuse(Fault::list(faults))?);
        Ok(())
    }

    /// Answers a request: `{ latency, answer: { status, headers, body } }`, headers as an object. Without an answer the
    /// connection breaks.
    ///
    /// # Errors
    /// What serde-wasm-bindgen throws if `headers` is no list of pairs.
    pub fn receive(
        &mut self,
        method: &str,
        url: &str,
        headers: JsValue,
        body: Option<String>,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let headers: Vec<(String, String)> = serde_wasm_bindgen::from_value(headers)?;
        let request = Incoming { method, url, headers: &headers, body: body.as_deref() };
        let reply = self.sandbox.receive(&request, now as u64);
        let answer = match &reply.outcome {
            Outcome::Answer(response) => Some(Answer {
                status: response.status,
                headers: &response.headers,
                body: String::from_utf8_lossy(&response.body),
            }),
            Outcome::Reset => None,
        };
        json(&Reply { latency: reply.latency, answer })
    }

    /// The push messages since they were last asked for, as `{ body, authorization }`.
    pub fn pushes(&mut self) -> Result<JsValue, JsValue> {
        json(&self.sandbox.pushes())
    }

    /// Whether messages are posted from now on.
    pub fn post(&mut self, posting: bool) {
        self.sandbox.post(posting);
    }

    /// The message that is to be posted now: `{ id, push: { body, authorization } }`.
    #[wasm_bindgen(js_name = nextDelivery)]
    pub fn next_delivery(&self, now: f64) -> Result<JsValue, JsValue> {
        json(&self.sandbox.next_delivery(now as u64))
    }

    /// In how many milliseconds the next message is due.
    #[wasm_bindgen(js_name = nextDue)]
    pub fn next_due(&self, now: f64) -> Option<f64> {
        self.sandbox.next_due(now as u64).map(|pause| pause as f64)
    }

    /// Hears whether a message was accepted.
    pub fn tried(&mut self, delivery: f64, accepted: bool, now: f64) {
        self.sandbox.tried(delivery as u64, accepted, now as u64);
    }

    /// What was received, as the objects of the declarations, oldest first.
    pub fn requests(&self) -> Result<JsValue, JsValue> {
        json(&self.sandbox.requests().collect::<Vec<_>>())
    }

    /// All of its state as JSON text.
    pub fn snapshot(&self) -> Result<String, JsValue> {
        refuse(self.sandbox.snapshot())
    }

    /// Goes on from a snapshot; from one that is refused nothing changes.
    pub fn restore(&mut self, snapshot: &str) -> Result<(), JsValue> {
        refuse(self.sandbox.restore(snapshot))
    }

    /// Lets time pass.
    pub fn advance(&mut self, milliseconds: f64, now: f64) -> Result<(), JsValue> {
        refuse(self.sandbox.advance(milliseconds as u64, now as u64))
    }

    /// The seller sends the goods of an order: all, or these sub-orders.
    pub fn ship(&mut self, order_id: &str, items: Option<Vec<String>>, now: f64) -> Result<(), JsValue> {
        refuse(match items {
            None => self.sandbox.ship(order_id, now as u64),
            Some(items) => self.sandbox.ship_items(order_id, &items, now as u64),
        })
    }

    /// The seller changes the price of an unpaid order, in fen.
    #[wasm_bindgen(js_name = changePrice)]
    pub fn change_price(
        &mut self,
        order_id: &str,
        goods: Option<f64>,
        freight: Option<f64>,
        now: f64,
    ) -> Result<(), JsValue> {
        let fen = |price: Option<f64>| price.map(|price| Fen(price as i64));
        let price = NewPrice { goods: fen(goods), freight: fen(freight) };
        refuse(self.sandbox.change_price(order_id, price, now as u64))
    }

    /// The seller closes an unpaid order.
    #[wasm_bindgen(js_name = closeOrder)]
    pub fn close_order(&mut self, order_id: &str, now: f64) -> Result<(), JsValue> {
        refuse(self.sandbox.close_order(order_id, now as u64))
    }

    /// So many pieces of a SKU are in stock.
    #[wasm_bindgen(js_name = setStock)]
    pub fn set_stock(&mut self, sku_id: &str, pieces: f64, now: f64) -> Result<(), JsValue> {
        refuse(self.sandbox.set_stock(sku_id, pieces as i64, now as u64))
    }

    /// The seller agrees to a refund.
    #[wasm_bindgen(js_name = sellerAgrees)]
    pub fn seller_agrees(&mut self, refund_id: &str, now: f64) -> Result<(), JsValue> {
        refuse(self.sandbox.seller_agrees(refund_id, now as u64))
    }

    /// The seller refuses a refund.
    #[wasm_bindgen(js_name = sellerRefuses)]
    pub fn seller_refuses(&mut self, refund_id: &str, reason: &str, now: f64) -> Result<(), JsValue> {
        refuse(self.sandbox.seller_refuses(refund_id, reason, now as u64))
    }

    /// The seller has the goods that were sent back.
    #[wasm_bindgen(js_name = sellerReceives)]
    pub fn seller_receives(&mut self, refund_id: &str, now: f64) -> Result<(), JsValue> {
        refuse(self.sandbox.seller_receives(refund_id, now as u64))
    }
}

#[derive(Serialize)]
struct Reply<'a> {
    latency: u64,
    answer: Option<Answer<'a>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    status: u16,
    headers: &'a Headers,
    body: Cow<'a, str>,
}

fn refuse<T, E: ToString>(result: Result<T, E>) -> Result<T, JsValue> {
    result.map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

/// A Rust value as the plain object that its JSON would be.
fn json(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
