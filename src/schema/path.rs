//! Where in a request something is: names on the wire, such as `orderEntryCountList[0].count`.

use super::Issue;

/// A path that grows and shrinks while a value is walked.
#[derive(Debug, Clone, Default)]
pub struct Path {
    text: String,
    lengths: Vec<usize>,
}

impl Path {
    /// One step deeper, to a member.
    pub fn enter_member(&mut self, name: &str) {
        self.lengths.push(self.text.len());
        self.text = self.to_member(name);
    }

    /// One step deeper, to an item of a list.
    pub fn enter_item(&mut self, index: usize) {
        self.lengths.push(self.text.len());
        self.text.push_str(&format!("[{index}]"));
    }

    /// One step back.
    pub fn leave(&mut self) {
        self.text.truncate(self.lengths.pop().unwrap_or_default());
    }

    /// The path of a member, without going there.
    pub fn to_member(&self, name: &str) -> String {
        let separator = if self.text.is_empty() { "" } else { "." };
        format!("{}{separator}{name}", self.text)
    }

    /// An issue at this place; `says` completes a sentence that begins with the path.
    pub fn issue(&self, code: &'static str, says: &str) -> Issue {
        let subject = if self.text.is_empty() { "the request" } else { &self.text };
        Issue { path: self.text.clone(), code, message: format!("{subject} {says}") }
    }
}
