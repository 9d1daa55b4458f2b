//! From the declarations to bytes, while the crate is compiled.

#![allow(
    clippy::indexing_slicing,
    reason = "runs while the crate is compiled, where an index out of bounds is an error of compilation"
)]

use crate::api::GENERATIONS;
use crate::endpoint::{Descriptor, Evidence, Outcome, Paging};
use crate::schema::{Condition, Field, Kind, Limits, Record, Rule, Sensible, Vocabulary};

/// How many bytes [`catalogue`] takes.
#[allow(long_running_const_eval, reason = "it ends: a step for each byte")]
pub const fn length() -> usize {
    Writer::<0>::run().length
}

/// All endpoints as bytes.
#[allow(long_running_const_eval, reason = "it ends: a step for each byte")]
pub const fn catalogue<const N: usize>() -> [u8; N] {
    Writer::<N>::run().bytes
}

/// The tag of a kind, which with a flag or two fits a byte; and of evidence, to which a repetition is added.
pub mod tag {
    pub const NOTHING: u8 = 8;
    pub const STATE: u8 = 16;
    pub const PART: u8 = 24;
    pub const CONVERGE: u8 = 32;
    pub const MARK: u8 = 40;

    pub const ID: u8 = 0;
    pub const TEXT_ID: u8 = 1;
    pub const TEXT: u8 = 2;
    pub const TELEPHONE: u8 = 3;
    pub const INTEGER: u8 = 4;
    pub const FEN: u8 = 5;
    pub const YUAN: u8 = 6;
    pub const NUMBER: u8 = 7;
    pub const BOOLEAN: u8 = 8;
    pub const OPEN_CHOICE: u8 = 9;
    pub const CLOSED_CHOICE: u8 = 10;
    pub const LIST: u8 = 11;
    pub const RECORD: u8 = 12;
    pub const MAP: u8 = 13;
    pub const JSON_TEXT: u8 = 14;
    pub const BYTES: u8 = 15;
    pub const ANY: u8 = 16;
}

/// Writes bytes; with no room, it counts them.
struct Writer<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Writer<N> {
    const fn run() -> Self {
        let mut writer = Self { bytes: [0; N], length: 0 };
        let mut count = 0;
        let mut generation = 0;
        while generation < GENERATIONS.len() {
            let mut group = 0;
            while group < GENERATIONS[generation].len() {
                count += GENERATIONS[generation][group].len();
                group += 1;
            }
            generation += 1;
        }
        writer.number(count);
        generation = 0;
        while generation < GENERATIONS.len() {
            let mut group = 0;
            while group < GENERATIONS[generation].len() {
                let endpoints = GENERATIONS[generation][group];
                let mut index = 0;
                while index < endpoints.len() {
                    writer.endpoint(endpoints[index]);
                    index += 1;
                }
                group += 1;
            }
            generation += 1;
        }
        writer
    }

    const fn endpoint(&mut self, endpoint: &Descriptor) {
        self.text(endpoint.name);
        self.byte(endpoint.method as u8);
        self.optional_text(endpoint.path);
        self.byte(endpoint.safety as u8);
        self.byte(endpoint.provenance as u8);
        self.optional_text(endpoint.idempotent_with);
        self.outcome(&endpoint.outcome);
        self.byte(endpoint.signs_query as u8);
        self.byte(endpoint.omit_empty_body as u8);
        self.byte(endpoint.needs_data as u8);
        self.text(endpoint.title);
        // Only who cannot call an endpoint is sent to its page.
        self.optional_text(if endpoint.path.is_none() { Some(endpoint.page) } else { None });
        self.texts(endpoint.exact_names);
        self.texts(endpoint.json_names);
        self.paging(&endpoint.paging);
        self.record(endpoint.request);
    }

    const fn outcome(&mut self, outcome: &Option<Outcome>) {
        let Some(Outcome { evidence, repetition }) = outcome else {
            return self.byte(0);
        };
        let repetition = *repetition as u8;
        match evidence {
            Evidence::Nothing => self.byte(tag::NOTHING + repetition),
            Evidence::State { read } => {
                self.byte(tag::STATE + repetition);
                self.text(read);
            }
            Evidence::Part { read } => {
                self.byte(tag::PART + repetition);
                self.text(read);
            }
            Evidence::Converge { read, set } => {
                self.byte(tag::CONVERGE + repetition);
                self.text(read);
                self.text(set);
            }
            Evidence::Mark { put, list, found } => {
                self.byte(tag::MARK + repetition);
                self.text(put);
                self.text(list);
                self.optional_text(*found);
            }
        }
    }

    const fn paging(&mut self, paging: &Option<Paging>) {
        match paging {
            None => self.text(""),
            Some(Paging { page, records, total_records, total_pages }) => {
                self.text(page);
                self.optional_text(*records);
                self.optional_text(*total_records);
                self.optional_text(*total_pages);
            }
        }
    }

