//! The one validator: checks a value against its declaration and returns its form on the wire, or every issue at once.

use std::fmt::{Arguments, Display, Formatter};
use std::mem::take;

use super::issues::{code, expected, Issue, Issues, Parameters, Unit, MAX_ISSUES};
use super::path::Path;
use super::{Condition, Field, Form, Json, Kind, Limits, Record, Rule, Sensible, Vocabulary};
use crate::excerpt::{Excerpt, NAME, VALUE};
use crate::scalar::{yuan_to_fen, MoneyError};

/// What is sent although it is probably a mistake. By default nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allow {
    /// Members that a declaration does not list: the vendor adds members faster than its pages. Otherwise they are refused,
    /// with the nearest name that is listed.
    pub unknown: bool,
    /// Values that only the rules of this crate refuse: see [`Sensible`].
    pub unlikely: bool,
}

impl Allow {
    /// Nothing that is probably a mistake.
    pub const NOTHING: Allow = Allow { unknown: false, unlikely: false };
    /// Unknown members alone.
    pub const UNKNOWN: Allow = Allow { unknown: true, unlikely: false };
    /// Unlikely values alone.
    pub const UNLIKELY: Allow = Allow { unknown: false, unlikely: true };
    /// Whatever the vendor may accept.
    pub const ALL: Allow = Allow { unknown: true, unlikely: true };
}

/// Checks `value` against `record` and returns its form on the wire.
///
/// Members that are `null` are left out. Ids become what the vendor wants, integer or string, digit for digit;
/// structures that the vendor keeps as JSON text become that text.
///
/// # Errors
/// The issues, in the order of the declaration. At most 100 are listed; if there are more, a last one of code `more` says
/// how many.
pub fn validate(record: &Record, value: Json, allow: Allow) -> Result<Json, Vec<Issue>> {
    validate_after(record, value, allow, Issues::default())
}

/// As [`validate`], where issues were found before: at their paths no further ones are listed.
///
/// # Errors
/// As [`validate`].
pub(crate) fn validate_after(
    record: &Record,
    value: Json,
    allow: Allow,
    found: Issues,
) -> Result<Json, Vec<Issue>> {
    let found_before = found.listed().len();
    let mut walk = Walk { path: Path::default(), issues: found, found_before, allow, unlikely: false };
    let mut wire = value;
    walk.record(record, &mut wire);
    if record.not_empty
        && !walk.allow.unlikely
        && matches!(&wire, Json::Object(members) if members.is_empty())
    {
        walk.unlikely = true;
        walk.issue(code::MISSING, format_args!("has no members: say what it is about"));
    }
    if walk.issues.count() == 0 {
        Ok(wire)
    } else {
        Err(walk.issues.into_list())
    }
}

/// Checks a value and puts it in its form on the wire, in its place: a copy of a large request would take as much memory
/// again.
struct Walk {
    path: Path,
    issues: Issues,
    /// How many of the issues were found before.
    found_before: usize,
    allow: Allow,
    /// Whether the rules that are being checked are those of this crate.
    unlikely: bool,
}

impl Walk {
    fn value(&mut self, kind: &Kind, limits: Limits, sensible: &Sensible, value: &mut Json) {
        let before = self.issues.count();
        match (kind, &mut *value) {
            (Kind::Id, Json::Text(digits) | Json::Number(digits)) => {
                self.id(digits);
                *value = Json::Number(take(digits));
            }
            (Kind::Text | Kind::TextId, Json::Text(text)) => self.text(text, limits),
            (Kind::TextId, Json::Number(digits)) if is_whole(digits) => {
                self.text(digits, limits);
                *value = Json::Text(take(digits));
            }
            (Kind::Bytes, Json::Text(text)) => self.bytes(text, limits),
            (Kind::Telephone, Json::Text(text)) => self.telephone(text),
            (Kind::Integer | Kind::Fen, Json::Number(digits)) => match digits.parse::<i64>() {
                Ok(number) => self.limit(limits, number, None),
                Err(_) => self.wrong_type(kind, value),
            },
            (Kind::Yuan, Json::Text(text) | Json::Number(text)) => {
                self.yuan(text);
                *value = Json::Text(take(text));
            }
            (Kind::Choice(vocabulary), Json::Text(word)) => self.word(vocabulary, word),
            (Kind::List(item), Json::List(items)) => self.list(item, limits, items),
            (Kind::Map(kind), Json::Object(members)) => self.map(kind, members),
            (Kind::Record(record), Json::Object(_)) => self.record(record, value),
            (Kind::JsonText(_), Json::Text(_))
            | (Kind::Number, Json::Number(_))
            | (Kind::Boolean, Json::Bool(_))
            | (Kind::Any, _) => {}
            (Kind::JsonText(kind), _) => {
                self.value(kind, Limits::NONE, sensible, value);
                *value = Json::Text(value.to_string());
                return;
            }
            (kind, other) => self.wrong_type(kind, other),
        }
        if !self.allow.unlikely && self.issues.count() == before {
            self.unlikely = true;
            self.sensible(kind, sensible, value);
            self.unlikely = false;
        }
    }

