//! Types as data: what a member is called, what it holds, and its limits.
//!
//! Endpoints are declared as plain structs (see [`crate::api`]); from each declaration comes a constant of these types. One
//! small validator walks them, whatever the endpoint, so that an endpoint adds data to the wasm and no code.

mod answer;
mod answer_names;
mod conform;
pub(crate) mod issues;
pub mod json;
mod misfit;
mod path;
mod wire;

pub use answer::Lenient;
pub(crate) use answer::{by_serde, read_field, read_item, word};
pub use answer_names::AnswerNames;
#[cfg(feature = "js")]
pub(crate) use conform::conform_after;
pub(crate) use conform::nearest;
pub use conform::{conform, Issue, Unknown};
pub use json::Json;
pub use misfit::{Misfit, Misfits};
pub(crate) use path::issue;
pub use path::Path;
pub use wire::{JsonText, Wire};

/// What a member holds, and so which values are accepted and how they stand on the wire.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A 64-bit integer id: given as text or integer, a JSON integer on the wire.
    Id,
    /// An id that is a string on the wire: given as text or integer.
    TextId,
    /// Text.
    Text,
    /// Text that names a telephone line.
    Telephone,
    /// A whole number.
    Integer,
    /// An amount in fen, a whole number.
    Fen,
    /// A decimal amount in yuan, a string on the wire: given as text or number.
    Yuan,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// One of a vocabulary's words.
    Choice(&'static Vocabulary),
    /// A list.
    List(&'static Kind),
    /// A structure.
    Record(&'static Record),
    /// An object whose names are free and whose values are alike.
    Map(&'static Kind),
    /// A structure that stands on the wire as JSON text inside a string. Text given by the user passes as it is.
    JsonText(&'static Kind),
    /// Bytes, given as base64 text.
    Bytes,
    /// Anything: the vendor's pages do not say.
    Any,
}

/// A structure: its members, and the rules that bind them to each other.
#[derive(Debug, PartialEq)]
pub struct Record {
    /// Its members.
    pub fields: &'static [Field],
    /// Rules across members.
    pub rules: &'static [Rule],
    /// Whether members that are not listed pass: the vendor's page shows none, or not all.
    pub open: bool,
    /// The name of its type.
    #[cfg(feature = "describe")]
    pub name: &'static str,
    /// What it is.
    #[cfg(feature = "describe")]
    pub doc: &'static str,
}

/// A member of a structure.
#[derive(Debug, PartialEq)]
pub struct Field {
    /// Its name on the wire, the vendor's misspellings included.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether the vendor's page marks it as required.
    pub required: bool,
    /// How much of it: see [`Limits`].
    pub limits: Limits,
    /// How its name is known.
    #[cfg(feature = "describe")]
    pub origin: Origin,
    /// Meaning, unit, limits.
    #[cfg(feature = "describe")]
    pub doc: &'static str,
}

/// Where a member's name stands.
#[cfg(feature = "describe")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// On the vendor's page of the endpoint.
    Page,
    /// Only in the documentation of the upstream platform that the endpoint wraps (spec/semantics.md): inferred.
    Upstream,
}

/// The least and the most of what a kind counts: the value of a number, the characters of a text, the items of a list, the
/// bytes of [`Kind::Bytes`]. Only limits that stand on a vendor's or upstream page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Fewer are refused.
    pub least: Option<i32>,
    /// More are refused.
    pub most: Option<i32>,
}

impl Limits {
    /// No limits.
    pub const NONE: Limits = Limits { least: None, most: None };
}

/// The words that a member may hold.
#[derive(Debug, PartialEq)]
pub struct Vocabulary {
    /// The words, as they stand on the wire.
    pub words: &'static [Word],
    /// Whether other words pass, because the list is known only from the upstream (spec/platform.md, "Enums are open").
    pub open: bool,
    /// The name of its type.
    #[cfg(feature = "describe")]
    pub name: &'static str,
    /// What it is.
    #[cfg(feature = "describe")]
    pub doc: &'static str,
}

/// A word of a vocabulary.
#[derive(Debug, PartialEq)]
pub struct Word {
    /// As it stands on the wire.
    pub wire: &'static str,
    /// What it means.
    #[cfg(feature = "describe")]
    pub doc: &'static str,
}

/// A rule across members: when `when` holds, each of `then` must hold.
#[derive(Debug, PartialEq)]
pub struct Rule {
    /// What makes the rule apply.
    pub when: Condition,
    /// What it asks for.
    pub then: &'static [Condition],
    /// The rule as a sentence for people.
    pub says: &'static str,
}

/// A condition on one member of a structure.
#[derive(Debug, PartialEq)]
pub enum Condition {
    /// The member is given.
    Given(&'static str),
    /// The member holds one of these words.
    OneOf(&'static str, &'static [&'static str]),
}

impl Condition {
    /// The member that the condition is about.
    pub const fn member(&self) -> &'static str {
        match self {
            Condition::Given(member) | Condition::OneOf(member, _) => member,
        }
    }
}

/// The record that a kind holds; an empty one for other kinds, which no request is.
pub const fn record_of(kind: &Kind) -> &'static Record {
    match kind {
        Kind::Record(record) => record,
        _ => &Record {
            fields: &[],
            rules: &[],
            open: false,
            #[cfg(feature = "describe")]
            name: "",
            #[cfg(feature = "describe")]
            doc: "",
        },
    }
}
