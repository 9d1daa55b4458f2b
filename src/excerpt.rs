//! Text from outside as it is shown in messages: its beginning, on one line.

use std::fmt::{Display, Formatter, Result, Write};

/// Maximum length of a name in paths and messages, in characters.
pub const NAME: usize = 64;

/// Maximum length of a value in messages, in characters.
pub const VALUE: usize = 40;

/// Displays at most so many characters of a text, and an ellipsis where it is longer. Control characters, line breaks
/// among them, become U+FFFD.
#[derive(Debug, Clone, Copy)]
pub struct Excerpt<'a>(pub &'a str, pub usize);

impl Display for Excerpt<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        for (index, character) in self.0.chars().enumerate() {
            if index == self.1 {
                return out.write_char('…');
            }
            out.write_char(if character.is_control() { char::REPLACEMENT_CHARACTER } else { character })?;
        }
        Ok(())
    }
}
