//! Drift in requests.

use pandapon::endpoint::Descriptor;
use pandapon::schema::{Field, Limits, Origin};
use serde_json::Value;

use super::{Drifts, Half};
use crate::spec::{Member, Operation};

impl Drifts {
    pub fn request(&mut self, endpoint: &'static Descriptor, operation: &Operation) {
        let place = format!("{} request", endpoint.name);
        if endpoint.request.open != operation.request_is_hidden {
            self.say(&place, "must let unknown members pass if, and only if, no page shows what it holds");
        }
        // An endpoint without a readable page is known from the upstream only.
        let origin = if endpoint.path.is_some() { Origin::Page } else { Origin::Upstream };
        self.record(&place, endpoint.request, operation.request(), Half::Request(origin));
    }

    pub fn request_member(&mut self, place: &str, field: &Field, member: &Member, origin: Origin) {
        if field.origin != origin {
            self.say(place, &format!("must be declared as of the {origin:?}"));
        }
        if !member.agrees {
            self.say(place, "is required by one part of the spec and optional by another");
        }
        let mark = |required| if required { "required" } else { "optional" };
        self.differ(place, "mark", mark(member.required), mark(field.required));
        self.limits(place, field.limits, &member.schema);
    }

    /// Compares limits on the page. Others are known from the upstream, in prose.
    fn limits(&mut self, place: &str, limits: Limits, schema: &Value) {
        let word = |limit: Option<i64>| limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string());
        for (what, stated, declared) in
            [("least", &schema["minimum"], limits.least), ("most", &schema["maximum"], limits.most)]
        {
            if let Some(stated) = stated.as_i64() {
                self.differ(place, what, &stated.to_string(), &word(declared.map(i64::from)));
            }
        }
    }
}