    const fn record(&mut self, record: &Record) {
        self.byte(record.open as u8 | (record.not_empty as u8) << 1);
        self.number(record.fields.len());
        let mut index = 0;
        while index < record.fields.len() {
            self.field(&record.fields[index]);
            index += 1;
        }
        self.number(record.rules.len());
        index = 0;
        while index < record.rules.len() {
            self.rule(&record.rules[index]);
            index += 1;
        }
    }

    const fn field(&mut self, field: &Field) {
        let Limits { least, most } = field.limits;
        let Sensible { required, or, limits, form } = field.sensible;
        self.text(field.name);
        let own = required as u8
            | (or.is_some() as u8) << 1
            | (limits.least.is_some() as u8) << 2
            | (limits.most.is_some() as u8) << 3
            | (form as u8) << 4;
        let flags = field.required as u8 | (least.is_some() as u8) << 1 | (most.is_some() as u8) << 2;
        self.byte(flags | ((own > 0) as u8) << 3);
        if own > 0 {
            self.byte(own);
        }
        if let Some(least) = least {
            self.limit(least);
        }
        if let Some(most) = most {
            self.limit(most);
        }
        if let Some(or) = or {
            self.text(or);
        }
        if let Some(least) = limits.least {
            self.small_limit(least);
        }
        if let Some(most) = limits.most {
            self.small_limit(most);
        }
        self.kind(&field.kind);
    }

    const fn kind(&mut self, kind: &Kind) {
        match kind {
            Kind::Id => self.byte(tag::ID),
            Kind::TextId => self.byte(tag::TEXT_ID),
            Kind::Text => self.byte(tag::TEXT),
            Kind::Telephone => self.byte(tag::TELEPHONE),
            Kind::Integer => self.byte(tag::INTEGER),
            Kind::Fen => self.byte(tag::FEN),
            Kind::Yuan => self.byte(tag::YUAN),
            Kind::Number => self.byte(tag::NUMBER),
            Kind::Boolean => self.byte(tag::BOOLEAN),
            Kind::Choice(Vocabulary { open: true, .. }) => self.byte(tag::OPEN_CHOICE),
            Kind::Choice(vocabulary) => {
                self.byte(tag::CLOSED_CHOICE);
                self.number(vocabulary.words.len());
                let mut index = 0;
                while index < vocabulary.words.len() {
                    self.text(vocabulary.words[index].wire);
                    index += 1;
                }
            }
            Kind::List(item) => self.around(tag::LIST, item),
            Kind::Map(value) => self.around(tag::MAP, value),
            Kind::JsonText(structure) => self.around(tag::JSON_TEXT, structure),
            Kind::Record(record) => {
                self.byte(tag::RECORD);
                self.record(record);
            }
            Kind::Bytes => self.byte(tag::BYTES),
            Kind::Any => self.byte(tag::ANY),
        }
    }

    const fn around(&mut self, tag: u8, kind: &Kind) {
        self.byte(tag);
        self.kind(kind);
    }

    const fn rule(&mut self, rule: &Rule) {
        self.text(rule.name);
        self.condition(&rule.when);
        self.number(rule.then.len());
        let mut index = 0;
        while index < rule.then.len() {
            self.condition(&rule.then[index]);
            index += 1;
        }
        self.text(rule.says);
    }

    /// A condition without words is that the member is given.
    const fn condition(&mut self, condition: &Condition) {
        self.text(condition.member());
        match condition {
            Condition::Given(_) => self.number(0),
            Condition::OneOf(_, words) => self.texts(words),
        }
    }

    const fn texts(&mut self, texts: &[&str]) {
        self.number(texts.len());
        let mut index = 0;
        while index < texts.len() {
            self.text(texts[index]);
            index += 1;
        }
    }

    /// Nothing is written as an empty text.
    const fn optional_text(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.text(""),
        }
    }

    const fn text(&mut self, text: &str) {
        let text = text.as_bytes();
        self.number(text.len());
        if N > 0 {
            let (_, room) = self.bytes.split_at_mut(self.length);
            room.split_at_mut(text.len()).0.copy_from_slice(text);
        }
        self.length += text.len();
    }

    /// A limit of this crate's own, which are small and not negative.
    const fn small_limit(&mut self, limit: i32) {
        assert!(limit >= 0, "a limit of `sensible` must not be negative");
        self.number(limit as usize);
    }

    const fn limit(&mut self, limit: i32) {
        let bytes = limit.to_le_bytes();
        let mut index = 0;
        while index < bytes.len() {
            self.byte(bytes[index]);
            index += 1;
        }
    }

    /// A length or a count, below 2^14: seven bits a byte, the lowest first, and whether more follow.
    const fn number(&mut self, number: usize) {
        assert!(number < 1 << 14, "too long for the catalogue");
        if number < 1 << 7 {
            self.byte(number as u8);
        } else {
            self.byte((number & 0x7f) as u8 | 0x80);
            self.byte((number >> 7) as u8);
        }
    }

    const fn byte(&mut self, byte: u8) {
        if N > 0 {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
    }
}
