//! Listings that come in pages: which page to request, which list of a response holds the records, and which page is the last.

use pandapon_lossless::token;

use crate::endpoint::{Descriptor, Paging};
use crate::error::{CallInfo, Error};
use crate::scalar::whole;
use crate::schema::Json;
use crate::signature;

/// Maximum number of a page: what JavaScript can count to.
const MAX_PAGE: u64 = (1 << 53) - 1;

/// A listing, from the page that is asked for first to its last.
#[derive(Debug, Clone)]
pub struct Listing {
    endpoint: &'static str,
    paging: Paging,
    next: Option<u64>,
    records_so_far: u64,
    /// Digests of the records of each page so far.
    seen: Vec<[u8; signature::SIGNATURE_LENGTH]>,
    last_was_repeated: bool,
}

/// What an answer means for its listing. Nothing changes until [`Listing::advance`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The member of the data that lists the records; none if the data itself is the list, or there are no records.
    pub list: Option<String>,
    /// Whether there is something to return: false for records that an earlier page had.
    pub is_new: bool,
    records: u64,
    digest: [u8; signature::SIGNATURE_LENGTH],
    goes_on: bool,
}

impl Listing {
    /// A listing that begins where the members of a request ask, or else with page 1.
    ///
    /// # Errors
    /// [`Error::Config`] if the endpoint is not paginated, or there is no such page.
    pub fn new(endpoint: &Descriptor, member: impl FnOnce(&str) -> Option<Json>) -> Result<Self, Error> {
        let name = endpoint.name;
        let paging = endpoint.paging.ok_or_else(|| not_paginated(name))?;
        let first = match member(paging.page) {
            None | Some(Json::Null) => Some(1),
            Some(page) => page.as_digits().and_then(count).filter(|page| (1..=MAX_PAGE).contains(page)),
        };
        let first = first.ok_or_else(|| {
            Error::Config(format!("{name}: {} must be a whole number from 1 on, up to 2^53-1", paging.page))
        })?;
        Ok(Self {
            endpoint: name,
            paging,
            next: Some(first),
            records_so_far: 0,
            seen: Vec::new(),
            last_was_repeated: false,
        })
    }

    /// The member of the request that asks for a page.
    pub fn member(&self) -> &'static str {
        self.paging.page
    }

    /// The page to ask for; none after the last.
    pub fn next(&self) -> Option<u64> {
        self.next
    }

    /// Reads the data of the answer to [`Listing::next`], as JSON text.
    ///
    /// - The records are in the declared list. If there is none of that name, they are in the only list there is.
    /// - An empty page is the last one. Otherwise the totals of the answer decide, of which that of pages takes precedence,
    ///   since records may come and go meanwhile. A page that is not full proves nothing: the vendor may return fewer
    ///   records than were asked for.
    /// - A page with the records of an earlier one adds nothing and is left out. It is the last one, as the vendor may
    ///   repeat its last page for ever; but while the totals promise more, one further page is asked for, because
    ///   records that were added meanwhile may have moved a whole page on.
    ///
    /// # Errors
    /// [`Error::Decode`] if it cannot be told which list holds the records.
    pub fn read(&self, data: &str) -> Result<Page, Error> {
        let data = data.trim_ascii();
        let (list, records) = self.records(data)?;
        let digest = signature::sign(&[records]);
        let records = parts(records).count() as u64;
        let is_repeated = records > 0 && self.seen.contains(&digest);
        let so_far = self.records_so_far + if is_repeated { 0 } else { records };
        let page = self.next.unwrap_or(MAX_PAGE);
        // A total of zero beside records is no total.
        let total = |name: Option<&str>| count(scalar(member(data, name?)?)).filter(|total| *total > 0);
        let promises = match (total(self.paging.total_pages), total(self.paging.total_records)) {
            (Some(pages), _) => Some(page < pages),
            (None, records) => records.map(|records| so_far < records),
        };
        let goes_on = if is_repeated {
            promises == Some(true) && !self.last_was_repeated
        } else {
            records > 0 && promises != Some(false)
        };
        Ok(Page { list, is_new: !is_repeated, records, digest, goes_on: goes_on && page < MAX_PAGE })
    }

    /// Goes on after a page.
    pub fn advance(&mut self, page: Page) {
        let next = self.next.map_or(MAX_PAGE, |page| page + 1);
        self.next = page.goes_on.then_some(next);
        self.last_was_repeated = !page.is_new;
        if page.is_new {
            self.records_so_far += page.records;
            self.seen.push(page.digest);
        }
    }

    /// The list that holds the records: its name, and its text.
    fn records<'a>(&self, data: &'a str) -> Result<(Option<String>, &'a str), Error> {
        const NOTHING: (Option<String>, &str) = (None, "[]");
        if data == "null" {
            return Ok(NOTHING);
        }
        if data.starts_with('[') {
            return Ok((None, data));
        }
        if !data.starts_with('{') {
            return Err(self.unclear(&["the data is neither a list nor an object"]));
        }
        let declared = self.paging.records.and_then(|name| Some((name, member(data, name)?)));
        if let Some((name, list)) = declared {
            if list.starts_with('[') {
                return Ok((Some(name.to_owned()), list));
            }
            if list != "null" {
                return Err(self.unclear(&[name, " is not a list"]));
            }
        }
        let (mut lists, mut only) = (0, None);
        let mut may_be_empty = true;
        for (name, value) in members(data) {
            may_be_empty = self.paging.records.is_some();
            if value.starts_with('[') {
                lists += 1;
                only = Some((name, value));
            }
        }
        match only {
            None if may_be_empty => Ok(NOTHING),
            None => Err(self.unclear(&["the answer holds no list"])),
            Some((name, list)) if lists == 1 => match Json::parse(name) {
                Ok(Json::Text(name)) => Ok((Some(name), list)),
                _ => Err(self.unclear(&["the name of the only list cannot be read"])),
            },
            Some(_) => Err(self.unclear(&["the answer holds several lists"])),
        }
    }

    fn unclear(&self, what: &[&str]) -> Error {
        unclear(self.endpoint, [&what.concat(), ", so its records cannot be told"].concat())
    }
}

