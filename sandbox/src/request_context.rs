//! The input of a handler: the user, the time and the validated params.

use pandapon::endpoint::Generation;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

/// The input of a handler: the user, the time and the validated params.
pub struct RequestContext<'a> {
    /// The user-id.
    pub user: &'a str,
    /// The time on the sandbox's clock, in milliseconds since 1970.
    pub now: u64,
    /// The generation of the API, which decides how products are identified.
    pub generation: Generation,
    pub params: Params<'a>,
}

/// The params of a request, or the fields of an object in it, as they are on the wire.
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

    /// Returns the page that the params of these names request: its number from 1, and its size, by default 20.
    pub fn page(self, number: &str, size: &str) -> Page {
        self.page_or(number, size, 20)
    }

    /// As [`Params::page`], with another default size.
    pub fn page_or(self, number: &str, size: &str, default_size: i64) -> Page {
        let positive = |name: &str, default| self.id(name).unwrap_or(default).max(1);
        Page { number: positive(number, 1), size: positive(size, default_size) }
    }
}

/// The requested part of a list.
#[derive(Clone, Copy)]
pub struct Page {
    pub number: i64,
    pub size: i64,
}

impl Page {
    /// Returns the records on this page.
    pub fn slice<T>(self, records: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        let skipped = (self.number - 1).saturating_mul(self.size);
        let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        records.skip(count(skipped)).take(count(self.size))
    }

    /// Returns the number of pages for this many records.
    pub fn count(self, records: usize) -> i64 {
        let records = i64::try_from(records).unwrap_or(i64::MAX);
        records.saturating_add(self.size - 1) / self.size
    }
}

/// Reads a whole number from a JSON number or from text: ids come in both forms.
pub fn number(value: &Json) -> Option<i64> {
    value.as_digits()?.parse().ok()
}
