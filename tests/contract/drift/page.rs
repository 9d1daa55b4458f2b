//! Drift in the page that an endpoint names as its source.

use pandapon::api;
use pandapon::endpoint::Descriptor;

use super::Drifts;
use crate::derived;

impl Drifts {
    pub fn page(&mut self, endpoint: &Descriptor, sources: &[String]) {
        let pages: Vec<_> = sources.iter().map(String::as_str).filter(|source| is_page(source)).collect();
        if pages.is_empty() {
            self.other_source(endpoint, sources);
        } else if !pages.contains(&endpoint.page) {
            self.say(endpoint.name, "names a page that is not among its sources");
        } else if pages.iter().any(|page| is_english(page)) && !is_english(endpoint.page) {
            self.say(endpoint.name, "names a page in another language although there is an English one");
        }
    }

    /// Checks the source named by an endpoint without a page: one that exists, or none. An endpoint of generation 2
    /// without any source is derived from that of generation 1, and may name its page.
    fn other_source(&mut self, endpoint: &Descriptor, sources: &[String]) {
        let page = endpoint.page;
        let is_source = sources.iter().any(|source| source == page);
        let first = derived::first_name(endpoint.name).and_then(api::find);
        let is_of_first = sources.is_empty() && first.is_some_and(|first| first.page == page);
        if !(page.is_empty() || is_source || is_of_first) {
            self.say(endpoint.name, "names a page where the spec names none");
        }
    }
}

/// Returns whether a source is the address of a page that was read. Others are phrases such as "a public client of this API",
/// or an address with a reservation ("(id inferred)").
fn is_page(source: &str) -> bool {
    source.starts_with("https://") && !source.contains(' ')
}

fn is_english(page: &str) -> bool {
    page.contains("//doc-en")
}
