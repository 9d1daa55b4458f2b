//! A validated request as a handler sees it: who calls, when, and the params.

use pandapon::endpoint::Generation;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

/// A validated request: the user, the time and the params.
pub struct RequestContext<'a> {
    pub user: &'a str,
    pub now: u64,
    /// The generation of the API, which decides how products are named.
    pub generation: Generation,
    pub params: Params<'a>,
}

/// The params of a request, or the fields of a structure in it, as they are on the wire.
#[derive(Clone, Copy)]
pub struct Params<'a>(pub &'a Json);

impl<'a> Params<'a> {
    pub fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_text()
    }

    pub fn id(self, name: &str) -> Option<i64> {
        number(self.0.get(name)?)
    }

    pub fn fen(self, name: &str) -> Fen {
        Fen(self.id(name).unwrap_or_default())
    }

    pub fn boolean(self, name: &str) -> bool {
        self.0.get(name).and_then(Json::as_bool).unwrap_or_default()
    }

    pub fn list(self, name: &str) -> &'a [Json] {
        self.0.get(name).and_then(Json::as_list).unwrap_or_default()
    }

    pub fn ids(self, name: &str) -> Vec<i64> {
        self.list(name).iter().filter_map(number).collect()
    }

    pub fn texts(self, name: &str) -> Vec<&'a str> {
        self.list(name).iter().filter_map(Json::as_text).collect()
    }

    /// Records `a` page (`size` of them) and which page, from 1.
    pub fn page(self, page: &str, size: &str) -> Page {
        self.page_of(page, size, 20)
    }

    /// As [`Params::page`], with a default page size.
    pub fn page_of(self, page: &str, size: &str, records: i64) -> Page {
        let at_least_one = |name: &str, otherwise| self.id(name).unwrap_or(otherwise).max(1);
        Page { number: at_least_one(page, 1), size: at_least_one(size, records) }
    }
}

/// The requested part of a list.
#[derive(Clone, Copy)]
pub struct Page {
    pub number: i64,
    pub size: i64,
}

impl Page {
    /// The part of `records` on this page.
    pub fn slice<T>(self, records: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        let skipped = (self.number - 1).saturating_mul(self.size);
        let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        records.skip(count(skipped)).take(count(self.size))
    }

    /// How many pages `records` fill.
    pub fn count(self, records: usize) -> i64 {
        let records = i64::try_from(records).unwrap_or(i64::MAX);
        records.saturating_add(self.size - 1) / self.size
    }
}

/// A whole number that comes as a number or as text: ids do either way.
pub fn number(value: &Json) -> Option<i64> {
    value.as_digits()?.parse().ok()
}
