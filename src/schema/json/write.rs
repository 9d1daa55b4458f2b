//! Writing JSON text.

use std::fmt::{Display, Formatter, Result, Write};

use super::Json;

impl Display for Json {
    /// The value as compact JSON.
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write(self, out)
    }
}

/// The text of an object that is written member by member.
#[derive(Default)]
pub struct ObjectText(String);

impl ObjectText {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member that is a string.
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.optional(name, Some(value))
    }

    /// Adds a member that is a string or `null`.
    pub fn optional(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        self.name(name);
        // A String takes all that is written to it.
        let _ = match value {
            Some(text) => write_text(text, &mut self.0),
            None => self.0.write_str("null"),
        };
        self
    }

    /// Adds a member of which this is the JSON text.
    pub fn json(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        self.0.push_str(value);
        self
    }

    /// Adds a member that has this value.
    pub fn value(&mut self, name: &str, value: &Json) -> &mut Self {
        self.name(name);
        // A String takes all that is written to it.
        let _ = write(value, &mut self.0);
        self
    }

    /// Adds a member that is a number, if there is one.
    pub fn figure(&mut self, name: &str, value: Option<i64>) -> &mut Self {
        if let Some(number) = value {
            self.name(name);
            let _ = write!(self.0, "{number}");
        }
        self
    }

    /// Adds a member that is a whole number.
    pub fn number(&mut self, name: &str, value: u64) -> &mut Self {
        self.name(name);
        let _ = write!(self.0, "{value}");
        self
    }

    /// Adds a member that is true or false.
    pub fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        self.json(name, if value { "true" } else { "false" })
    }

    /// Takes the whole text.
    pub fn end(&mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        std::mem::take(&mut self.0)
    }

    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        let _ = write_text(name, &mut self.0);
        self.0.push(':');
    }
}

fn write(value: &Json, out: &mut dyn Write) -> Result {
    match value {
        Json::Null => out.write_str("null"),
        Json::Bool(true) => out.write_str("true"),
        Json::Bool(false) => out.write_str("false"),
        Json::Number(digits) => out.write_str(digits),
        Json::Text(text) => write_text(text, out),
        Json::List(items) => {
            out.write_char('[')?;
            for (index, item) in items.iter().enumerate() {
                separate(index, out)?;
                write(item, out)?;
            }
            out.write_char(']')
        }
        Json::Object(members) => {
            out.write_char('{')?;
            for (index, (name, value)) in members.iter().enumerate() {
                separate(index, out)?;
                write_text(name, out)?;
                out.write_char(':')?;
                write(value, out)?;
            }
            out.write_char('}')
        }
    }
}

fn separate(index: usize, out: &mut dyn Write) -> Result {
    if index == 0 {
        return Ok(());
    }
    out.write_char(',')
}

/// A control character, of which this is all but the last digit.
fn hexadecimal(beginning: &str, control: char, out: &mut dyn Write) -> Result {
    out.write_str(beginning)?;
    out.write_char(char::from_digit(control as u32 % 16, 16).unwrap_or('0'))
}

fn write_text(text: &str, out: &mut dyn Write) -> Result {
    out.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            '\u{10}'..='\u{1f}' => hexadecimal("\\u001", character, out)?,
            '\0'..='\u{f}' => hexadecimal("\\u000", character, out)?,
            other => out.write_char(other)?,
        }
    }
    out.write_char('"')
}