impl Page {
    /// Checks that the records are where the declaration of the endpoint's answer has them, so that a typed answer holds
    /// them.
    ///
    /// # Errors
    /// [`Error::Decode`] if they are in a list of another name.
    pub fn in_declared_list(&self, endpoint: &Descriptor) -> Result<(), Error> {
        let declared = endpoint.paging.and_then(|paging| paging.records);
        match (declared, &self.list) {
            (Some(declared), Some(list)) if declared != list => Err(unclear(
                endpoint.name,
                ["the records are in a list of another name than ", declared].concat(),
            )),
            _ => Ok(()),
        }
    }
}

/// The error for the name of anything else than a paginated endpoint.
pub(crate) fn not_paginated(name: &str) -> Error {
    Error::Config(format!("{name} is not a paginated endpoint"))
}

fn unclear(endpoint: &str, reason: String) -> Error {
    Error::Decode {
        endpoint: endpoint.to_owned(),
        reason,
        status: 200,
        request_id: None,
        call: CallInfo::default(),
        hint: String::new(),
    }
}

/// A count, as a number or as text.
fn count(digits: &str) -> Option<u64> {
    whole(digits).and_then(|count| u64::try_from(count).ok())
}

/// A scalar without its quotes.
fn scalar(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// The value of a member of an object. Of members of the same name the last one counts.
fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    members(object).filter(|(quoted, _)| scalar(quoted) == name).map(|(_, value)| value).last()
}

/// The members of an object: name in quotes, and value. Nothing for other values.
fn members(object: &str) -> impl Iterator<Item = (&str, &str)> {
    let pair = |part| {
        let name_end = token::string_end(str::as_bytes(part), 1)? + 1;
        let (name, value) = part.split_at_checked(name_end)?;
        Some((name, value.trim_ascii_start().strip_prefix(':')?.trim_ascii_start()))
    };
    let object = if object.starts_with('{') { object } else { "{}" };
    parts(object).filter_map(pair)
}

/// The texts of the items of an array, or of the members of an object, one after the other.
fn parts(container: &str) -> impl Iterator<Item = &str> {
    let mut rest = container.get(1..container.len().saturating_sub(1)).unwrap_or_default().trim_ascii();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (part, more) = rest.split_at_checked(part_end(rest.as_bytes())).unwrap_or((rest, ""));
        rest = more.strip_prefix(',').unwrap_or_default();
        Some(part.trim_ascii())
    })
}