    /// Checks the rules of this crate on a value that keeps those of the vendor.
    fn sensible(&mut self, kind: &Kind, sensible: &Sensible, value: &Json) {
        let Sensible { limits, form, .. } = *sensible;
        match (kind, value) {
            (Kind::Id | Kind::TextId, Json::Text(id) | Json::Number(id)) => match id.parse() {
                Ok(number) => {
                    let least = Some(i32::from(form != Form::Zero));
                    self.limit(Limits { least, most: None }, number, None);
                }
                _ if id.is_empty() => self.empty_id(),
                _ if id.bytes().any(|byte| byte.is_ascii_whitespace()) => {
                    self.form(expected::ID, "is an id and must not contain white space");
                }
                Err(_) => {}
            },
            (Kind::List(item), Json::List(items)) => {
                let limits = match item {
                    Kind::Id | Kind::TextId => Limits { least: Some(1), most: None },
                    _ => limits,
                };
                self.length(limits, items.len(), Unit::Items);
            }
            (_, Json::Text(text)) if form == Form::Time && is_time(text) => {}
            (_, Json::Text(_)) if form == Form::Time => {
                let message = "must be a time such as \"2018-06-14 10:19:42\" (China time) or \"20180614101942000+0800\"";
                self.form(expected::TIME, message);
            }
            (_, Json::Text(text)) if form == Form::Any => self.text(text, limits),
            (_, Json::Text(text) | Json::Number(text)) => {
                // Rust and samples of the vendor write `2.0`.
                match text.strip_suffix(".0").unwrap_or(text).parse() {
                    Ok(number) => self.limit(limits, number, None),
                    Err(_) if form == Form::Whole => self.wrong_type(&Kind::Integer, value),
                    Err(_) => {}
                }
            }
            _ => {}
        }
    }

    fn record(&mut self, record: &Record, value: &mut Json) {
        let Json::Object(members) = value else {
            return self.wrong_type(&Kind::Map(&Kind::Any), value);
        };
        let before = self.issues.count();
        let mut known: Vec<_> = record.fields.iter().map(|_| Json::Null).collect();
        // One pass, however many members there are. Of members of the same name the last one counts.
        members.retain_mut(|(name, member)| {
            let index = record.fields.iter().position(|field| field.name == name);
            match index.and_then(|index| known.get_mut(index)) {
                Some(place) => {
                    *place = take(member);
                    false
                }
                None => !member.is_null(),
            }
        });
        let mut others = take(members);
        for (index, field) in record.fields.iter().enumerate() {
            let mut member = known.get_mut(index).map(take).unwrap_or_default();
            self.path.enter_member(field.name.into());
            if !member.is_null() {
                self.member(field, &mut member);
                members.push((field.name.to_owned(), member));
            } else if field.required {
                self.issue(code::MISSING, format_args!("is required"));
            } else if field.sensible.required && !self.allow.unlikely {
                let is_there = |name: &str| {
                    let index = record.fields.iter().position(|field| field.name == name);
                    index.and_then(|index| known.get(index)).is_some_and(|member| !member.is_null())
                };
                if !field.sensible.or.is_some_and(is_there) {
                    self.missing(field.sensible.or);
                }
            }
            self.path.leave();
        }
        if record.open || self.allow.unknown {
            members.append(&mut others);
        }
        for (name, _) in others {
            self.unknown_member(record, name);
        }
        for rule in record.rules {
            self.rule(rule, value, before);
        }
    }

