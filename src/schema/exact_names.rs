//! Which members of an answer are always text: its ids and its prices in yuan.
//!
//! The decoder goes by name, so that an id is text wherever an answer nests it. The names are collected when the crate is
//! compiled: the rest of an answer's description need not be in the wasm.

use super::{Kind, Record};

/// How many names [`exact_names`] finds: the length of its array.
pub const fn count_exact_names(kind: &Kind) -> usize {
    walk::<0>(kind, [], 0).1
}

/// The names of all members, however deep, that are ids or prices.
pub const fn exact_names<const N: usize>(kind: &Kind) -> [&'static str; N] {
    walk(kind, [""; N], 0).0
}

const fn walk<const N: usize>(
    kind: &Kind,
    names: [&'static str; N],
    count: usize,
) -> ([&'static str; N], usize) {
    match kind {
        Kind::Record(record) => walk_fields(record, names, count),
        Kind::List(item) | Kind::Map(item) => walk(item, names, count),
        _ => (names, count),
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "runs while the crate is compiled, where an index out of bounds is an error of compilation"
)]
const fn walk_fields<const N: usize>(
    record: &Record,
    mut names: [&'static str; N],
    mut count: usize,
) -> ([&'static str; N], usize) {
    let mut index = 0;
    while index < record.fields.len() {
        let field = &record.fields[index];
        if is_exact(&field.kind) {
            if N > 0 {
                names[count] = field.name;
            }
            count += 1;
        }
        (names, count) = walk(&field.kind, names, count);
        index += 1;
    }
    (names, count)
}

const fn is_exact(kind: &Kind) -> bool {
    match kind {
        Kind::Id | Kind::TextId | Kind::Yuan => true,
        Kind::List(item) => is_exact(item),
        _ => false,
    }
}
