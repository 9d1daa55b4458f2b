//! Links between Rust items in doc comments, turned into what editors show for TypeScript.

use super::namespace::{last_part, parent, Namespace, Type, THIS_FILE};

/// Turns the links of doc comments, which name Rust items, into JSDoc links and code.
pub struct Links<'a> {
    /// Where the items are found.
    pub namespaces: &'a [Namespace],
}

impl Links<'_> {
    /// The doc comment of an item of the namespace `here`, with its links turned.
    pub fn translate(&self, here: &str, doc: &str) -> String {
        let mut translated = String::with_capacity(doc.len());
        let mut rest = doc;
        while let Some((before, link)) = rest.split_once('[') {
            translated.push_str(before);
            match split_link(link) {
                Some((item, after)) => {
                    translated.push_str(&self.item(here, item));
                    rest = after;
                }
                None => {
                    translated.push('[');
                    rest = link;
                }
            }
        }
        translated + rest
    }

    /// What replaces a Rust path such as `super::product::Sku`.
    fn item(&self, here: &str, path: &str) -> String {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        let module = absolute(here, module);
        if let Some((namespace, found)) = self.find(here, &module, name) {
            let path = self.seen_from(here, &namespace.path);
            return match found {
                Type::Params(endpoint) => format!("{{@link {path}.{name} {}}}", endpoint.name),
                _ if here == namespace.path => format!("{{@link {name}}}"),
                _ => format!("{{@link {path}.{name}}}"),
            };
        }
        let whole = absolute(here, path);
        if self.namespaces.iter().any(|namespace| namespace.path == whole) {
            return format!("`{whole}`");
        }
        // A member of a type, or an item that only Rust has.
        let owner = Some(last_part(&module)).filter(|owner| owner.starts_with(char::is_uppercase));
        let name = if name.starts_with(char::is_lowercase) { camel_case(name) } else { name.to_owned() };
        owner.map_or_else(|| format!("`{name}`"), |owner| format!("`{owner}.{name}`"))
    }

    /// What to call a namespace inside the namespace `here`, where another of the same name may hide it: `v2` has an
    /// `alibaba` of its own.
    fn seen_from(&self, here: &str, namespace: &str) -> String {
        let first = namespace.split('.').next().unwrap_or_default();
        let is_around = |outer: &str| format!("{here}.").starts_with(&format!("{outer}."));
        let hides = |other: &Namespace| {
            last_part(&other.path) == first
                && parent(&other.path).is_some_and(|outer| !outer.is_empty() && is_around(outer))
        };
        if self.namespaces.iter().any(hides) {
            format!("{THIS_FILE}.{namespace}")
        } else {
            namespace.to_owned()
        }
    }

    /// The type of this name in that module, or, as Rust files import, in the module nearest to `here`.
    fn find(&self, here: &str, module: &str, name: &str) -> Option<(&Namespace, Type)> {
        let found = self.namespaces.iter().filter_map(|namespace| Some((namespace, namespace.find(name)?)));
        let is_there = |(namespace, _): &(&Namespace, Type)| namespace.path == module;
        found.clone().find(is_there).or_else(|| {
            let is_import = module == here;
            found.filter(|_| is_import).max_by_key(|(namespace, _)| common_parts(&namespace.path, here))
        })
    }
}

/// The Rust path that a link names, and the text after the link; nothing if this is no link to an item.
fn split_link(text: &str) -> Option<(&str, &str)> {
    let (label, after) = text.split_once(']')?;
    let (target, after) = match after.strip_prefix('(') {
        Some(target) => target.split_once(')')?,
        None => (label.strip_prefix('`')?.strip_suffix('`')?, after),
    };
    let is_item = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':';
    let target = target.trim_matches('`').trim_end_matches("()");
    (target.bytes().all(is_item) && !target.contains(":/")).then_some((target, after))
}

/// A Rust path as a dotted name within the catalogue, as seen from the module of the namespace `here`.
fn absolute(here: &str, path: &str) -> String {
    let mut parts: Vec<&str> = here.split('.').filter(|part| !part.is_empty()).collect();
    for part in path.split("::").filter(|part| !part.is_empty() && *part != "self") {
        match part {
            "crate" | "api" => parts.clear(),
            "super" => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join(".")
}

fn common_parts(one: &str, other: &str) -> usize {
    one.split('.').zip(other.split('.')).take_while(|(one, other)| one == other).count()
}

fn camel_case(snake_case: &str) -> String {
    let mut parts = snake_case.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let mut letters = part.chars();
        let initial = letters.next().map(|letter| letter.to_ascii_uppercase());
        name + &initial.into_iter().chain(letters).collect::<String>()
    })
}

#[cfg(test)]
mod tests {
    use super::super::namespace::namespaces;
    use super::*;
    use pandapon::api;

    fn translate(here: &str, doc: &str) -> String {
        let catalogue: Vec<_> = api::catalogue().collect();
        let namespaces = namespaces(&catalogue).unwrap_or_default();
        Links { namespaces: &namespaces }.translate(here, doc)
    }

    #[test]
    fn requests_are_shown_as_their_endpoints_and_types_by_their_names() {
        let here = "alibaba.refund";
        let endpoint = "From {@link alibaba.refund.Reasons alibaba.refund.reasons}.";
        assert_eq!(translate(here, "From [`Reasons`]."), endpoint);
        assert_eq!(translate("alibaba.order", "From [`super::refund::Reasons`]."), endpoint);
        assert_eq!(
            translate("alibaba.order", "From [the reasons](crate::api::alibaba::refund::Reasons)."),
            endpoint
        );
        assert_eq!(translate(here, "[`GoodsStatus`]"), "{@link GoodsStatus}");
        assert_eq!(translate("alibaba.order", "[`GoodsStatus`]"), "{@link alibaba.refund.GoodsStatus}");
    }

    #[test]
    fn what_another_name_hides_is_reached_around_it() {
        let doc = "As [`Create`](crate::api::alibaba::refund::Create).";
        let link = |target: &str| format!("As {{@link {target} alibaba.refund.create}}.");
        assert_eq!(translate("v2.alibaba.refund", doc), link("generation1.alibaba.refund.Create"));
        assert_eq!(translate("ka.refund", doc), link("alibaba.refund.Create"));
    }

    #[test]
    fn groups_members_and_items_of_rust_alone_become_code() {
        assert_eq!(translate("alibaba.order", "see [`super::refund`]"), "see `alibaba.refund`");
        assert_eq!(translate("alibaba.refund", "[`Create::order_id`]"), "`Create.orderId`");
        assert_eq!(translate("alibaba.refund", "[`crate::scalar::yuan_to_fen`]"), "`yuanToFen`");
    }

    #[test]
    fn other_brackets_stay() {
        for text in ["`list[0].count`", "[vendor](https://example.com/x)", "a [b] c", "open ["] {
            assert_eq!(translate("alibaba.refund", text), text);
        }
    }
}
