//! The OpenAPI document of one generation.

use super::components::Components;
use super::json_ext::JsonExt;
use super::operation::{operation, ENVELOPE};
use super::schema::Schemas;
use crate::types::links::Links;
use anyhow::Result;
use pandapon::call::headers::SYSTEM_HEADERS;
use pandapon::call::request::{PANDAPON, XPORT};
use pandapon::endpoint::{Descriptor, Generation};
use serde_json::{json, Map, Value};

const DESCRIPTION: &str = "\
What is known of the vendor's API, written from the declarations of the client `pandapon`. It describes the wire.

- `x-provenance`: how the path is known: `documented` on a vendor page, seen in a public `client`, or derived from the other \
generation (`derived`). Endpoints whose path is not public stand under `x-unrouted`, with the method that their kind suggests \
where none is known.
- `x-safety`: whether a call may be sent again: `read` changes nothing, `idempotent` gives the same outcome, `once` must not \
be repeated blindly. With the member that `x-idempotent-with` names, a call is idempotent.
- `x-origin: upstream`: a member that no page of the vendor's shows: inferred from the platform behind it or from a sister \
endpoint.
- `x-unit`: `fen` (1/100 yuan) or `yuan`.
- `x-open`: the vendor's page does not show what the request holds, or not all; `additionalProperties: true` says so of a \
structure.

Ids are 64-bit integers beyond 2^53: parse them losslessly. In answers ids, too, may come as numbers or as strings, \
whatever is said of them here. Of words in an `anyOf` beside `string` others are possible.";

/// The document of the endpoints of a generation.
pub fn document(
    generation: Generation,
    endpoints: impl Iterator<Item = &'static Descriptor>,
    links: &Links,
) -> Result<Value> {
    let mut schemas = Schemas { links, components: Components::default() };
    schemas.components.add(ENVELOPE, envelope());
    let mut paths = Map::new();
    let mut unrouted = Vec::new();
    for endpoint in endpoints {
        let mut operation = operation(&mut schemas, endpoint)?;
        let method = endpoint.method.as_str();
        match endpoint.path {
            Some(path) => {
                paths.entry(path).or_insert_with(|| json!({})).put(&method.to_lowercase(), operation)
            }
            None => {
                operation.put("method", method);
                unrouted.push(operation);
            }
        }
    }
    let headers = SYSTEM_HEADERS.map(|name| (name.to_owned(), json!([])));
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": title(generation),
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
        },
        "servers": servers(generation),
        "security": [Map::from_iter(headers)],
        "paths": paths,
        "x-unrouted": unrouted,
        "components": {
            "securitySchemes": security_schemes(),
            "schemas": schemas.components.into_sorted(),
        },
    }))
}

fn title(generation: Generation) -> &'static str {
    match generation {
        Generation::V1 => "PandaPon OpenAPI, generation 1",
        Generation::V2 => "PandaPon OpenAPI, generation 2",
        _ => "Xport KA OpenAPI",
    }
}

fn servers(generation: Generation) -> Value {
    let addresses: &[&str] = match generation {
        Generation::V1 => &[PANDAPON, XPORT],
        Generation::V2 => &[PANDAPON],
        _ => &[XPORT],
    };
    addresses.iter().map(|address| json!({ "url": address })).collect()
}

/// The five headers that every request carries. OpenAPI has no word for a signature made anew for each request.
fn security_schemes() -> Value {
    let schemes = SYSTEM_HEADERS.map(|name| {
        let scheme = json!({ "type": "apiKey", "in": "header", "name": name, "description": header(name) });
        (name.to_owned(), scheme)
    });
    Value::Object(schemes.into_iter().collect())
}

/// What a system header holds (spec/platform.md, "System headers" and "Signature").
fn header(name: &str) -> &'static str {
    match name {
        "access-key" => "Identifies the developer.",
        "timestamp" => "Seconds since 1970, at most 600 from the server's clock.",
        "nonce-str" => "32 random characters of A-Z, a-z and 0-9.",
        "user-id" => "The sub-account that the call acts for. Not signed.",
        _ => "MD5, in upper-case hex, of access-key, timestamp, nonce-str and the access secret, one behind the other.",
    }
}

/// The members of every answer beside its data (spec/platform.md, "Answer envelope").
fn envelope() -> Value {
    json!({
        "type": "object",
        "description": "What every answer carries beside its data. Nearly everything in it may be null.",
        "properties": {
            "requestId": { "type": ["string", "null"], "description": "The request, for the vendor's support." },
            "code": { "type": ["integer", "null"], "description": "200 is success, anything else a failure." },
            "developId": {
                "type": ["string", "integer", "null"],
                "format": "int64",
                "description": "The developer.",
            },
            "msg": { "type": ["string", "null"], "description": "What happened, for people." },
        },
    })
}
