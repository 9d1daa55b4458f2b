//! The names of those fields of an answer that its decoder treats specially: ids and prices, which are always text, and
//! JSON text inside a string.
//!
//! The decoder goes by name, so that an id is text wherever an answer nests it. The names are collected when the crate is
//! compiled: the rest of an answer's description need not be in the wasm.

use super::{Kind, Record};

/// A search for the names of fields.
#[derive(Clone, Copy)]
pub struct FieldNames {
    json_text: bool,
}

impl FieldNames {
    /// Fields that are ids or prices in yuan.
    pub const EXACT: FieldNames = FieldNames { json_text: false };
    /// Fields that are JSON text inside a string.
    pub const JSON_TEXT: FieldNames = FieldNames { json_text: true };

    /// Returns how many names [`FieldNames::collect`] finds: the length of its array.
    pub const fn count(self, kind: &Kind) -> usize {
        self.walk::<0>(kind, [], 0).1
    }

    /// Returns the names of all such fields, however deep.
    pub const fn collect<const N: usize>(self, kind: &Kind) -> [&'static str; N] {
        self.walk(kind, [""; N], 0).0
    }

    const fn walk<const N: usize>(
        self,
        kind: &Kind,
        names: [&'static str; N],
        count: usize,
    ) -> ([&'static str; N], usize) {
        match kind {
            Kind::Record(record) => self.walk_fields(record, names, count),
            Kind::List(item) | Kind::Map(item) | Kind::JsonText(item) => self.walk(item, names, count),
            _ => (names, count),
        }
    }

    #[allow(
        clippy::indexing_slicing,
        reason = "runs while the crate is compiled, where an index out of bounds is an error of compilation"
    )]
    const fn walk_fields<const N: usize>(
        self,
        record: &Record,
        mut names: [&'static str; N],
        mut count: usize,
    ) -> ([&'static str; N], usize) {
        let mut index = 0;
        while index < record.fields.len() {
            let field = &record.fields[index];
            if self.wants(&field.kind) {
                if N > 0 {
                    names[count] = field.name;
                }
                count += 1;
            }
            (names, count) = self.walk(&field.kind, names, count);
            index += 1;
        }
        (names, count)
    }

    const fn wants(self, kind: &Kind) -> bool {
        match kind {
            Kind::Id | Kind::TextId | Kind::Yuan => !self.json_text,
            Kind::JsonText(_) => self.json_text,
            Kind::List(item) => self.wants(item),
            _ => false,
        }
    }
}