    fn member(&mut self, field: &Field, member: &mut Json) {
        let is_empty = matches!(member, Json::Text(text) if text.is_empty());
        // Where a least length is declared, it decides: none at all may be enough.
        if is_empty && field.required && field.limits.least.is_none() {
            return self.issue(code::EMPTY, format_args!("is required and must not be empty"));
        }
        self.value(&field.kind, field.limits, &field.sensible, member);
    }

    /// Adds the issue of a member that this crate requires, or another one in its place.
    fn missing(&mut self, or: Option<&'static str>) {
        let (separator, other) = or.map_or(("", ""), |other| (", unless there is ", other));
        let parameters = Parameters { or, ..Parameters::default() };
        self.unlikely = true;
        self.issue_with(code::MISSING, parameters, format_args!("is required{separator}{other}"));
        self.unlikely = false;
    }

    fn list(&mut self, kind: &Kind, limits: Limits, items: &mut [Json]) {
        self.length(limits, items.len(), Unit::Items);
        for (index, item) in items.iter_mut().enumerate() {
            self.path.enter_item(index);
            self.value(kind, Limits::NONE, &Sensible::NONE, item);
            self.path.leave();
        }
    }

    fn map(&mut self, kind: &Kind, members: &mut [(String, Json)]) {
        for (name, member) in members {
            self.path.enter_member(name.clone().into());
            self.value(kind, Limits::NONE, &Sensible::NONE, member);
            self.path.leave();
        }
    }

    fn id(&mut self, digits: &str) {
        match digits.parse::<i64>() {
            // Text such as "007" or "+7" would change on its way: not an id that anybody was given.
            Ok(id) if id.to_string() == digits => {}
            _ if digits.is_empty() => self.empty_id(),
            _ => {
                let digits = Excerpt(digits, VALUE);
                self.issue_with(
                    code::TYPE,
                    Parameters::expected(expected::ID),
                    format_args!("must be a 64-bit integer in plain digits, not \"{digits}\""),
                );
            }
        }
    }

    fn empty_id(&mut self) {
        self.issue(code::EMPTY, format_args!("is an id and must not be empty"));
    }

    /// Adds the issue of a text of another form.
    fn form(&mut self, expected: &'static str, message: &str) {
        self.issue_with(code::TYPE, Parameters::expected(expected), format_args!("{message}"));
    }

    fn text(&mut self, text: &str, limits: Limits) {
        self.length(limits, text.chars().count(), Unit::Characters);
    }

    fn bytes(&mut self, base64: &str, limits: Limits) {
        let mut digits = base64.as_bytes();
        while let [before @ .., b'='] = digits {
            digits = before;
        }
        let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'+' || *byte == b'/';
        if !digits.iter().all(is_digit) {
            let message = "must be bytes, or base64 text without a data: prefix and without line breaks";
            self.form(expected::BYTES, message);
        }
        self.length(limits, digits.len() * 3 / 4, Unit::Bytes);
    }

    fn telephone(&mut self, text: &str) {
        if text.chars().any(is_letter) {
            let message = "must be digits and hyphens: letters and Chinese are not accepted";
            self.form(expected::TELEPHONE, message);
        }
    }

    fn yuan(&mut self, text: &str) {
        if let Err(MoneyError::NotAnAmount(_)) = yuan_to_fen(text) {
            let text = Excerpt(text, VALUE);
            self.issue_with(
                code::TYPE,
                Parameters::expected(expected::YUAN),
                format_args!("must be an amount in yuan such as \"12.34\", not \"{text}\""),
            );
        }
    }

