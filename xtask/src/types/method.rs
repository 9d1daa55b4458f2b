//! What is said of an endpoint's method.

use super::links::Links;
use super::namespace::parent;
use pandapon::endpoint::{Descriptor, Provenance, Safety};

/// The doc comment of the method: what it does, where it lies, whether it may be sent again, where it is documented.
pub fn doc(endpoint: &Descriptor, links: &Links) -> String {
    let meaning = links.translate(parent(endpoint.name).unwrap_or_default(), endpoint.doc);
    let method = endpoint.method.as_str();
    let route = endpoint.path.map_or_else(|| format!("`{method}`"), |path| format!("`{method} {path}`"));
    let route = format!("{route}: {}", provenance(endpoint.provenance));
    let safety = safety(endpoint.safety);
    format!("{meaning}\n\n{route}\n\n{safety}\n\n@see {{@link {} {}}}", endpoint.page, endpoint.title)
}

/// The first paragraph: what the endpoint does, in short.
pub fn summary(endpoint: &Descriptor, links: &Links) -> String {
    let paragraph = endpoint.doc.split("\n\n").next().unwrap_or_default();
    links.translate(parent(endpoint.name).unwrap_or_default(), paragraph)
}

fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "the path stands on the vendor's page.",
        Provenance::Client => "the path was seen in a public client of the API, not on the vendor's page.",
        Provenance::Twin => {
            "the path is derived from the vendor's other generation and was never seen itself. Should the vendor not \
             know it, the client's option `routes` replaces it."
        }
        Provenance::Unrouted => {
            "the path is not public. Until the client's option `routes` names it, a call fails with a `RouteError` and \
             nothing is sent."
        }
    }
}

fn safety(safety: Safety) -> &'static str {
    match safety {
        Safety::Read => {
            "The call changes nothing, so it is sent again by itself after a failure of the network or the vendor \
             (`maxRetries`)."
        }
        Safety::Idempotent => {
            "Repeating the call gives the same outcome, so it is sent again by itself after a failure of the network \
             or the vendor (`maxRetries`)."
        }
        Safety::Once => {
            "The call is never sent again by itself: after a doubtful failure look up its outcome before repeating it."
        }
    }
}
