//! What the declaration of a member says besides its meaning: unit, form on the wire, limits, origin.

use super::namespace::Side;
use pandapon::schema::{Field, Kind, Origin};

/// The doc comment of a member, its notes after its meaning. What the meaning says already is not said again.
pub fn with_notes(meaning: &str, field: &Field, side: Side, namespace: &str) -> String {
    let item = item_of(&field.kind);
    let notes = [
        unit(item, meaning),
        form(&field.kind, side),
        limits(field, meaning),
        origin(field.origin, namespace),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    let gap = if meaning.contains("\n\n") { "\n\n" } else { " " };
    format!("{meaning}{gap}{}", notes.join(" "))
}

/// What the innermost list of a kind is made of.
fn item_of(kind: &Kind) -> &Kind {
    match kind {
        Kind::List(item) => item_of(item),
        other => other,
    }
}

fn unit(kind: &Kind, meaning: &str) -> Option<String> {
    let unit = match kind {
        Kind::Fen => "fen",
        Kind::Yuan => "yuan",
        _ => return None,
    };
    let said = meaning.split(|character: char| !character.is_alphanumeric()).any(|word| word == unit);
    (!said).then(|| if unit == "fen" { "In fen (1/100 yuan)." } else { "In yuan." }.to_owned())
}

fn form(kind: &Kind, side: Side) -> Option<String> {
    let text = match (kind, side) {
        (Kind::Id, Side::Request) => "Sent as an integer.",
        (Kind::TextId | Kind::Yuan, Side::Request) => "Sent as a string.",
        (Kind::List(Kind::Id), Side::Request) => "Sent as integers.",
        (Kind::List(Kind::TextId | Kind::Yuan), Side::Request) => "Sent as strings.",
        (Kind::Bytes, Side::Request) => "Sent as base64 text.",
        (Kind::JsonText(_), Side::Request) => "Sent as JSON text in a string; a string is sent as it is.",
        (Kind::JsonText(_), Side::Answer) => {
            "Comes as JSON text in a string; what is no structure stays a string."
        }
        _ => return None,
    };
    Some(text.to_owned())
}

fn limits(field: &Field, meaning: &str) -> Option<String> {
    let (unit, counts) = match field.kind {
        Kind::Integer | Kind::Fen | Kind::Number => ("", false),
        Kind::Text | Kind::TextId => ("character", true),
        Kind::List(_) => ("item", true),
        Kind::Bytes => ("byte", true),
        _ => return None,
    };
    // At least no character at all: that is no limit.
    let least = field.limits.least.filter(|least| !counts || *least > 0);
    let (range, last) = match (least, field.limits.most) {
        (Some(least), Some(most)) => (format!("{least} to {most}"), most),
        (Some(least), None) => (format!("At least {least}"), least),
        (None, Some(most)) => (format!("At most {most}"), most),
        (None, None) => return None,
    };
    let unit = match (counts, last) {
        (false, _) => String::new(),
        (true, 1) => format!(" {unit}"),
        (true, _) => format!(" {unit}s"),
    };
    (!says(meaning, &range)).then(|| format!("{range}{unit}."))
}

/// Whether a text holds this range, letter case aside, and not as the beginning of a longer number.
fn says(text: &str, range: &str) -> bool {
    let (text, range) = (text.to_lowercase(), range.to_lowercase());
    let begins_with_digit = |rest: &str| rest.starts_with(|next: char| next.is_ascii_digit());
    text.split(&range).skip(1).any(|rest| !begins_with_digit(rest))
}

fn origin(origin: Origin, namespace: &str) -> Option<String> {
    let source = if is_in(namespace, "ka") {
        "generation 1"
    } else if is_in(namespace, "alibaba") {
        "1688"
    } else if is_in(namespace, "taobao") {
        "Taobao Global"
    } else {
        "the upstream"
    };
    (origin == Origin::Upstream).then(|| format!("Inferred from {source}."))
}

/// Whether a namespace is this group, or is inside it.
fn is_in(namespace: &str, group: &str) -> bool {
    namespace.split('.').any(|part| part == group)
}
