//! Collects what is wrong with a request, up to a bound: a million mistakes do not become a million sentences.

use super::Issue;

/// Maximum number of issues that are listed one by one.
pub const MAX_ISSUES: usize = 100;

/// Maximum size of their messages together, in bytes.
const MAX_TEXT: usize = 32_768;

/// The issues of a request. Those beyond the bound are counted.
#[derive(Debug, Default)]
pub struct Issues {
    listed: Vec<Issue>,
    text: usize,
    more: usize,
}

impl Issues {
    /// Whether further issues are counted, but not listed.
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

    /// The number of all issues.
    pub fn count(&self) -> usize {
        self.listed.len() + self.more
    }

    /// The issues that are listed.
    pub fn listed(&self) -> &[Issue] {
        &self.listed
    }

    /// The issues. If there are more than are listed, the last one says how many.
    pub fn into_list(mut self) -> Vec<Issue> {
        if self.more > 0 {
            let message = format!("and {} more", self.more);
            self.listed.push(Issue { path: String::new(), code: "more", message });
        }
        self.listed
    }
}
