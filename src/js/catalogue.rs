//! The catalogue, for the package to make its methods from.

use wasm_bindgen::prelude::*;

use crate::api::packed;
use crate::call::paging::Progress;
use crate::endpoint::{Descriptor, Generation, Paging, Provenance, Safety};
use crate::schema::json::ObjectText;

/// All endpoints, as JSON text.
#[wasm_bindgen]
pub fn endpoints() -> String {
    let entries: Vec<_> = packed::endpoints().iter().map(entry).collect();
    format!("[{}]", entries.join(","))
}

/// How an endpoint gives its records in pages, as JSON text; nothing if it does not.
#[wasm_bindgen]
pub fn paging(name: &str) -> Option<String> {
    let Paging { page, records, total_records, total_pages } = packed::find(name)?.paging?;
    let paging = ObjectText::new()
        .text("page", page)
        .optional("records", records)
        .optional("totalRecords", total_records)
        .optional("totalPages", total_pages);
    Some(paging.end())
}

/// Whether to ask for the next page of a listing. Counts as in [`Progress`].
#[wasm_bindgen(js_name = goesOn)]
pub fn goes_on(
    page: f64,
    on_this_page: f64,
    so_far: f64,
    total_records: Option<f64>,
    total_pages: Option<f64>,
) -> bool {
    let progress = Progress { page: page as u64, on_this_page: on_this_page as u64, so_far: so_far as u64 };
    let count = |count| count as u64;
    progress.goes_on(total_records.map(count), total_pages.map(count))
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
        Provenance::Twin => "twin",
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
