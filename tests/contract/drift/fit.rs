//! Comparison of a declared kind with a schema of the spec.

use pandapon::schema::Kind;
use serde_json::Value;

use super::Half;
use crate::spec::{is_blank, is_id, type_of};

/// Returns whether a field with this name and kind, which does not contain a structure known to both sides, has the type of
/// its schema.
///
/// `enum` is ignored: its only use in the spec is an empty list for the days of the week.
pub fn fits(kind: &Kind, name: &str, schema: &Value, half: Half) -> bool {
    match (type_of(schema), schema["format"].as_str()) {
        (None, _) => true,
        (Some("integer"), Some("int64")) if is_id(name) => matches!(kind, Kind::Id),
        // Amounts and times, and ids under another name (`cantPayOrderList`).
        (Some("integer"), Some("int64")) => matches!(kind, Kind::Id | Kind::Integer | Kind::Fen),
        (Some("integer"), _) => matches!(kind, Kind::Integer | Kind::Fen),
        // The decoder keeps every digit of a price, be it a number or a string.
        (Some("number"), _) if matches!(half, Half::Answer { .. }) => {
            matches!(kind, Kind::Number | Kind::Yuan)
        }
        (Some("number"), _) => matches!(kind, Kind::Number),
        (Some("boolean"), _) => matches!(kind, Kind::Boolean),
        (Some("object"), _) => is_blank(schema) && matches!(kind, Kind::Map(_) | Kind::Any),
        (Some("string"), _) if !schema["contentSchema"].is_null() => false,
        (Some("string"), _) => is_text(kind),
        _ => false,
    }
}

/// Returns whether a kind is a string on the wire.
fn is_text(kind: &Kind) -> bool {
    use Kind::{Bytes, Choice, JsonText, Telephone, Text, TextId, Yuan};
    matches!(kind, Text | TextId | Telephone | Yuan | Bytes | Choice(_) | JsonText(_))
}

/// Returns the name of a kind.
pub fn word(kind: &Kind) -> String {
    let debug = format!("{kind:?}");
    debug.chars().take_while(|character| character.is_alphabetic()).collect()
}
