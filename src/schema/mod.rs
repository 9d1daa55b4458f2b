//! Types as data: the name of each member, the values it takes, and its limits.
//!
//! Endpoints are declared as plain structs (see [`crate::api`]); each declaration is compiled to a constant of these types. One
//! small validator walks them, whatever the endpoint, so that an endpoint adds data to the wasm and no code.

mod field_names;
pub mod issues;
pub mod json;
mod lenient;
mod misfit;
mod path;
mod validate;
mod wire;

pub use field_names::FieldNames;
pub use issues::{Issue, Parameters, Unit};
pub use json::Json;
pub use lenient::Lenient;
pub(crate) use lenient::{read_field, read_item, read_text};
pub use misfit::{Misfit, Misfits};
pub use path::Path;
pub(crate) use validate::nearest;
#[cfg(feature = "js")]
pub(crate) use validate::validate_after;
pub use validate::{validate, Allow};
pub use wire::{JsonText, Wire};

/// The kind of a member's value: which values are accepted, and their form on the wire.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A 64-bit integer id: accepted as text or integer, a JSON integer on the wire.
    Id,
    /// An id that is a string on the wire: accepted as text or integer.
    TextId,
    /// Text.
    Text,
    /// A telephone number.
    Telephone,
    /// A whole number.
    Integer,
    /// An amount in fen, a whole number.
    Fen,
    /// A decimal amount in yuan, a string on the wire: accepted as text or number.
    Yuan,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// One of the words of a vocabulary.
    Choice(&'static Vocabulary),
    /// A list.
    List(&'static Kind),
    /// A structure.
    Record(&'static Record),
    /// An object whose names are free and whose values are alike.
    Map(&'static Kind),
    /// A structure that is JSON text inside a string on the wire. Text is sent as it is.
    JsonText(&'static Kind),
    /// Bytes, as base64 text.
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
    /// Whether an empty request is refused by a rule of this crate: see [`Sensible`].
    pub not_empty: bool,
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
    /// The kind of its value.
    pub kind: Kind,
    /// Whether the vendor's page marks it as required: in an answer, that it always comes.
    pub required: bool,
    /// Its minimum and maximum.
    pub limits: Limits,
    /// What this crate asks of it beyond the vendor's pages.
    pub sensible: Sensible,
    /// Where its name is documented.
    #[cfg(feature = "describe")]
    pub origin: Origin,
    /// Meaning, unit, limits.
    #[cfg(feature = "describe")]
    pub doc: &'static str,
}

/// Where a member's name is documented.
#[cfg(feature = "describe")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// On the vendor's page of the endpoint.
    Page,
    /// Only in the documentation of the upstream platform that the endpoint wraps (spec/semantics.md): inferred.
    Upstream,
}

/// Minimum and maximum of a number's value, the characters of a text, the items of a list, or the bytes of [`Kind::Bytes`]. Only
/// limits that are documented on a page of the vendor or of the upstream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The minimum.
    pub least: Option<i32>,
    /// The maximum.
    pub most: Option<i32>,
}

impl Limits {
    /// No limits.
    pub const NONE: Limits = Limits { least: None, most: None };
}

/// What this crate asks of a member beyond the vendor's pages, so that nothing is sent that nobody can mean: an order without
/// goods, a quantity of -5, a payment without an order. [`Allow::unlikely`] turns it off.
///
/// Declared by `#[sensible(…)]`. Two rules hold for every member without a declaration: an id is positive, if it is a number, and a list
/// of ids is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sensible {
    /// Whether the member must be there.
    pub required: bool,
    /// The member that may be there in its place. It is declared after it.
    pub or: Option<&'static str>,
    /// Minimum and maximum, as [`Limits`] counts.
    pub limits: Limits,
    /// The form of its value.
    pub form: Form,
}

impl Sensible {
    /// Nothing beyond the vendor's pages.
    pub const NONE: Sensible = Sensible { required: false, or: None, limits: Limits::NONE, form: Form::Any };
}

/// The form of a value, by a rule of this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Any that its kind has.
    Any,
    /// A whole number, where the kind has others or is text.
    Whole,
    /// A time as 1688 or the vendor writes it: `2018-06-14 10:19:42` or `20180614101942000+0800`.
    Time,
    /// An id that may be 0.
    Zero,
}

/// The words that a member accepts.
#[derive(Debug, PartialEq)]
pub struct Vocabulary {
    /// The words, as they are on the wire.
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
    /// Its form on the wire.
    pub wire: &'static str,
    /// Its name in Rust and among the constants of JavaScript.
    #[cfg(feature = "describe")]
    pub name: &'static str,
    /// Its meaning.
    #[cfg(feature = "describe")]
    pub doc: &'static str,
}

/// A rule across members: when `when` holds, each of `then` must hold.
#[derive(Debug, PartialEq)]
pub struct Rule {
    /// Its name, for programs.
    pub name: &'static str,
    /// The condition under which the rule applies.
    pub when: Condition,
    /// The conditions that it demands.
    pub then: &'static [Condition],
    /// The rule as a sentence for people.
    pub says: &'static str,
}

/// A condition on one member of a structure.
#[derive(Debug, PartialEq)]
pub enum Condition {
    /// The member is there.
    Given(&'static str),
    /// The member holds one of these words.
    OneOf(&'static str, &'static [&'static str]),
}

impl Condition {
    /// Returns the member that the condition is about.
    pub const fn member(&self) -> &'static str {
        match self {
            Condition::Given(member) | Condition::OneOf(member, _) => member,
        }
    }
}

/// Returns the record of a kind; an empty one for other kinds, which no request is.
pub const fn record_of(kind: &Kind) -> &'static Record {
    match kind {
        Kind::Record(record) => record,
        _ => &Record {
            fields: &[],
            rules: &[],
            open: false,
            not_empty: false,
            #[cfg(feature = "describe")]
            name: "",
            #[cfg(feature = "describe")]
            doc: "",
        },
    }
}
