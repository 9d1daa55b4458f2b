//! The catalogue, for the package to make its methods from.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::json;
use crate::api;
use crate::endpoint::{Descriptor, Generation, Method, Provenance, Safety};

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    method: Method,
    path: Option<&'static str>,
    safety: Safety,
    provenance: Provenance,
    generation: Generation,
    title: &'static str,
}

impl From<&'static Descriptor> for Entry {
    fn from(endpoint: &'static Descriptor) -> Self {
        let Descriptor { name, method, path, safety, provenance, title, .. } = *endpoint;
        Entry { name, method, path, safety, provenance, generation: endpoint.generation(), title }
    }
}

/// All endpoints, as plain objects.
#[wasm_bindgen]
pub fn endpoints() -> Result<JsValue, JsValue> {
    let entries: Vec<Entry> = api::catalogue().map(Entry::from).collect();
    json(&entries)
}
