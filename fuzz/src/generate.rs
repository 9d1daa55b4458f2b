//! Values from choices: any values, or those that match a declaration.

use std::collections::BTreeMap;

use pandapon::schema::{Json, Kind, Record};

use crate::source::Source;

/// Maximum nesting of generated values.
const MAX_DEPTH: usize = 5;

const TEXTS: [&str; 40] = [
    "",
    "1688",
    "taobao",
    "0",
    "1",
    "-1",
    "007",
    "3305075341149134261",
    "9223372036854775807",
    "9223372036854775808",
    "1.5",
    "12.34",
    "0.005",
    "1e400",
    "null",
    "true",
    "{}",
    "[]",
    "[1,2]",
    "{\"a\":1}",
    "[[[[[[",
    "{\"itemId\":1}",
    "\u{0}",
    "\u{feff}",
    "\u{d7ff}",
    "𝄞",
    "商品",
    "a b",
    "a/b",
    "../x",
    "?x=1",
    "#",
    "%2e",
    "__proto__",
    "constructor",
    "2026-05-20 15:47:49",
    "20260520154749000+0800",
    "/9j/4AAQSkZJRgABAQ==",
    "agreeWaitSellerSend",
    "general",
];

const NUMBERS: [&str; 24] = [
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "3",
    "10",
    "100",
    "0.5",
    "1.0",
    "12.34",
    "-12.34",
    "1e2",
    "1e400",
    "-1e-400",
    "2147483647",
    "2147483648",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "12345678901234567890.5",
    "20028",
    "1779263269913",
];

/// A pool of values by name: the ids in responses.
pub type Pool = BTreeMap<String, Vec<String>>;

/// Generates values from choices.
pub struct Generator<'a, 'b> {
    pub source: &'b mut Source<'a>,
    pub pool: &'b Pool,
}

impl Generator<'_, '_> {
    pub fn text(&mut self) -> String {
        match self.source.below(4) {
            0 | 1 => (*self.source.pick(&TEXTS)).to_owned(),
            2 => String::from_utf8_lossy(self.source.bytes()).into_owned(),
            _ => self.source.pick(&TEXTS).repeat(self.source.below(40)),
        }
    }

    pub fn number(&mut self) -> String {
        match self.source.below(3) {
            0 => (self.source.below(65_536)).to_string(),
            1 => (*self.source.pick(&NUMBERS)).to_owned(),
            _ => self.source.u64().cast_signed().to_string(),
        }
    }

    /// Generates any value.
    pub fn any(&mut self, depth: usize) -> Json {
        match self.source.below(if depth < MAX_DEPTH { 8 } else { 5 }) {
            0 => Json::Null,
            1 => Json::Bool(self.source.chance(128)),
            2 => Json::Number(self.number()),
            3 | 4 => Json::Text(self.text()),
            5 => Json::List((0..self.source.below(5)).map(|_| self.any(depth + 1)).collect()),
            6 => {
                let item = self.any(MAX_DEPTH);
                Json::List(vec![item; self.source.below(300)])
            }
            _ => {
                Json::Object((0..self.source.below(5)).map(|_| (self.text(), self.any(depth + 1))).collect())
            }
        }
    }

    /// Generates a value for a field of this name and kind; rarely any other.
    pub fn value(&mut self, name: &str, kind: &Kind, depth: usize) -> Json {
        if depth > 2 * MAX_DEPTH || self.source.chance(12) {
            return self.any(depth);
        }
        if let Some(known) = self.known(name) {
            if matches!(kind, Kind::Id | Kind::TextId | Kind::Text) {
                return Json::Text(known);
            }
        }
        match kind {
            Kind::Id | Kind::TextId if self.source.chance(64) => Json::Number(self.number()),
            Kind::Id | Kind::TextId => Json::Text(self.source.u64().cast_signed().to_string()),
            Kind::Text | Kind::Telephone => Json::Text(self.text()),
            Kind::Integer | Kind::Fen | Kind::Number => Json::Number(self.number()),
            Kind::Yuan => Json::Text(self.number()),
            Kind::Boolean => Json::Bool(self.source.chance(128)),
            Kind::Choice(vocabulary) if vocabulary.words.is_empty() => Json::Text(self.text()),
            Kind::Choice(vocabulary) => Json::Text(self.source.pick(vocabulary.words).wire.to_owned()),
            Kind::List(kind) => {
                Json::List((0..self.source.below(4)).map(|_| self.value(name, kind, depth + 1)).collect())
            }
            Kind::Record(record) => self.record(record, depth + 1),
            Kind::Map(kind) => {
                let count = self.source.below(4);
                let member = |_| {
                    let name = self.text();
                    let value = self.value(&name, kind, depth + 1);
                    (name, value)
                };
                Json::Object((0..count).map(member).collect())
            }
            Kind::JsonText(kind) => match self.value(name, kind, depth + 1) {
                value if self.source.chance(128) => Json::Text(value.to_string()),
                value => value,
            },
            Kind::Bytes => Json::Text("/9j/4AAQSkZJRgABAQ==".to_owned()),
            Kind::Any => self.any(depth + 1),
        }
    }

    /// Generates an object with fields of a declaration: mostly the required ones.
    pub fn record(&mut self, record: &Record, depth: usize) -> Json {
        let mut members = Vec::new();
        for field in record.fields {
            if field.required != self.source.chance(if field.required { 8 } else { 80 }) {
                members.push((field.name.to_owned(), self.value(field.name, &field.kind, depth)));
            }
        }
        if self.source.chance(24) {
            members.push((self.text(), self.any(depth)));
        }
        Json::Object(members)
    }

    fn known(&mut self, name: &str) -> Option<String> {
        let known = self.pool.get(&key(name))?;
        (!self.source.chance(24)).then(|| self.source.pick(known).clone())
    }
}

/// Returns the name under which the pool stores values: `orderId`, `order_id` and `orderIds` are one.
pub fn key(name: &str) -> String {
    let letters = name.chars().filter(|character| *character != '_');
    letters.map(|letter| letter.to_ascii_lowercase()).collect::<String>().trim_end_matches('s').to_owned()
}
