//! From bytes back to the declarations, once in the life of a program: what is read is never freed.

use super::encode::tag;
use crate::endpoint::{Descriptor, Evidence, Method, Outcome, Paging, Provenance, Repetition, Safety};
use crate::schema::{Condition, Field, Form, Kind, Limits, Record, Rule, Sensible, Vocabulary, Word};

/// All endpoints. `bytes` are those of [`super::encode::catalogue`]; the texts stay in them.
pub fn catalogue(bytes: &'static [u8]) -> Vec<Descriptor> {
    Reader { bytes }.list(Reader::endpoint)
}

struct Reader {
    /// What is not yet read.
    bytes: &'static [u8],
}

impl Reader {
    fn endpoint(&mut self) -> Descriptor {
        Descriptor {
            name: self.text(),
            method: if self.flag() { Method::Post } else { Method::Get },
            path: self.optional_text(),
            safety: match self.byte() {
                0 => Safety::Read,
                1 => Safety::Idempotent,
                _ => Safety::Once,
            },
            provenance: match self.byte() {
                0 => Provenance::Documented,
                1 => Provenance::Client,
                2 => Provenance::Derived,
                _ => Provenance::Unrouted,
            },
            idempotent_with: self.optional_text(),
            outcome: self.outcome(),
            signs_query: self.flag(),
            omit_empty_body: self.flag(),
            needs_data: self.flag(),
            title: self.text(),
            page: self.text(),
            exact_names: self.list(Self::text).leak(),
            json_names: self.list(Self::text).leak(),
            paging: self.paging(),
            request: Box::leak(Box::new(self.record())),
            #[cfg(feature = "describe")]
            answer: Kind::Any,
            #[cfg(feature = "describe")]
            doc: "",
        }
    }

    fn outcome(&mut self) -> Option<Outcome> {
        let byte = self.byte();
        let evidence = match byte & !7 {
            0 => return None,
            tag::STATE => Evidence::State { read: self.text() },
            tag::PART => Evidence::Part { read: self.text() },
            tag::CONVERGE => Evidence::Converge { read: self.text(), set: self.text() },
            tag::MARK => Evidence::Mark { put: self.text(), list: self.text(), found: self.optional_text() },
            _ => Evidence::Nothing,
        };
        let repetition = match byte & 7 {
            0 => Repetition::Creates,
            1 => Repetition::Adds,
            2 => Repetition::Guarded,
            3 => Repetition::Harmless,
            _ => Repetition::Unknown,
        };
        Some(Outcome { evidence, repetition })
    }

    fn paging(&mut self) -> Option<Paging> {
        let page = self.optional_text()?;
        let [records, total_records, total_pages] = [(); 3].map(|()| self.optional_text());
        Some(Paging { page, records, total_records, total_pages })
    }

    fn record(&mut self) -> Record {
        let flags = self.byte();
        Record {
            open: flags & 1 != 0,
            not_empty: flags & 1 << 1 != 0,
            fields: self.list(Self::field).leak(),
            rules: self.list(Self::rule).leak(),
            #[cfg(feature = "describe")]
            name: "",
            #[cfg(feature = "describe")]
            doc: "",
        }
    }

    fn field(&mut self) -> Field {
        let name = self.text();
        let flags = self.byte();
        let own = if flags & 1 << 3 != 0 { self.byte() } else { 0 };
        let mut limit = |flag: u8| (flags & flag != 0).then(|| self.limit());
        let limits = Limits { least: limit(1 << 1), most: limit(1 << 2) };
        Field {
            name,
            required: flags & 1 != 0,
            limits,
            sensible: self.sensible(own),
            kind: self.kind(),
            #[cfg(feature = "describe")]
            origin: crate::schema::Origin::Page,
            #[cfg(feature = "describe")]
            doc: "",
        }
    }

    fn sensible(&mut self, flags: u8) -> Sensible {
        let or = (flags & 1 << 1 != 0).then(|| self.text());
        let mut limit = |flag: u8| (flags & flag != 0).then(|| self.number() as i32);
        Sensible {
            required: flags & 1 != 0,
            or,
            limits: Limits { least: limit(1 << 2), most: limit(1 << 3) },
            form: match flags >> 4 {
                0 => Form::Any,
                1 => Form::Whole,
                2 => Form::Time,
                _ => Form::Zero,
            },
        }
    }

    fn kind(&mut self) -> Kind {
        match self.byte() {
            tag::ID => Kind::Id,
            tag::TEXT_ID => Kind::TextId,
            tag::TEXT => Kind::Text,
            tag::TELEPHONE => Kind::Telephone,
            tag::INTEGER => Kind::Integer,
            tag::FEN => Kind::Fen,
            tag::YUAN => Kind::Yuan,
            tag::NUMBER => Kind::Number,
            tag::BOOLEAN => Kind::Boolean,
            tag::OPEN_CHOICE => Kind::Choice(Box::leak(Box::new(vocabulary(true, &[])))),
            tag::CLOSED_CHOICE => {
                let words = self.list(Self::word).leak();
                Kind::Choice(Box::leak(Box::new(vocabulary(false, words))))
            }
            tag::LIST => Kind::List(self.inner()),
            tag::MAP => Kind::Map(self.inner()),
            tag::JSON_TEXT => Kind::JsonText(self.inner()),
            tag::RECORD => Kind::Record(Box::leak(Box::new(self.record()))),
            tag::BYTES => Kind::Bytes,
            _ => Kind::Any,
        }
    }

    fn inner(&mut self) -> &'static Kind {
        Box::leak(Box::new(self.kind()))
    }

    fn word(&mut self) -> Word {
        Word {
            wire: self.text(),
            #[cfg(feature = "describe")]
            name: "",
            #[cfg(feature = "describe")]
            doc: "",
        }
    }

    fn rule(&mut self) -> Rule {
        Rule {
            name: self.text(),
            when: self.condition(),
            then: self.list(Self::condition).leak(),
            says: self.text(),
        }
    }

    fn condition(&mut self) -> Condition {
        let member = self.text();
        match self.list(Self::text) {
            words if words.is_empty() => Condition::Given(member),
            words => Condition::OneOf(member, words.leak()),
        }
    }

    fn list<T>(&mut self, read: fn(&mut Self) -> T) -> Vec<T> {
        let count = self.number();
        (0..count).map(|_| read(self)).collect()
    }

    fn optional_text(&mut self) -> Option<&'static str> {
        Some(self.text()).filter(|text| !text.is_empty())
    }

    fn text(&mut self) -> &'static str {
        let length = self.number();
        let (text, rest) = self.bytes.split_at_checked(length).unwrap_or_default();
        self.bytes = rest;
        std::str::from_utf8(text).unwrap_or_default()
    }

    fn limit(&mut self) -> i32 {
        i32::from_le_bytes([(); 4].map(|()| self.byte()))
    }

    fn number(&mut self) -> usize {
        let low = usize::from(self.byte());
        if low < 1 << 7 {
            return low;
        }
        low & 0x7f | usize::from(self.byte()) << 7
    }

    fn flag(&mut self) -> bool {
        self.byte() != 0
    }

    fn byte(&mut self) -> u8 {
        let (first, rest) = self.bytes.split_first().unwrap_or((&0, &[]));
        self.bytes = rest;
        *first
    }
}

fn vocabulary(open: bool, words: &'static [Word]) -> Vocabulary {
    Vocabulary {
        open,
        words,
        #[cfg(feature = "describe")]
        name: "",
        #[cfg(feature = "describe")]
        doc: "",
    }
}
