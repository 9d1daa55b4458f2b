//! Reading what a fetch answered: any object that is shaped like a `Response`.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, ArrayBuffer, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::{failure, member, settled};
use crate::call::headers::Headers;
use crate::call::response::Response;
use crate::client::transport::Failure;

/// Reads the body: as a stream where there is one, no further than just beyond `most` bytes; else as a whole.
pub async fn body(answer: &JsValue, most: usize) -> Result<Vec<u8>, Failure> {
    let stream = member(answer, "body");
    let Ok(get_reader) = member(&stream, "getReader").dyn_into::<Function>() else {
        let body = settled(whole(answer)?).await.map_err(|error| failure::from_error(&error))?;
        return bytes(&body).ok_or_else(|| unusable("its body is neither bytes nor text"));
    };
    let reader = get_reader.call0(&stream).map_err(|error| failure::from_error(&error))?;
    let mut reader = Reader { reader, has_ended: false };
    let mut body = Vec::new();
    for reads in 1_u64.. {
        let chunk =
            settled(call(&reader.reader, "read")?).await.map_err(|error| failure::from_error(&error))?;
        if member(&chunk, "done").is_truthy() {
            reader.has_ended = true;
            break;
        }
        let chunk = bytes(&member(&chunk, "value"));
        body.extend(chunk.ok_or_else(|| unusable("its body is a stream of something else than bytes"))?);
        if body.len() > most {
            break;
        }
        // A stream that is always ready would keep the timer of the time limit from firing.
        if reads % READS_IN_A_ROW == 0 {
            TimeoutFuture::new(0).await;
        }
    }
    Ok(body)
}

/// A stream may be read so often before timers get their turn.
const READS_IN_A_ROW: u64 = 1024;

/// A reader of a body, which is cancelled when it is dropped before the end: on a timeout, for example.
struct Reader {
    reader: JsValue,
    has_ended: bool,
}

impl Drop for Reader {
    fn drop(&mut self) {
        if self.has_ended {
            return;
        }
        // Nobody waits for the end of what is cancelled.
        if let Ok(cancelled) = call(&self.reader, "cancel") {
            wasm_bindgen_futures::spawn_local(async move {
                let _ = settled(cancelled).await;
            });
        }
    }
}

fn call(object: &JsValue, name: &str) -> Result<JsValue, Failure> {
    let function = member(object, name).dyn_into::<Function>();
    let function = function.map_err(|_| unusable("the reader of its body cannot be used"))?;
    function.call0(object).map_err(|error| failure::from_error(&error))
}

/// The body of the response: bytes where it has a reader of them, so that no digit is touched, else text.
fn whole(answer: &JsValue) -> Result<JsValue, Failure> {
    let readers = ["arrayBuffer", "text"];
    let reader = readers.iter().find_map(|name| member(answer, name).dyn_into::<Function>().ok());
    let reader = reader.ok_or_else(|| unusable("it has neither arrayBuffer() nor text()"))?;
    reader.call0(answer).map_err(|error| failure::from_error(&error))
}

/// The answer with this body.
pub fn read(answer: &JsValue, body: Vec<u8>) -> Result<Response, Failure> {
    let status = member(answer, "status").as_f64().filter(|status| (0.0..1000.0).contains(status));
    let status = status.ok_or_else(|| unusable("its status is not a number"))? as u16;
    Ok(Response { status, headers: headers(&member(answer, "headers")), body })
}

fn bytes(body: &JsValue) -> Option<Vec<u8>> {
    if let Some(text) = body.as_string() {
        return Some(text.into_bytes());
    }
    // By its shape, not its class: bytes may come from another realm.
    let is_buffer = body.is_instance_of::<ArrayBuffer>() || member(body, "byteLength").as_f64().is_some();
    let view = if ArrayBuffer::is_view(body) {
        let start = member(body, "byteOffset").as_f64()? as u32;
        let length = member(body, "byteLength").as_f64()? as u32;
        Uint8Array::new_with_byte_offset_and_length(&member(body, "buffer"), start, length)
    } else if is_buffer {
        Uint8Array::new(body)
    } else {
        return None;
    };
    Some(view.to_vec())
}

/// Headers come as `Headers`, as a `Map`, or as a plain object.
fn headers(headers: &JsValue) -> Headers {
    let pairs: Vec<_> = match js_sys::try_iter(headers) {
        Ok(Some(pairs)) => pairs.flatten().map(|pair| (member(&pair, "0"), member(&pair, "1"))).collect(),
        _ if headers.is_object() => {
            let names = Reflect::own_keys(headers.unchecked_ref::<Object>()).unwrap_or_else(|_| Array::new());
            names
                .iter()
                .map(|name| (name.clone(), Reflect::get(headers, &name).unwrap_or_default()))
                .collect()
        }
        _ => Vec::new(),
    };
    let text = |(name, value): (JsValue, JsValue)| {
        Some((name.as_string()?.to_ascii_lowercase(), value.as_string()?))
    };
    Headers(pairs.into_iter().filter_map(text).collect())
}

fn unusable(reason: &str) -> Failure {
    Failure::new(format!("fetch gave something that is no Response: {reason}"), true)
}
