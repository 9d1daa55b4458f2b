//! Writing a value as JSON text.

use std::fmt::{Display, Formatter, Result, Write};

use super::Json;

impl Display for Json {
    /// The value as compact JSON.
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match self {
            Json::Null => out.write_str("null"),
            Json::Bool(true) => out.write_str("true"),
            Json::Bool(false) => out.write_str("false"),
            Json::Number(digits) => out.write_str(digits),
            Json::Text(text) => write_text(text, out),
            Json::List(items) => {
                out.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    separate(index, out)?;
                    item.fmt(out)?;
                }
                out.write_char(']')
            }
            Json::Object(members) => {
                out.write_char('{')?;
                for (index, (name, value)) in members.iter().enumerate() {
                    separate(index, out)?;
                    write_text(name, out)?;
                    out.write_char(':')?;
                    value.fmt(out)?;
                }
                out.write_char('}')
            }
        }
    }
}

fn separate(index: usize, out: &mut Formatter<'_>) -> Result {
    if index == 0 {
        return Ok(());
    }
    out.write_char(',')
}

fn write_text(text: &str, out: &mut Formatter<'_>) -> Result {
    out.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            control if control < ' ' => write!(out, "\\u{:04x}", control as u32)?,
            other => out.write_char(other)?,
        }
    }
    out.write_char('"')
}
