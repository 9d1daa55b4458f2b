//! What a gateway says in the vendor's place: an HTML page, XML or JSON of its own, or plain text.

use std::borrow::Cow;

use crate::schema::Json;

/// Maximum number of bytes of a body that are looked at.
pub const MAX_READ: usize = 65_536;

/// Maximum number of characters of a reason.
const MAX_LENGTH: usize = 200;

/// Tags whose text says what happened, the most telling first: of HTML pages, and of XML from cloud storage and load balancers.
const TAGS: [&str; 3] = ["<title", "<message", "<h1"];

/// Where text ends that no tag ends.
pub const END: char = '\0';

/// Members of JSON errors that say what happened.
const MEMBERS: [&str; 5] = ["title", "message", "Message", "msg", "detail"];

/// The beginning of a body, as text.
pub fn beginning(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    String::from_utf8_lossy(body.get(..MAX_READ).unwrap_or(body))
}

/// The reason in the beginning of the body of an HTTP error, on one line and cut to [`MAX_LENGTH`] characters.
pub fn reason(text: &str) -> Option<String> {
    let text = text.trim_ascii_start();
    let line = |text: &str, end| Some(one_line(text, end, MAX_LENGTH)).filter(|line| !line.is_empty());
    match text.as_bytes().first()? {
        b'<' => TAGS.iter().find_map(|tag| line(behind(tag, text)?, '<')),
        b'{' | b'"' => line(&members(&Json::parse(text).ok()?), END),
        _ => line(text, END),
    }
}

/// What follows a tag.
fn behind<'a>(tag: &str, page: &'a str) -> Option<&'a str> {
    let is_tag = |start: &usize| {
        page.get(*start..start + tag.len()).is_some_and(|text| text.eq_ignore_ascii_case(tag))
    };
    let rest = page.get((0..page.len()).find(is_tag)?..)?;
    rest.get(rest.bytes().position(|byte| byte == b'>')? + 1..)
}

/// What the members of a JSON error say, also one level below `error`.
fn members(error: &Json) -> String {
    let inner = error.get("error").unwrap_or(error);
    let mut reason = String::new();
    let texts = MEMBERS.iter().filter_map(|name| inner.get(name).or(error.get(name)));
    for text in [inner].into_iter().chain(texts).filter_map(Json::as_text) {
        if !reason.is_empty() {
            reason.push_str(": ");
        }
        reason.push_str(text);
    }
    reason
}

/// Text on one line, up to a character at which it `end`s, and cut to so many characters. Control characters, and those that are
/// invisible or change the direction of writing, are left out.
pub fn one_line(text: &str, end: char, max_length: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    let mut is_apart = false;
    for character in text.chars() {
        if character == end {
            break;
        }
        if matches!(character, '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        {
            is_apart = length > 0;
            continue;
        }
        if length >= max_length {
            line.push('…');
            break;
        }
        if is_apart {
            line.push(' ');
            length += 1;
        }
        is_apart = false;
        line.push(character);
        length += 1;
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_gives_its_title() {
        for page in [
            "<html>\r\n<head><title>504 Gateway Time-out</title></head></html>",
            " <!DOCTYPE html><HTML><TITLE lang=en>\n504\tGateway\n  Time-out\n</TITLE>",
            "<html><title></title><body><h1 class=\"x\">504 Gateway Time-out</h1>",
            "<?xml version=\"1.0\"?><Error><Code>x</Code><Message>504 Gateway Time-out</Message></Error>",
        ] {
            assert_eq!(reason(page).as_deref(), Some("504 Gateway Time-out"), "{page}");
        }
    }

    #[test]
    fn json_gives_what_its_usual_members_say() {
        for (json, expected) in [
            (r#"{"error":"upstream timed out"}"#, "upstream timed out"),
            (r#"{"message":"upstream timed out","code":504}"#, "upstream timed out"),
            (r#"{"error":{"code":504,"message":"upstream timed out"}}"#, "upstream timed out"),
            (
                r#"{"status":504,"error":"Gateway Timeout","message":"no answer"}"#,
                "Gateway Timeout: no answer",
            ),
            (r#"{"title":"Timeout","detail":"no answer","status":504}"#, "Timeout: no answer"),
            (r#""upstream timed out""#, "upstream timed out"),
        ] {
            assert_eq!(reason(json).as_deref(), Some(expected), "{json}");
        }
    }

    #[test]
    fn plain_text_is_its_own_reason() {
        assert_eq!(reason("upstream request timeout\n").as_deref(), Some("upstream request timeout"));
    }

    #[test]
    fn what_says_nothing_gives_no_reason() {
        for body in [
            "",
            " \n",
            "{}",
            "{\"error\":",
            "{\"error\":[1]}",
            "<html></html>",
            "<title",
            "<title>",
            "\"\"",
            "\u{1b}",
        ] {
            assert_eq!(reason(body), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn a_reason_is_one_short_line_whatever_the_body(body: Vec<u8>, text in "[<>{}\"a-z:,\u{0}-\u{20}\u{202e}]{0,400}") {
            for body in [body, text.clone().into_bytes(), format!("<title>{text}").into_bytes()] {
                let reason = reason(&beginning(&body)).unwrap_or_default();
                prop_assert!(reason.chars().count() <= MAX_LENGTH + 2);
                let is_hidden = |character: char| character.is_control() || character == '\u{202e}';
                prop_assert!(!reason.contains(is_hidden));
            }
        }
    }
}
