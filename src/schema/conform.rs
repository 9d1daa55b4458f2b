//! The one validator: holds a value against its declaration and gives its form on the wire, or every issue at once.

use super::{Condition, Field, Json, Kind, Limits, Path, Record, Rule, Vocabulary};
use crate::scalar::{yuan_to_fen, MoneyError};

/// Something that is wrong with a member of a request.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Issue {
    /// The member, by its names on the wire, such as `orderEntryCountList[0].count`. Empty for the request as a
    /// whole.
    pub path: String,
    /// The kind of issue: `missing`, `unknown`, `type`, `empty`, `unsafe`, `least`, `most`, `word`, `rule`,
    /// `unreadable`, `cyclic`, `deep`.
    pub code: &'static str,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
}

/// What happens to members that a declaration does not list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unknown {
    /// They are refused, with the nearest name that is listed.
    #[default]
    Refuse,
    /// They are sent as they are: the vendor adds members faster than its pages.
    Allow,
}

/// Holds `value` against `record` and gives its form on the wire.
///
/// Members that are `null` are left out. Ids become what the vendor wants, integer or string, digit for digit;
/// structures that the vendor keeps as JSON text become that text.
///
/// # Errors
/// Every issue, in the order of the declaration.
pub fn conform(record: &Record, value: &Json, unknown: Unknown) -> Result<Json, Vec<Issue>> {
    let mut walk = Walk { path: Path::default(), issues: Vec::new(), unknown };
    let wire = walk.record(record, value);
    if walk.issues.is_empty() {
        Ok(wire)
    } else {
        Err(walk.issues)
    }
}

struct Walk {
    path: Path,
    issues: Vec<Issue>,
    unknown: Unknown,
}

impl Walk {
    fn value(&mut self, kind: &Kind, limits: Limits, value: &Json) -> Json {
        match (kind, value) {
            (Kind::Id, Json::Text(digits) | Json::Number(digits)) => self.id(digits),
            (Kind::Text | Kind::TextId, Json::Text(text)) => self.text(text, limits),
            (Kind::TextId, Json::Number(digits)) if is_whole(digits) => self.text(digits, limits),
            (Kind::Bytes, Json::Text(text)) => self.bytes(text, limits),
            (Kind::Telephone, Json::Text(text)) => self.telephone(text),
            (Kind::Integer | Kind::Fen, Json::Number(digits)) => self.integer(kind, digits, limits),
            (Kind::Number, Json::Number(digits)) => Json::Number(digits.clone()),
            (Kind::Yuan, Json::Text(text) | Json::Number(text)) => self.yuan(text),
            (Kind::Boolean, Json::Bool(value)) => Json::Bool(*value),
            (Kind::Choice(vocabulary), Json::Text(word)) => self.word(vocabulary, word),
            (Kind::List(item), Json::List(items)) => self.list(item, limits, items),
            (Kind::Map(kind), Json::Object(members)) => self.map(kind, members),
            (Kind::Record(record), value @ Json::Object(_)) => self.record(record, value),
            (Kind::JsonText(_), Json::Text(text)) => Json::Text(text.clone()),
            (Kind::JsonText(kind), structure) => {
                Json::Text(self.value(kind, Limits::NONE, structure).to_string())
            }
            (Kind::Any, any) => any.clone(),
            (kind, other) => {
                self.wrong_type(kind, other);
                Json::Null
            }
        }
    }

    fn record(&mut self, record: &Record, value: &Json) -> Json {
        let Json::Object(given) = value else {
            self.wrong_type_named("an object", value);
            return Json::Null;
        };
        let mut wire = Vec::with_capacity(given.len());
        for field in record.fields {
            match value.get(field.name) {
                None | Some(Json::Null) => self.absent(field),
                Some(member) => {
                    let member = self.at(field.name, |walk| walk.member(field, member));
                    wire.push((field.name.to_owned(), member));
                }
            }
        }
        for (name, member) in given {
            if record.fields.iter().all(|field| field.name != name) {
                if member.is_null() {
                    continue;
                }
                if record.open || self.unknown == Unknown::Allow {
                    wire.push((name.clone(), member.clone()));
                } else {
                    self.unknown_member(record, name);
                }
            }
        }
        let wire = Json::Object(wire);
        for rule in record.rules {
            self.rule(rule, &wire);
        }
        wire
    }