    fn word(&mut self, vocabulary: &Vocabulary, word: &str) {
        if !vocabulary.open && vocabulary.words.iter().all(|known| known.wire != word) {
            let word = Excerpt(word, VALUE);
            let allowed: Vec<_> = match self.issues.is_full() {
                true => Vec::new(),
                false => vocabulary.words.iter().map(|word| word.wire).collect(),
            };
            let listed = allowed.join(", ");
            let parameters = Parameters { allowed, ..Parameters::default() };
            let message = format!("must be one of {listed}, not \"{word}\"");
            self.issue_with(code::INVALID_OPTION, parameters, format_args!("{message}"));
        }
    }

    fn length(&mut self, limits: Limits, length: usize, unit: Unit) {
        self.limit(limits, i64::try_from(length).unwrap_or(i64::MAX), Some(unit));
    }

    fn limit(&mut self, limits: Limits, got: i64, unit: Option<Unit>) {
        let (code, limit, which) = match limits {
            Limits { least: Some(least), .. } if got < least.into() => (code::TOO_SMALL, least, "minimum"),
            Limits { most: Some(most), .. } if got > most.into() => (code::TOO_BIG, most, "maximum"),
            _ => return,
        };
        let (verb, counted) = match (unit, got) {
            (None, _) => ("is", ""),
            (Some(Unit::Characters), 1) => ("is", " character long"),
            (Some(Unit::Characters), _) => ("is", " characters long"),
            (Some(Unit::Items), 1) => ("has", " item"),
            (Some(Unit::Items), _) => ("has", " items"),
            (Some(_), _) => ("has", " bytes"),
        };
        let parameters = Parameters::limit(limit.into(), got, unit);
        self.issue_with(code, parameters, format_args!("{verb} {got}{counted}; the {which} is {limit}"));
    }

    /// Checks a rule of a record, all issues of which come after the first `before`.
    fn rule(&mut self, rule: &Rule, wire: &Json, before: usize) {
        // Issues that are only counted do not say which members are wrong already.
        if self.issues.is_full() {
            return;
        }
        let own = self.issues.listed().get(before..).unwrap_or_default();
        let has_issue = |condition: &Condition| {
            !own.is_empty() && {
                let path = self.path.to_member(condition.member());
                own.iter().any(|issue| issue.path == path)
            }
        };
        let judged = !has_issue(&rule.when) && !rule.then.iter().any(has_issue);
        if judged && rule.when.holds(wire) && !rule.then.iter().all(|condition| condition.holds(wire)) {
            self.path.enter_member(rule.when.member().into());
            let parameters = Parameters { rule: Some(rule.name), ..Parameters::default() };
            self.issue_with(code::CONSTRAINT, parameters, format_args!("{}", rule.says));
            self.path.leave();
        }
    }

    fn unknown_member(&mut self, record: &Record, name: String) {
        let mut advice = concat!("set ", option_name!("allowUnknown", "Allow::UNKNOWN"), " to send it");
        let (mut did_you_mean, mut end) = ("", "");
        if !self.issues.is_full() {
            let nearest = nearest(&name, &mut record.fields.iter().map(|field| field.name));
            if let Some((field, distance)) = nearest {
                if distance <= name.chars().count() / 2 {
                    (did_you_mean, advice, end) = ("did you mean ", field, "?");
                }
            }
        }
        self.path.enter_member(name.into());
        self.issue(code::UNKNOWN, format_args!("is not a known member; {did_you_mean}{advice}{end}"));
        self.path.leave();
    }

    fn wrong_type(&mut self, kind: &Kind, value: &Json) {
        let (word, expected) = match kind {
            Kind::Id | Kind::TextId => (expected::ID, "an id: a string of digits or an integer"),
            Kind::Text | Kind::Telephone | Kind::Choice(_) => (expected::STRING, "a string"),
            Kind::Integer => (expected::INTEGER, "a whole number"),
            Kind::Fen => (expected::FEN, "an amount in fen, a whole number (1/100 yuan)"),
            Kind::Yuan => (expected::YUAN, "an amount in yuan, a string such as \"12.34\""),
            Kind::Number => (expected::NUMBER, "a number"),
            Kind::Boolean => (expected::BOOLEAN, "true or false"),
            Kind::List(_) => (expected::ARRAY, "an array"),
            Kind::Bytes => (expected::BYTES, "bytes, or base64 text"),
            // `Kind::Any` has no wrong types.
            Kind::Record(_) | Kind::Map(_) | Kind::JsonText(_) | Kind::Any => (expected::OBJECT, "an object"),
        };
        self.issue_with(
            code::TYPE,
            Parameters::expected(word),
            format_args!("must be {expected}, not {}", Found(value)),
        );
    }