/// Where the first part ends: at a comma outside of brackets and strings, or at the end.
fn part_end(text: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => at = token::string_end(text, at + 1).unwrap_or(text.len()),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{json, Value};

    use super::*;

    /// The listing of an endpoint that declares these members of its answer.
    fn listing(records: Option<&'static str>) -> Listing {
        let paging = Paging {
            page: "page",
            records,
            total_records: Some("totalRecords"),
            total_pages: Some("totalPage"),
        };
        Listing {
            endpoint: "a.listing",
            paging,
            next: Some(1),
            records_so_far: 0,
            seen: Vec::new(),
            last_was_repeated: false,
        }
    }

    /// Asks a vendor for page after page: the pages that are asked for, and the records that come.
    fn run(mut listing: Listing, vendor: impl Fn(u64) -> Value) -> Result<(Vec<u64>, Vec<Value>), Error> {
        let (mut pages, mut records) = (Vec::new(), Vec::new());
        while let Some(page) = listing.next() {
            assert!(pages.len() < 100, "it never ends: {pages:?}");
            pages.push(page);
            let data = vendor(page);
            let read = listing.read(&data.to_string())?;
            if read.is_new {
                let list = read.list.as_ref().map_or(Some(&data), |name| data.get(name));
                records.extend(list.and_then(Value::as_array).cloned().unwrap_or_default());
            }
            listing.advance(read);
        }
        Ok((pages, records))
    }

    /// A vendor with so many records, twenty to a page.
    fn page_of(count: u64, page: u64) -> Vec<u64> {
        let start = (page - 1) * 20;
        (start..count.min(start + 20)).collect()
    }

    fn upto(count: u64) -> Vec<Value> {
        (0..count).map(Value::from).collect()
    }

    #[test]
    fn totals_end_a_listing_at_its_last_page() {
        for count in [0_u64, 1, 19, 20, 21, 40, 45] {
            let pages = count.div_ceil(20);
            for totals in [
                json!({ "totalPage": pages }),
                json!({ "totalRecords": count }),
                json!({ "totalPage": pages.to_string(), "totalRecords": 7 }),
                json!({ "totalRecords": format!("{count}.0") }),
            ] {
                let run = run(listing(Some("data")), |page| {
                    let mut data = totals.as_object().cloned().unwrap_or_default();
                    data.insert("data".to_owned(), page_of(count, page).into());
                    data.into()
                });
                let (asked, records) = run.unwrap_or_default();
                assert_eq!(records, upto(count), "{totals}");
                assert_eq!(asked.len() as u64, pages.max(1), "{totals}");
            }
        }
    }

    #[test]
    fn without_totals_an_empty_page_is_the_end_and_one_that_is_not_full_is_not() {
        let sizes = [3, 1, 30, 2, 0, 9];
        let vendor = |page: u64| {
            let size = sizes.get(page as usize - 1).copied().unwrap_or_default();
            json!((0..size).map(|index| page * 100 + index).collect::<Vec<_>>())
        };
        let (asked, records) = run(listing(None), vendor).unwrap_or_default();
        assert_eq!((asked.len(), records.len()), (5, 36));
    }

    #[test]
    fn a_repeated_page_ends_the_listing_and_its_records_come_once() {
        let last_again = |page: u64| json!(page_of(45, page.min(3)));
        assert_eq!(run(listing(None), last_again), Ok((vec![1, 2, 3, 4], upto(45))));
        let one_page = |_| json!({ "rows": [1, 2] });
        assert_eq!(run(listing(None), one_page), Ok((vec![1, 2], vec![json!(1), json!(2)])));
        let cycle = |page: u64| json!(page_of(40, (page - 1) % 2 + 1));
        assert_eq!(run(listing(None), cycle), Ok((vec![1, 2, 3], upto(40))));
        // Whatever else changes in the answer.
        let with_time = |page: u64| json!({ "data": [7], "page": page, "time": page * 1000 });
        assert_eq!(run(listing(Some("data")), with_time), Ok((vec![1, 2], vec![json!(7)])));
        // Totals that are never reached.
        let promising = |page: u64| json!({ "data": page_of(45, page.min(3)), "totalRecords": 1000 });
        assert_eq!(run(listing(Some("data")), promising), Ok((vec![1, 2, 3, 4, 5], upto(45))));
        let deaf = |_| json!({ "data": [1], "totalPage": 1000 });
        assert_eq!(run(listing(Some("data")), deaf), Ok((vec![1, 2, 3], vec![json!(1)])));
    }

    #[test]
    fn records_that_move_a_whole_page_on_lose_no_other() {
        // One record to a page, and one more is added before page 2 is asked for.
        let vendor = |page: u64| {
            let records = if page == 1 { vec![1, 2, 3] } else { vec![0, 1, 2, 3] };
            let on_page: Vec<_> = records.iter().skip(page as usize - 1).take(1).collect();
            json!({ "data": on_page, "totalRecords": records.len() })
        };
        let (asked, records) = run(listing(Some("data")), vendor).unwrap_or_default();
        assert_eq!((asked, records), (vec![1, 2, 3, 4, 5], vec![json!(1), json!(2), json!(3)]));
    }

    #[test]
    fn totals_that_change_or_contradict_the_page_lose_nothing() {
        let growing = |page: u64| json!({ "data": page_of(45, page), "totalRecords": 25 + 10 * page });
        assert_eq!(run(listing(Some("data")), growing), Ok((vec![1, 2, 3, 4], upto(45))));
        let shrinking = |page: u64| json!({ "data": page_of(40, page), "totalRecords": 60 - 10 * page });
        assert_eq!(run(listing(Some("data")), shrinking), Ok((vec![1, 2], upto(40))));
        for nothing in [json!(0), json!(null), json!(-1), json!("many"), json!(0.5), json!([45])] {
            let vendor =
                |page| json!({ "data": page_of(45, page), "totalRecords": nothing, "totalPage": nothing });
            assert_eq!(run(listing(Some("data")), vendor), Ok((vec![1, 2, 3, 4], upto(45))), "{nothing}");
        }
    }

    #[test]
    fn a_page_without_records_is_the_end() {
        for data in
            [json!(null), json!([]), json!({}), json!({ "data": null }), json!({ "data": [], "x": [] })]
        {
            let (asked, records) = run(listing(Some("data")), |_| data.clone()).unwrap_or_default();
            assert_eq!((asked, records), (vec![1], vec![]), "{data}");
        }
        assert_eq!(run(listing(None), |_| json!({ "totalRecords": 0, "rows": [] })), Ok((vec![1], vec![])));
        assert_eq!(run(listing(Some("data")), |_| json!({ "totalRecords": 9 })), Ok((vec![1], vec![])));
    }

    #[test]
    fn where_the_records_are_cannot_always_be_told() {
        for (records, data) in [
            (None, json!({ "rows": [1], "columns": [2] })),
            (None, json!({ "rows": [], "columns": [] })),
            (None, json!({ "totalRecords": 2 })),
            (None, json!("rows")),
            (None, json!(7)),
            (Some("data"), json!({ "rows": [1], "columns": [2] })),
            (Some("data"), json!({ "data": { "1": {} }, "columns": [2] })),
            (Some("data"), json!({ "data": "[]" })),
            (Some("data"), json!("data")),
            (Some("data"), json!(false)),
        ] {
            let error = listing(records).read(&data.to_string());
            assert!(matches!(error, Err(Error::Decode { .. })), "{data}: {error:?}");
        }
        // A list of another name, when it is the only one.
        let renamed =
            listing(Some("data")).read(r#" { "r\u006fws" : [ "a]", {"b":","} ] , "n":{"x":[1]} } "#);
        assert_eq!(renamed.map(|page| (page.list, page.records)), Ok((Some("rows".to_owned()), 2)));
    }

    proptest! {
        #[test]
        fn text_of_any_kind_ends_in_a_page_or_an_error(text in "[\\[\\]{}\",:\\\\0-9a-c ]{0,40}") {
            let listing = listing(Some("a"));
            if let Ok(page) = listing.read(&text) {
                let mut listing = listing.clone();
                listing.advance(page);
            }
        }

        #[test]
        fn parts_are_those_that_a_parser_finds(items in prop::collection::vec("[\\[\\]{}\",:\\\\a-c字 ]{0,6}", 0..6)) {
            let nested: Vec<_> = items.iter().map(|item| json!({ item.as_str(): [item, { "x": item }] })).collect();
            let list = Value::from(nested.clone()).to_string();
            let found: Vec<Value> = parts(&list).filter_map(|part| serde_json::from_str(part).ok()).collect();
            prop_assert_eq!(found, nested);
        }
    }
}
