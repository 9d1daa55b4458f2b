//! Parsing JSON text into a value.

use std::fmt::{self, Display, Formatter};

use pandapon_lossless::token;

use super::unescape::{unescape, BrokenString};
use super::Json;

/// Maximum depth of arrays and objects: the vendor's answers stay below ten, and a stack has an end.
pub const MAX_DEPTH: usize = 128;

/// The reason for text with more values than its reader allows, which only a push message's does.
pub(crate) const TOO_MANY_VALUES: &str =
    "it has more members and items than maxValues allows, by default 20000";

/// Why a text is not JSON, or was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Where reading stopped, in bytes.
    pub offset: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

impl Display for ParseError {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.reason != TOO_MANY_VALUES {
            write!(out, "not JSON at byte {}: ", self.offset)?;
        }
        out.write_str(self.reason)
    }
}

impl std::error::Error for ParseError {}

impl Json {
    /// Returns the value of a JSON text, by RFC 8259 to the letter: no comments, no trailing commas, nothing after the value.
    ///
    /// Numbers keep their text. Members that repeat a name are all kept. Half of a surrogate pair (`"\ud800"`), which
    /// JSON allows and no Rust string can hold, becomes U+FFFD.
    ///
    /// # Errors
    /// Text that is not JSON, or nests arrays and objects more than 128 deep.
    pub fn parse(text: &str) -> Result<Json, ParseError> {
        Parser { keeps: true, ..Parser::new(text) }.document()
    }

    /// Returns the value of JSON text that may be of a stranger: it may have at most `values` values, members and items among
    /// them, of which those that were read are subtracted, and is inside of `depth` arrays and objects.
    ///
    /// # Errors
    /// As [`Json::parse`]; with the reason [`TOO_MANY_VALUES`] as soon as there are more.
    pub(crate) fn parse_bounded(text: &str, depth: usize, values: &mut usize) -> Result<Json, ParseError> {
        let mut parser = Parser { keeps: true, depth, values: *values, ..Parser::new(text) };
        let parsed = parser.document();
        *values = parser.values;
        parsed
    }

    /// Returns the value of JSON text in UTF-8, which may begin with a byte order mark.
    ///
    /// # Errors
    /// As [`Json::parse`], and for bytes that are not UTF-8.
    pub fn from_bytes(bytes: &[u8]) -> Result<Json, ParseError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|error| ParseError { offset: error.valid_up_to(), reason: "it is not UTF-8" })?;
        Json::parse(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Returns whether a text is one that [`Json::parse`] reads. Takes no memory for the value, which may be thirty times as large
    /// as its text.
    pub fn is_valid(text: &str) -> bool {
        Parser::new(text).document().is_ok()
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// Number of values that may still come.
    values: usize,
    /// Whether arrays and objects keep what they hold.
    keeps: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        Parser { text, at: 0, depth: 0, values: usize::MAX, keeps: false }
    }

    fn document(&mut self) -> Result<Json, ParseError> {
        let value = self.value()?;
        self.skip_whitespace();
        match self.peek() {
            None => Ok(value),
            Some(_) => Err(self.error("the text goes on after the value")),
        }
    }

    fn value(&mut self) -> Result<Json, ParseError> {
        self.skip_whitespace();
        if self.values == 0 {
            return Err(self.error(TOO_MANY_VALUES));
        }
        self.values -= 1;
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::list),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err(self.error("a value is expected")),
        }
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Json, ParseError>,
    ) -> Result<Json, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error("arrays and objects nest more than 128 deep"));
        }
        self.at += 1;
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Result<Json, ParseError> {
        let mut items = Vec::new();
        if self.accept(b']') {
            return Ok(Json::List(items));
        }
        loop {
            let item = self.value()?;
            if self.keeps {
                items.push(item);
            }
            if self.accept(b']') {
                return Ok(Json::List(items));
            }
            self.expect(b',', "a comma or the end of the array is expected")?;
        }
    }

    fn object(&mut self) -> Result<Json, ParseError> {
        let mut members = Vec::new();
        if self.accept(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            let member = self.member()?;
            if self.keeps {
                members.push(member);
            }
            if self.accept(b'}') {
                return Ok(Json::Object(members));
            }
            self.expect(b',', "a comma or the end of the object is expected")?;
        }
    }

    fn member(&mut self) -> Result<(String, Json), ParseError> {
        self.skip_whitespace();
        if self.peek() != Some(b'"') {
            return Err(self.error("a member's name is expected"));
        }
        let name = self.string()?;
        self.expect(b':', "a colon is expected")?;
        Ok((name, self.value()?))
    }

    fn number(&mut self) -> Result<Json, ParseError> {
        let end = token::number_end(self.text.as_bytes(), self.at);
        let number = end.and_then(|end| self.text.get(self.at..end));
        let number = number.ok_or_else(|| self.error("a number is broken"))?;
        self.at += number.len();
        Ok(Json::Number(number.to_owned()))
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, ParseError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return Err(self.error("a value is expected"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn string(&mut self) -> Result<String, ParseError> {
        let start = self.at + 1;
        let end = token::string_end(self.text.as_bytes(), start);
        let content = end.and_then(|end| self.text.get(start..end));
        let content = content.ok_or_else(|| self.error("a string does not end"))?;
        let text = unescape(content)
            .map_err(|BrokenString { offset, reason }| ParseError { offset: start + offset, reason })?;
        self.at = start + content.len() + 1;
        Ok(text)
    }

    fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over `byte` if it comes next, whitespace aside.
    fn accept(&mut self, byte: u8) -> bool {
        self.skip_whitespace();
        let accepted = self.peek() == Some(byte);
        self.at += usize::from(accepted);
        accepted
    }

    fn expect(&mut self, byte: u8, reason: &'static str) -> Result<(), ParseError> {
        match self.accept(byte) {
            true => Ok(()),
            false => Err(self.error(reason)),
        }
    }

    fn error(&self, reason: &'static str) -> ParseError {
        ParseError { offset: self.at, reason }
    }
}