    /// Returns whether an issue was found before at this place. Far behind the end of the list it no longer matters.
    fn was_found_before(&self) -> bool {
        if self.found_before == 0 || self.issues.count() > 2 * MAX_ISSUES {
            return false;
        }
        let path = self.path.to_string();
        self.issues.listed().iter().take(self.found_before).any(|issue| issue.path == path)
    }

    fn issue(&mut self, code: &'static str, message: Arguments<'_>) {
        self.issue_with(code, Parameters::default(), message);
    }

    fn issue_with(&mut self, code: &'static str, parameters: Parameters, message: Arguments<'_>) {
        if self.was_found_before() {
            return;
        }
        // The sentence is made only where it is listed.
        if self.issues.is_full() {
            return self.issues.add_more(1);
        }
        let path = self.path.to_string();
        let issue = match self.unlikely {
            false => Issue::new(path, code, parameters, message),
            true => Issue {
                unlikely: true,
                ..Issue::new(
                    path,
                    code,
                    parameters,
                    format_args!(
                        "{message} (option {} sends it anyway)",
                        option_name!("allowUnlikely", "Allow::UNLIKELY")
                    ),
                )
            },
        };
        self.issues.add(issue);
    }
}

/// Displays the kind of a value.
struct Found<'a>(&'a Json);

impl Display for Found<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Json::Number(digits) => write!(out, "the number {}", Excerpt(digits, VALUE)),
            Json::Text(_) => out.write_str("a string"),
            Json::List(_) => out.write_str("an array"),
            Json::Object(_) => out.write_str("an object"),
            other => out.write_str(&other.to_string()),
        }
    }
}

/// Returns the known name that is most like `name`, and how many edits they are apart. Only short names are compared: the
/// time grows with the product of the lengths.
pub fn nearest(name: &str, known: &mut dyn Iterator<Item = &'static str>) -> Option<(&'static str, usize)> {
    if name.len() > NAME {
        return None;
    }
    known.map(|known| (known, edits(known.as_bytes(), name.as_bytes()))).min_by_key(|(_, distance)| *distance)
}

/// Returns how many bytes must be inserted, removed or replaced to make one name of another. Two neighbours that are swapped
/// count as one, if they are all that differs.
fn edits(from: &[u8], to: &[u8]) -> usize {
    let same = from.iter().zip(to).take_while(|(one, other)| one == other).count();
    if let (Some([a, b, rest @ ..]), Some([c, d, other_rest @ ..])) = (from.get(same..), to.get(same..)) {
        if (a, b, rest) == (d, c, other_rest) {
            return 1;
        }
    }
    // Row by row: the edits from the bytes so far to each beginning of the other name.
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, byte) in from.iter().enumerate() {
        let (mut diagonal, mut left) = (index, index + 1);
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = left;
        }
        for (cell, other) in cells.zip(to) {
            let replaced = diagonal + usize::from(byte != other);
            diagonal = *cell;
            left = replaced.min(left.min(diagonal) + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
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

/// Returns whether a text has one of the forms of [`Form::Time`]. Each digit of a form is the largest in its place.
fn is_time(text: &str) -> bool {
    ["2999-19-39 29:59:59", "29991939295959999+1959", "29991939295959999-1959"].iter().any(|form| {
        let fits = |(most, byte): (u8, u8)| match most {
            b'0'..=b'9' => (b'0'..=most).contains(&byte),
            separator => byte == separator,
        };
        form.len() == text.len() && form.bytes().zip(text.bytes()).all(fits)
    })
}

/// Whether a character is a Latin letter or Chinese. What else Unicode calls alphabetic takes a table of 1.5 KB to tell.
fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '\u{3400}'..='\u{9fff}')
}