    fn member(&mut self, field: &Field, member: &Json) -> Json {
        let is_empty = matches!(member, Json::Text(text) if text.is_empty());
        // Where a least length is declared, it decides: none at all may be enough.
        if is_empty && field.required && field.limits.least.is_none() {
            self.issue("empty", "is required and must not be empty".to_owned());
            return member.clone();
        }
        self.value(&field.kind, field.limits, member)
    }

    fn absent(&mut self, field: &Field) {
        if field.required {
            self.at(field.name, |walk| walk.issue("missing", "is required".to_owned()));
        }
    }

    fn list(&mut self, kind: &Kind, limits: Limits, items: &[Json]) -> Json {
        self.limit(limits, items.len(), "number of items");
        let wire = items.iter().enumerate().map(|(index, item)| self.item(kind, index, item));
        Json::List(wire.collect())
    }

    fn item(&mut self, kind: &Kind, index: usize, item: &Json) -> Json {
        self.path.enter_item(index);
        let wire = self.value(kind, Limits::NONE, item);
        self.path.leave();
        wire
    }

    fn map(&mut self, kind: &Kind, members: &[(String, Json)]) -> Json {
        let wire = members.iter().map(|(name, member)| {
            let member = self.at(name, |walk| walk.value(kind, Limits::NONE, member));
            (name.clone(), member)
        });
        Json::Object(wire.collect())
    }

    fn id(&mut self, digits: &str) -> Json {
        match digits.parse::<i64>() {
            // Text such as "007" or "+7" would change on its way: not an id that anybody was given.
            Ok(id) if id.to_string() == digits => {}
            _ if digits.is_empty() => self.issue("empty", "is an id and must not be empty".to_owned()),
            _ => self.issue("type", format!("must be a 64-bit integer in plain digits, not \"{digits}\"")),
        }
        Json::Number(digits.to_owned())
    }

    fn text(&mut self, text: &str, limits: Limits) -> Json {
        self.limit(limits, text.chars().count(), "length in characters");
        Json::Text(text.to_owned())
    }

    fn bytes(&mut self, base64: &str, limits: Limits) -> Json {
        let digits = base64.trim_end_matches('=');
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
        if !digits.bytes().all(is_digit) {
            let says = "must be bytes, or base64 text without a data: prefix and without line breaks";
            self.issue("type", says.to_owned());
        }
        self.limit(limits, digits.len() * 3 / 4, "size in bytes");
        Json::Text(base64.to_owned())
    }

    fn telephone(&mut self, text: &str) -> Json {
        if text.chars().any(is_letter) {
            self.issue("type", "must be digits and hyphens: letters and Chinese are not accepted".to_owned());
        }
        Json::Text(text.to_owned())
    }

    fn yuan(&mut self, text: &str) -> Json {
        if let Err(MoneyError::NotAnAmount(_)) = yuan_to_fen(text) {
            self.issue("type", format!("must be an amount in yuan such as \"12.34\", not \"{text}\""));
        }
        Json::Text(text.to_owned())
    }

    fn integer(&mut self, kind: &Kind, digits: &str, limits: Limits) -> Json {
        match digits.parse::<i64>() {
            Ok(number) => self.limit(limits, number, "value"),
            Err(_) => self.wrong_type(kind, &Json::Number(digits.to_owned())),
        }
        Json::Number(digits.to_owned())
    }

    fn word(&mut self, vocabulary: &Vocabulary, word: &str) -> Json {
        if !vocabulary.open && vocabulary.words.iter().all(|known| known.wire != word) {
            let known: Vec<_> = vocabulary.words.iter().map(|word| word.wire).collect();
            self.issue("word", format!("must be one of {}, not \"{word}\"", known.join(", ")));
        }
        Json::Text(word.to_owned())
    }

