//! Endpoints that give their records in pages: what their members are called, read off the declaration.

use crate::schema::{Field, Kind, Record};

/// How an endpoint gives its records in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Paging {
    /// The member of the request that asks for a page; the first is 1.
    pub page: &'static str,
    /// The member of the answer's data that lists the records of a page; none if no page of the vendor's shows it.
    pub records: Option<&'static str>,
    /// The member of the data that counts all records.
    pub total_records: Option<&'static str>,
    /// The member of the data that counts all pages.
    pub total_pages: Option<&'static str>,
}

/// What the vendor calls the member that asks for a page.
const PAGE: [&str; 3] = ["beginPage", "pageNo", "page"];
/// The member of the request that goes with it.
const PAGE_SIZE: [&str; 1] = ["pageSize"];
/// What the vendor calls the count of all records.
const TOTAL_RECORDS: [&str; 2] = ["totalRecords", "totalRecord"];
/// What the vendor calls the count of all pages.
const TOTAL_PAGES: [&str; 1] = ["totalPage"];

impl Paging {
    /// How an endpoint with this request and this answer gives its records in pages.
    pub const fn for_endpoint(request: &Record, answer: &Kind) -> Option<Paging> {
        let Some(page) = named(request.fields, &PAGE) else { return None };
        if named(request.fields, &PAGE_SIZE).is_none() {
            return None;
        }
        let fields: &[Field] = match answer {
            Kind::Record(record) => record.fields,
            _ => &[],
        };
        Some(Paging {
            page,
            records: only_list(fields),
            total_records: named(fields, &TOTAL_RECORDS),
            total_pages: named(fields, &TOTAL_PAGES),
        })
    }
}

/// The first of these names that a member has.
#[allow(
    clippy::indexing_slicing,
    reason = "runs while the crate is compiled, where it would be an error of compilation"
)]
const fn named(fields: &[Field], names: &[&str]) -> Option<&'static str> {
    let mut index = 0;
    while index < fields.len() {
        let mut choice = 0;
        while choice < names.len() {
            if same(fields[index].name, names[choice]) {
                return Some(fields[index].name);
            }
            choice += 1;
        }
        index += 1;
    }
    None
}

/// The member that is a list of structures, if there is exactly one.
#[allow(
    clippy::indexing_slicing,
    reason = "runs while the crate is compiled, where it would be an error of compilation"
)]
const fn only_list(fields: &[Field]) -> Option<&'static str> {
    let mut found = None;
    let mut index = 0;
    while index < fields.len() {
        if matches!(fields[index].kind, Kind::List(Kind::Record(_))) {
            if found.is_some() {
                return None;
            }
            found = Some(fields[index].name);
        }
        index += 1;
    }
    found
}

#[allow(
    clippy::indexing_slicing,
    reason = "runs while the crate is compiled, where it would be an error of compilation"
)]
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}
