//! The numbers of a JSON text, found without parsing the rest.

use crate::token;

/// A number of a JSON text.
pub(crate) struct Number<'a> {
    /// Where it starts.
    pub start: usize,
    /// The number as it is written, sign and exponent included.
    pub digits: &'a [u8],
    /// The name, as it is written, of the member that it is the value of, or in whose array it stands. Empty if there
    /// is none.
    pub member: &'a [u8],
}

/// Goes from number to number, past all that only looks like one inside strings. Ends where a token is broken.
pub(crate) struct Numbers<'a> {
    text: &'a [u8],
    at: usize,
    /// The latest string.
    string: &'a [u8],
    /// The latest name, until its object ends. What follows it before that is its value, or an item of its value.
    member: &'a [u8],
}

impl<'a> Numbers<'a> {
    pub fn new(text: &'a [u8]) -> Self {
        Numbers { text, at: 0, string: &[], member: &[] }
    }
}

impl<'a> Iterator for Numbers<'a> {
    type Item = Number<'a>;

    fn next(&mut self) -> Option<Number<'a>> {
        loop {
            let start = self.at;
            match self.text.get(start)? {
                b'"' => {
                    let end = token::string_end(self.text, start + 1)?;
                    self.string = self.text.get(start + 1..end)?;
                    self.at = end + 1;
                }
                b':' => {
                    self.member = self.string;
                    self.at += 1;
                }
                b'}' => {
                    self.member = &[];
                    self.at += 1;
                }
                b'-' | b'0'..=b'9' => {
                    self.at = token::number_end(self.text, start)?;
                    return Some(Number {
                        start,
                        digits: self.text.get(start..self.at)?,
                        member: self.member,
                    });
                }
                _ => self.at += 1,
            }
        }
    }
}
