//! Drift in method, path, and params in the URL.

use pandapon::endpoint::{Descriptor, Method};
use pandapon::schema::Kind;

use super::Drifts;
use crate::derived;
use crate::spec::{Operation, Parameter};

impl Drifts {
    pub fn route(&mut self, endpoint: &Descriptor, operation: &Operation) {
        let name = endpoint.name;
        let method = endpoint.method.as_str();
        // Without a method in the spec, any is accepted.
        self.differ(name, "method", operation.method.as_deref().unwrap_or(method), method);
        self.differ(name, "path", or_none(operation.path.as_deref()), or_none(endpoint.path));
        self.derived_path(name, operation);
        let word = |signs: bool| if signs { "signed" } else { "plain" };
        self.differ(name, "query", word(operation.signs_query()), word(endpoint.signs_query));
        let word = |omit_empty_body: bool| if omit_empty_body { "none shown" } else { "usual" };
        let is_post = endpoint.path.is_some() && endpoint.method == Method::Post;
        self.differ(name, "body", word(is_post && !operation.has_body), word(endpoint.omit_empty_body));
        self.places(endpoint, operation);
        self.placeholders(endpoint);
    }

    /// Checks that a path derived from the other generation obeys the rule.
    fn derived_path(&mut self, name: &str, operation: &Operation) {
        let (is_derived, derived_from) = (operation.provenance == "derived", operation.twin_of.as_deref());
        if is_derived != derived_from.is_some() {
            self.say(name, "is called derived by one part of the spec and not by another");
        }
        let (Some(path), Some(other)) = (operation.path.as_deref(), derived_from) else {
            return;
        };
        let [first, second] = if derived::is_second(name) { [other, path] } else { [path, other] };
        self.differ(name, "derived path", second, &derived::second_path(name, first));
    }

    /// Checks that the client sends each param in the place that the page documents: it fills the path's placeholders,
    /// and puts the other params into the query of a GET and the body of a POST.
    fn places(&mut self, endpoint: &Descriptor, operation: &Operation) {
        let placeholders = placeholders(operation.path.as_deref());
        for Parameter { place, member } in operation.parameters_of_the_caller() {
            let place_by_client = match endpoint.method {
                _ if placeholders.contains(&member.name.as_str()) => "path",
                Method::Get => "query",
                Method::Post => "body",
            };
            self.differ(&format!("{} {}", endpoint.name, member.name), "place", place, place_by_client);
        }
        if endpoint.path.is_some() && endpoint.method == Method::Get && !operation.body.is_empty() {
            self.say(endpoint.name, "has a body in the spec, where the client puts none");
        }
    }

    fn placeholders(&mut self, endpoint: &Descriptor) {
        for name in placeholders(endpoint.path) {
            let field = endpoint.request.fields.iter().find(|field| field.name == name);
            let is_given = field.is_some_and(|field| {
                field.required && matches!(field.kind, Kind::Id | Kind::TextId | Kind::Text)
            });
            if !is_given {
                self.say(
                    endpoint.name,
                    &format!("needs {name} for its path, which no required member gives"),
                );
            }
        }
    }
}

/// Returns the names of a path's placeholders.
fn placeholders(path: Option<&str>) -> Vec<&str> {
    let parts = path.unwrap_or_default().split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

fn or_none(path: Option<&str>) -> &str {
    path.unwrap_or("none")
}
