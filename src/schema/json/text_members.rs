//! Members that are text whatever they came as, and text that is a structure: what JavaScript gets from rewriting a text, done
//! to a value.

use std::mem::take;

use pandapon_lossless::{is_exact_double, Names};

use super::Json;

impl Json {
    /// Makes text of numbers, as [`exact`](super::exact) does in a text: of those that a double does not hold, and of all that are
    /// the value of a member whose name `is_exact` accepts, or stand in its array.
    pub(crate) fn numbers_to_text(&mut self, is_exact: &dyn Fn(&str) -> bool) {
        numbers_to_text(self, false, is_exact);
    }

    /// Replaces the string of each member called one of `names` by the array or object whose JSON text it is, as
    /// [`expand_nested`](super::expand_nested) does in a text.
    pub(crate) fn expand_nested(&mut self, names: &[&str]) {
        if !names.is_empty() {
            expand_nested(self, &Names::new(names));
        }
    }

    /// Replaces a string by the array or object whose JSON text it is, if `parse` reads it as one.
    pub(crate) fn expand_text<E>(&mut self, parse: impl FnOnce(&str) -> Result<Json, E>) -> Result<(), E> {
        if let Json::Text(text) = self {
            if text.trim_ascii_start().starts_with(['{', '[']) {
                *self = parse(text)?;
            }
        }
        Ok(())
    }
}

fn numbers_to_text(value: &mut Json, is_named: bool, is_exact: &dyn Fn(&str) -> bool) {
    match value {
        Json::Number(digits) if is_named || !is_exact_double(digits.as_bytes()) => {
            *value = Json::Text(take(digits));
        }
        Json::List(items) => items.iter_mut().for_each(|item| numbers_to_text(item, is_named, is_exact)),
        Json::Object(members) => {
            for (name, value) in members {
                numbers_to_text(value, is_exact(name), is_exact);
            }
        }
        _ => {}
    }
}

fn expand_nested(value: &mut Json, names: &Names) {
    match value {
        Json::List(items) => items.iter_mut().for_each(|item| expand_nested(item, names)),
        Json::Object(members) => {
            for (name, value) in members {
                match value {
                    // Text that is not JSON stays text.
                    Json::Text(_) if names.contains(name.as_bytes()) => {
                        let _ = value.expand_text(Json::parse);
                    }
                    _ => expand_nested(value, names),
                }
            }
        }
        _ => {}
    }
}
