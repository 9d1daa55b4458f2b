//! From what a member holds to its type in TypeScript.

use super::namespace::Side;
use pandapon::endpoint::Descriptor;
use pandapon::schema::Kind;

/// The type of a successful call's `data`, its names behind `prefix`.
pub fn result_type(endpoint: &Descriptor, prefix: &str) -> String {
    let ty = type_of(&endpoint.answer, Side::Answer, prefix);
    if endpoint.needs_data || ty == "unknown" {
        ty
    } else {
        format!("{ty} | null")
    }
}

/// The TypeScript type of a kind; names of records and vocabularies stand behind `prefix`.
pub fn type_of(kind: &Kind, side: Side, prefix: &str) -> String {
    let (read_only, is_request) = match side {
        Side::Request => ("readonly ", true),
        Side::Answer => ("", false),
    };
    match kind {
        Kind::Id | Kind::TextId if is_request => "IdInput".to_owned(),
        Kind::Integer | Kind::Fen if is_request => "number | bigint".to_owned(),
        Kind::Yuan if is_request => "string | number".to_owned(),
        Kind::Bytes if is_request => "Uint8Array | ArrayBuffer | string".to_owned(),
        Kind::JsonText(inner) => match type_of(inner, side, prefix) {
            structure if is_request && structure != "unknown" => format!("{structure} | string"),
            structure => structure,
        },
        Kind::Id | Kind::TextId | Kind::Text | Kind::Telephone | Kind::Yuan | Kind::Bytes => {
            "string".to_owned()
        }
        Kind::Integer | Kind::Fen | Kind::Number => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Choice(vocabulary) => format!("{prefix}{}", vocabulary.name),
        Kind::Record(record) => format!("{prefix}{}", record.name),
        Kind::List(item) => match type_of(item, side, prefix) {
            item if item.contains(' ') => format!("{read_only}({item})[]"),
            item => format!("{read_only}{item}[]"),
        },
        Kind::Map(value) if is_request => {
            format!("{{ readonly [name: string]: {} }}", type_of(value, side, prefix))
        }
        Kind::Map(value) => format!("{{ [name: string]: {} | null }}", type_of(value, side, prefix)),
        Kind::Any => "unknown".to_owned(),
    }
}