    fn limit(&mut self, limits: Limits, amount: impl TryInto<i64>, counted: &str) {
        let amount = amount.try_into().unwrap_or(i64::MAX);
        match limits {
            Limits { least: Some(least), .. } if amount < i64::from(least) => {
                self.issue("least", format!("has a {counted} of {amount}; the least is {least}"));
            }
            Limits { most: Some(most), .. } if amount > i64::from(most) => {
                self.issue("most", format!("has a {counted} of {amount}; the most is {most}"));
            }
            _ => {}
        }
    }

    fn rule(&mut self, rule: &Rule, wire: &Json) {
        let has_issue = |condition: &Condition| {
            let path = self.path.to_member(condition.member());
            self.issues.iter().any(|issue| issue.path == path)
        };
        let judged = !has_issue(&rule.when) && !rule.then.iter().any(has_issue);
        if judged && rule.when.holds(wire) && !rule.then.iter().all(|condition| condition.holds(wire)) {
            self.at(rule.when.member(), |walk| walk.issue("rule", rule.says.to_owned()));
        }
    }

    fn unknown_member(&mut self, record: &Record, name: &str) {
        let distance = |field: &&Field| strsim::osa_distance(field.name, name);
        let nearest = record.fields.iter().min_by_key(distance);
        let advice = match nearest {
            Some(field) if distance(&field) <= name.chars().count() / 2 => {
                format!("did you mean {}?", field.name)
            }
            _ => "set allowUnknown to send it all the same".to_owned(),
        };
        self.at(name, |walk| walk.issue("unknown", format!("is not a known member; {advice}")));
    }

    fn wrong_type(&mut self, kind: &Kind, value: &Json) {
        let expected = match kind {
            Kind::Id | Kind::TextId => "an id: a string of digits or an integer",
            Kind::Text | Kind::Telephone => "a string",
            Kind::Integer => "a whole number",
            Kind::Fen => "an amount in fen, a whole number (1/100 yuan)",
            Kind::Yuan => "an amount in yuan, a string such as \"12.34\"",
            Kind::Number => "a number",
            Kind::Boolean => "true or false",
            Kind::Choice(_) => "a string",
            Kind::List(_) => "an array",
            Kind::Record(_) | Kind::Map(_) | Kind::JsonText(_) => "an object",
            Kind::Bytes => "bytes, or base64 text",
            Kind::Any => "a value",
        };
        self.wrong_type_named(expected, value);
    }

    fn wrong_type_named(&mut self, expected: &str, value: &Json) {
        let found = match value {
            Json::Null => "null".to_owned(),
            Json::Bool(value) => value.to_string(),
            Json::Number(digits) => format!("the number {digits}"),
            Json::Text(_) => "a string".to_owned(),
            Json::List(_) => "an array".to_owned(),
            Json::Object(_) => "an object".to_owned(),
        };
        self.issue("type", format!("must be {expected}, not {found}"));
    }

    /// Runs `visit` one step deeper, at a member.
    fn at<T>(&mut self, member: &str, visit: impl FnOnce(&mut Self) -> T) -> T {
        self.path.enter_member(member);
        let result = visit(self);
        self.path.leave();
        result
    }

    fn issue(&mut self, code: &'static str, says: String) {
        self.issues.push(self.path.issue(code, &says));
    }
}

fn is_whole(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl Condition {
    fn holds(&self, wire: &Json) -> bool {
        match self {
            Condition::Given(member) => wire.get(member).is_some(),
            Condition::OneOf(member, words) => {
                let word = wire.get(member).and_then(Json::as_text);
                word.is_some_and(|word| words.contains(&word))
            }
        }
    }
}

/// Whether a character is a Latin letter or Chinese. What else Unicode calls alphabetic takes a table of 1.5 KB to tell.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '\u{3400}'..='\u{9fff}')
}
