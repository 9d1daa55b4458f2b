//! The place of a value in a request: names on the wire, such as `orderEntryCountList[0].count`.

use std::borrow::Cow;
use std::fmt::{Display, Formatter, Result};

use crate::excerpt::{Excerpt, NAME};

/// A path that grows and shrinks while a value is walked. It becomes text only where something is wrong.
#[derive(Debug, Default)]
pub struct Path(Vec<Step>);

#[derive(Debug)]
enum Step {
    Member(Cow<'static, str>),
    Item(usize),
}

impl Path {
    /// Goes one step deeper, to a member.
    pub fn enter_member(&mut self, name: Cow<'static, str>) {
        self.0.push(Step::Member(name));
    }

    /// Goes one step deeper, to an item of a list.
    pub fn enter_item(&mut self, index: usize) {
        self.0.push(Step::Item(index));
    }

    /// Goes one step back.
    pub fn leave(&mut self) {
        self.0.pop();
    }

    /// Returns the path of a member, without going there.
    pub fn to_member(&self, name: &str) -> String {
        let separator = if self.0.is_empty() { "" } else { "." };
        format!("{self}{separator}{name}")
    }
}

impl Display for Path {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        for (depth, step) in self.0.iter().enumerate() {
            match step {
                Step::Item(index) => write!(out, "[{index}]")?,
                Step::Member(name) => {
                    let separator = if depth == 0 { "" } else { "." };
                    write!(out, "{separator}{}", Excerpt(name, NAME))?;
                }
            }
        }
        Ok(())
    }
}
