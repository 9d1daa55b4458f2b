//! The catalogue, for the package to make its methods from.

use wasm_bindgen::prelude::*;

use super::failure::thrown;
use super::options::Options;
use crate::api::catalogue;
use crate::call::paging;
use crate::endpoint::{Descriptor, Evidence, Generation, Outcome, Provenance, Repetition, Safety};
use crate::schema::json::ObjectText;

/// All endpoints, as JSON text.
#[wasm_bindgen]
pub fn endpoints() -> String {
    let entries: Vec<_> = catalogue::endpoints().iter().map(entry).collect();
    format!("[{}]", entries.join(","))
}

/// A listing that comes in pages. See [`paging::Listing`].
#[wasm_bindgen]
pub struct Listing(paging::Listing);

#[wasm_bindgen]
impl Listing {
    /// Of an endpoint, with params as JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, params: &str) -> Result<Listing, JsValue> {
        let make = || {
            let endpoint = catalogue::find(name).ok_or_else(|| paging::not_paginated(name))?;
            let params = Options::parse(params)?;
            paging::Listing::new(endpoint, |name| params.get(name).cloned()).map(Listing)
        };
        make().map_err(|error| thrown(&error))
    }

    /// The params that ask for the next page, as JSON text; nothing after the last page.
    #[wasm_bindgen(getter)]
    pub fn next(&self) -> Option<String> {
        let page = self.0.next()?.to_string();
        Some(ObjectText::new().json(self.0.member(), &page).end())
    }

    /// Reads the data of a page, as JSON text: which of its members lists the records. Empty if the data itself does,
    /// nothing if there is nothing new in it.
    pub fn read(&mut self, data: &str) -> Result<Option<String>, JsValue> {
        let page = self.0.read(data).map_err(|error| thrown(&error))?;
        let list = page.is_new.then(|| page.list.clone().unwrap_or_default());
        self.0.advance(page);
        Ok(list)
    }
}

fn entry(endpoint: &Descriptor) -> String {
    ObjectText::new()
        .text("name", endpoint.name)
        .text("method", endpoint.method.as_str())
        .optional("path", endpoint.path)
        .text("safety", safety(endpoint.safety))
        .text("provenance", provenance(endpoint.provenance))
        .text("generation", generation(endpoint.generation()))
        .text("title", endpoint.title)
        .json(
            "outcome",
            &endpoint.outcome.map_or_else(|| "null".to_owned(), |known| outcome(endpoint, known)),
        )
        .end()
}

fn outcome(endpoint: &Descriptor, Outcome { evidence, repetition, .. }: Outcome) -> String {
    let evidence = match evidence {
        Evidence::Mark { .. } => "mark",
        Evidence::State { .. } => "state",
        Evidence::Part { .. } => "part",
        Evidence::Converge { .. } => "converge",
        Evidence::Nothing => "nothing",
    };
    let repetition = match repetition {
        Repetition::Creates => "creates",
        Repetition::Adds => "adds",
        Repetition::Guarded => "guarded",
        Repetition::Harmless => "harmless",
        Repetition::Unknown => "unknown",
    };
    ObjectText::new()
        .text("evidence", evidence)
        .optional("lookUp", endpoint.look_up().as_deref())
        .text("repetition", repetition)
        .end()
}

fn safety(safety: Safety) -> &'static str {
    match safety {
        Safety::Read => "read",
        Safety::Idempotent => "idempotent",
        Safety::Once => "once",
    }
}

fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "documented",
        Provenance::Client => "client",
        Provenance::Derived => "derived",
        Provenance::Unrouted => "unrouted",
    }
}

fn generation(generation: Generation) -> &'static str {
    match generation {
        Generation::V1 => "v1",
        Generation::V2 => "v2",
        Generation::Ka => "ka",
    }
}
