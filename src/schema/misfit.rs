//! Values of an answer that do not fit their declared types.

use std::fmt::{self, Display, Formatter};

use super::Json;

/// Maximum number of misfits that are kept. The others are counted.
const MAX_KEPT: usize = 100;
/// Maximum number of characters of a value that are shown: enough to recognize its form, too few to hold an address.
const MAX_SHOWN: usize = 16;
/// Maximum number of characters of a name in a path.
const MAX_NAME: usize = 64;

/// A value of an answer that does not fit its declared type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where it is in the data, by the names in JSON, such as `result[3].baseInfo.totalAmount`.
    pub path: String,
    /// What was expected, such as `a list`.
    pub expected: &'static str,
    /// What came: the kind of value and, of a scalar, its beginning.
    pub found: String,
}

impl Display for Misfit {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}: expected {}, got {}", self.path, self.expected, self.found)
    }
}

/// The values of an answer that do not fit their declared types. Usually there are none.
///
/// None of them makes another value unreadable. A field that does not fit is `None`; an item of a list that does not fit, such
/// as a `null`, is left out of it. Both are kept as they came in `other` of the structure around, under the name of the field
/// or, of an item, its place such as `result[3]`.
///
/// A program that must see every order, such as a reconciliation, checks that there are no misfits:
///
/// ```
/// use pandapon::api::alibaba::order::OrderPage;
/// use pandapon::schema::{Lenient, Misfits};
///
/// let data = serde_json::json!({ "result": [{ "baseInfo": { "id": 1, "totalAmount": [] } }, null], "totalRecord": "2" });
/// let mut misfits = Misfits::default();
/// let list = OrderPage::read(data.into(), &mut misfits).expect("an object");
/// assert_eq!(list.total_record, Some(2));
/// assert_eq!(list.result.map(|orders| orders.len()), Some(1));
/// assert_eq!(
///     misfits.to_string(),
///     "result[0].baseInfo.totalAmount: expected an amount in yuan, got a list of 0; result[1]: expected an object, got null"
/// );
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Misfits {
    kept: Vec<Misfit>,
    count: usize,
    /// Items that were left out of lists, until the structure around takes them: their places, and what came.
    left_out: Vec<(String, Json)>,
}

impl Misfits {
    /// Whether everything fits.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The number of misfits, which may be more than [`Misfits::iter`] returns.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first 100 misfits.
    pub fn iter(&self) -> std::slice::Iter<'_, Misfit> {
        self.kept.iter()
    }

    /// Adds a value at this place.
    pub(crate) fn add(&mut self, expected: &'static str, value: &Json) {
        self.count += 1;
        if self.kept.len() < MAX_KEPT {
            self.kept.push(Misfit { path: String::new(), expected, found: describe(value) });
        }
    }

    /// Leaves an item out of its list.
    pub(crate) fn leave_out(&mut self, value: Json) {
        self.left_out.push((String::new(), value));
    }

    /// How many items were left out so far.
    pub(crate) fn left_out(&self) -> usize {
        self.left_out.len()
    }

    /// Takes the items that were left out since there were so many.
    pub(crate) fn take_left_out(&mut self, since: usize) -> Vec<(String, Json)> {
        self.left_out.split_off(since.min(self.left_out.len()))
    }

    /// Reads a field; what is added meanwhile is inside it.
    pub(crate) fn in_field<R>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> R) -> R {
        self.inside(read, || cut(name, MAX_NAME))
    }

    /// Reads an item of a list; what is added meanwhile is inside it.
    pub(crate) fn in_item<R>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> R) -> R {
        self.inside(read, || format!("[{index}]"))
    }

    /// Paths are written from the inside out, so that they cost nothing where everything fits.
    fn inside<R>(&mut self, read: impl FnOnce(&mut Self) -> R, place: impl Fn() -> String) -> R {
        let (kept, left_out) = (self.kept.len(), self.left_out.len());
        let result = read(self);
        let misfits = self.kept.get_mut(kept..).unwrap_or_default().iter_mut().map(|misfit| &mut misfit.path);
        let items = self.left_out.get_mut(left_out..).unwrap_or_default().iter_mut().map(|(path, _)| path);
        for path in misfits.chain(items) {
            let separator = if path.is_empty() || path.starts_with('[') { "" } else { "." };
            *path = format!("{}{separator}{path}", place());
        }
        result
    }
}

impl Display for Misfits {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (index, misfit) in self.kept.iter().enumerate() {
            write!(out, "{}{misfit}", if index == 0 { "" } else { "; " })?;
        }
        match self.count - self.kept.len() {
            0 => Ok(()),
            more => write!(out, "; and {more} more"),
        }
    }
}

fn describe(value: &Json) -> String {
    match value {
        Json::Null | Json::Bool(_) => value.to_string(),
        Json::Number(digits) => cut(digits, MAX_SHOWN),
        Json::Text(text) => format!("{:?}", cut(text, MAX_SHOWN)),
        Json::List(items) => format!("a list of {}", items.len()),
        Json::Object(_) => "an object".to_owned(),
    }
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_and_shown_is_bounded() {
        let mut misfits = Misfits::default();
        let long = Json::Text("字".repeat(10_000));
        for index in 0..1_000 {
            misfits.in_field(&"n".repeat(10_000), |misfits| {
                misfits.in_item(index, |misfits| misfits.add("a number", &long));
            });
        }
        assert_eq!((misfits.count(), misfits.iter().count()), (1_000, 100));
        let text = misfits.to_string();
        assert!(text.ends_with("; and 900 more") && text.len() < 20_000, "{text}");
    }
}
