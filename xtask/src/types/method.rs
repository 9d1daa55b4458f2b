//! What is said of an endpoint's method.

use super::links::Links;
use super::namespace::{in_generation_1, parent};
use pandapon::api;
use pandapon::endpoint::{Descriptor, Provenance, Safety};

/// The doc comment of the method: what it does, where it lies, whether it may be sent again, where it is documented.
pub fn doc(endpoint: &Descriptor, links: &Links) -> String {
    let meaning = meaning(endpoint, links);
    let method = endpoint.method.as_str();
    let route = endpoint.path.map_or_else(|| format!("`{method}`"), |path| format!("`{method} {path}`"));
    let route = format!("{route}: {}", provenance(endpoint.provenance));
    let safety = safety(endpoint.safety, endpoint.idempotent_with);
    format!("{meaning}\n\n{route}\n\n{safety}\n\n{}", page(endpoint))
}

/// Where it is documented, or where else it was seen, as far as anybody says.
fn page(endpoint: &Descriptor) -> String {
    let Descriptor { page, title, .. } = endpoint;
    if page.starts_with("https://") {
        format!("@see {{@link {page} {title}}}")
    } else if page.is_empty() {
        format!("The vendor calls it \"{title}\".")
    } else {
        format!("Seen in {page}, as \"{title}\".")
    }
}

/// What it does. Generation 2 says it in short where generation 1 has said it.
fn meaning(endpoint: &Descriptor, links: &Links) -> String {
    let here = parent(endpoint.name).unwrap_or_default();
    let first = in_generation_1(endpoint.name).and_then(api::find);
    match first.filter(|first| first.doc == endpoint.doc) {
        None => links.translate(here, endpoint.doc),
        Some(first) => format!("{} As `client.{}`.", summary(endpoint, links), first.name),
    }
}

/// The first paragraph: what the endpoint does, in short.
pub fn summary(endpoint: &Descriptor, links: &Links) -> String {
    let paragraph = endpoint.doc.split("\n\n").next().unwrap_or_default();
    links.translate(parent(endpoint.name).unwrap_or_default(), paragraph)
}

fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Documented => "documented.",
        Provenance::Client => "seen in a public client of the API, not on the vendor's page.",
        Provenance::Derived => {
            "derived from the vendor's other generation, and never seen itself; the option `routes` replaces it."
        }
        Provenance::Unrouted => {
            "not public, and a call is a `RouteError`, until the option `routes` names the path."
        }
    }
}

fn safety(safety: Safety, idempotent_with: Option<&str>) -> String {
    const AGAIN: &str = "and is retried after a failure (`maxRetries`).";
    const NEVER: &str = "is never retried: after a doubtful failure, look up its outcome.";
    match (safety, idempotent_with) {
        (Safety::Read, _) => format!("Changes nothing, {AGAIN}"),
        (Safety::Idempotent, _) => format!("Has the same outcome when it is repeated, {AGAIN}"),
        (Safety::Once, None) => format!("The call {NEVER}"),
        (Safety::Once, Some(member)) => {
            format!(
                "With `{member}` the call has the same outcome when it is repeated, {AGAIN} Without `{member}` it {NEVER}"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::namespace::namespaces;
    use super::*;

    /// The paragraphs of a method's doc comment.
    fn paragraphs(name: &str) -> Vec<String> {
        let catalogue: Vec<_> = api::catalogue().collect();
        let namespaces = namespaces(&catalogue).unwrap_or_default();
        let links = Links { namespaces: &namespaces };
        let doc = api::find(name).map(|endpoint| doc(endpoint, &links)).unwrap_or_default();
        doc.split("\n\n").map(str::to_owned).collect()
    }

    fn last(name: &str) -> String {
        paragraphs(name).pop().unwrap_or_default()
    }

    #[test]
    fn a_method_ends_with_where_its_endpoint_is_documented_or_was_seen() {
        let link = "@see {@link https://doc-en.pandapon.com/api-263477669 Address addition and update}";
        assert_eq!(last("address.save"), link);
        assert_eq!(last("alibaba.cart.remove"), "The vendor calls it \"1688 shopping cart: delete\".");
        let seen = "Seen in a public client of this API, as \"Convert and decrypt to Wangwang URL\".";
        assert_eq!(last("alibaba.product.decryptOpenUid"), seen);
    }

    #[test]
    fn what_a_member_makes_repeatable_is_said() {
        let says = |name: &str, text: &str| paragraphs(name).iter().any(|said| said.starts_with(text));
        assert!(says(
            "address.save",
            "With `id` the call has the same outcome when it is repeated, and is retried"
        ));
        assert!(says("alibaba.refund.create", "The call is never retried"));
        assert!(says("alibaba.refund.get", "Changes nothing, and is retried"));
    }
}
