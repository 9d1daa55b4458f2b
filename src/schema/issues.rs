//! What is wrong with a request: the codes of issues, their parameters, and a list of them with a bound. A million mistakes do
//! not become a million sentences.

use std::fmt::Arguments;

/// Something that is wrong with a member of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Issue {
    /// The member, by its names on the wire, such as `orderEntryCountList[0].count`. Names of more than 64 characters
    /// are cut, with an ellipsis. Empty for the request as a whole.
    pub path: String,
    /// The kind of issue: see [`code`].
    pub code: &'static str,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
    /// Whether only a rule of this crate refuses the value, and not what is known of the vendor: see
    /// [`Sensible`](super::Sensible). [`Allow::unlikely`](super::Allow::unlikely) sends it anyway.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlikely: bool,
    /// The figures and words of the message, for programs that say it in their own language.
    #[serde(flatten)]
    pub parameters: Parameters,
}

/// The figures and words of an issue. Which of them there are depends on its code: see [`code`].
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Parameters {
    /// The minimum or maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// What was given, in the same unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub got: Option<i64>,
    /// The unit of `limit` and `got`; none for the value of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// The values that are accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<&'static str>,
    /// The type or form that is expected: a word of [`expected`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<&'static str>,
    /// The name of the rule across members that does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// The member that may be there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub or: Option<&'static str>,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Unit {
    /// The characters of a text.
    Characters,
    /// The items of a list.
    Items,
    /// The bytes of a request, or of base64 text.
    Bytes,
    /// The levels of a structure.
    Levels,
}

impl Unit {
    /// Returns its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Unit::Characters => "characters",
            Unit::Items => "items",
            Unit::Bytes => "bytes",
            Unit::Levels => "levels",
        }
    }
}

impl Parameters {
    /// Returns the parameters of a limit that is not kept.
    pub fn limit(limit: i64, got: i64, unit: Option<Unit>) -> Self {
        Self { limit: Some(limit), got: Some(got), unit, ..Self::default() }
    }

    /// Returns the parameters of a value of another type or form.
    pub fn expected(expected: &'static str) -> Self {
        Self { expected: Some(expected), ..Self::default() }
    }
}

/// The codes of issues. Where zod has a code for the same, it is that one.
pub mod code {
    /// A required member is missing. Parameters: `or`.
    pub const MISSING: &str = "missing";
    /// A required member is an empty string.
    pub const EMPTY: &str = "empty";
    /// The endpoint has no member of this name.
    pub const UNKNOWN: &str = "unknown";
    /// The value is of another type, or a string of another form. Parameters: `expected`.
    pub const TYPE: &str = "type";
    /// Below the minimum. Parameters: `limit`, `got`, `unit`.
    pub const TOO_SMALL: &str = "too_small";
    /// Above the maximum. Parameters: `limit`, `got`, `unit`.
    pub const TOO_BIG: &str = "too_big";
    /// Not one of the words that are accepted. Parameters: `allowed`.
    pub const INVALID_OPTION: &str = "invalid_option";
    /// A rule across members does not hold. Parameters: `rule`.
    pub const CONSTRAINT: &str = "constraint";
    /// A number beyond 2^53-1, which JavaScript has rounded.
    pub const UNSAFE_NUMBER: &str = "unsafe_number";
    /// Nested too deep. Parameters: `limit`, `unit`.
    pub const TOO_DEEP: &str = "too_deep";
    /// An object of JavaScript that contains itself.
    pub const CYCLIC: &str = "cyclic";
    /// A member of JavaScript whose getter threw.
    pub const UNREADABLE: &str = "unreadable";
    /// The last issue, where there are more than are listed. Parameters: `got`, the number of the others.
    pub const MORE: &str = "more";

    /// All codes.
    pub const ALL: [&str; 13] = [
        MISSING,
        EMPTY,
        UNKNOWN,
        TYPE,
        TOO_SMALL,
        TOO_BIG,
        INVALID_OPTION,
        CONSTRAINT,
        UNSAFE_NUMBER,
        TOO_DEEP,
        CYCLIC,
        UNREADABLE,
        MORE,
    ];
}

/// The types and forms that a value may be expected to have: the parameter `expected` of [`code::TYPE`].
pub mod expected {
    /// An id: a string of digits or an integer.
    pub const ID: &str = "id";
    /// A string.
    pub const STRING: &str = "string";
    /// A whole number.
    pub const INTEGER: &str = "integer";
    /// An amount in fen, a whole number.
    pub const FEN: &str = "fen";
    /// An amount in yuan, a string such as `12.34`.
    pub const YUAN: &str = "yuan";
    /// A number.
    pub const NUMBER: &str = "number";
    /// `true` or `false`.
    pub const BOOLEAN: &str = "boolean";
    /// A list.
    pub const ARRAY: &str = "array";
    /// A plain object.
    pub const OBJECT: &str = "object";
    /// Bytes, or base64 text.
    pub const BYTES: &str = "bytes";
    /// Digits and hyphens.
    pub const TELEPHONE: &str = "telephone";
    /// A time as 1688 or the vendor writes it.
    pub const TIME: &str = "time";

    /// All of them.
    pub const ALL: [&str; 12] =
        [ID, STRING, INTEGER, FEN, YUAN, NUMBER, BOOLEAN, ARRAY, OBJECT, BYTES, TELEPHONE, TIME];
}

impl Issue {
    /// Makes an issue at a path. `message` completes a sentence that begins with the path.
    pub fn new(path: String, code: &'static str, parameters: Parameters, message: Arguments<'_>) -> Self {
        let subject = if path.is_empty() { "the request" } else { &path };
        let message = format!("{subject} {message}");
        Self { path, code, message, parameters, unlikely: false }
    }
}

/// Maximum number of issues that are listed one by one.
pub(crate) const MAX_ISSUES: usize = 100;

/// Maximum size of their messages together, in bytes.
const MAX_TEXT: usize = 32_768;

/// The issues of a request. Those beyond the bound are counted.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    listed: Vec<Issue>,
    text: usize,
    more: usize,
}

impl Issues {
    /// Returns whether further issues are counted, but not listed.
    pub fn is_full(&self) -> bool {
        self.more > 0 || self.listed.len() == MAX_ISSUES
    }

    /// Adds an issue; where the list is full, it is only counted.
    pub fn add(&mut self, issue: Issue) {
        self.text += issue.message.len();
        if self.is_full() || self.text > MAX_TEXT {
            self.more += 1;
        } else {
            self.listed.push(issue);
        }
    }

    /// Counts issues that are not listed.
    pub fn add_more(&mut self, more: usize) {
        self.more += more;
    }

    /// Returns the number of all issues.
    pub fn count(&self) -> usize {
        self.listed.len() + self.more
    }

    /// Returns the issues that are listed.
    pub fn listed(&self) -> &[Issue] {
        &self.listed
    }

    /// Returns the issues. If there are more than are listed, the last one says how many.
    pub fn into_list(mut self) -> Vec<Issue> {
        if self.more > 0 {
            self.listed.push(Issue {
                code: code::MORE,
                message: format!("and {} more", self.more),
                parameters: Parameters { got: i64::try_from(self.more).ok(), ..Parameters::default() },
                ..Issue::default()
            });
        }
        self.listed
    }
}
