//! JSON without loss: the rewriter, the parser and the writer.

use std::borrow::Cow;

use pandapon::schema::json::{exact, expand_nested, Json};
use proptest::prelude::*;
use serde::de::IgnoredAny;

/// Names of ids and prices, as in an endpoint's declaration.
const NAMES: [&str; 4] = ["orderId", "price", "ids", "id"];

mod rewriting {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, expected: &str) {
        let rewritten = exact(text.as_bytes(), &NAMES);
        assert_eq!(String::from_utf8_lossy(&rewritten), expected);
    }

    #[track_caller]
    fn stays(text: &str) {
        assert!(
            matches!(exact(text.as_bytes(), &NAMES), Cow::Borrowed(same) if same == text.as_bytes()),
            "{text} is rewritten"
        );
    }

    #[test]
    fn long_integers_become_text_with_all_digits() {
        becomes(
            r#"{"code":200,"data":{"refund":3305075341149134261}}"#,
            r#"{"code":200,"data":{"refund":"3305075341149134261"}}"#,
        );
        becomes("[12345678901234567890,1]", r#"["12345678901234567890",1]"#);
        becomes("-12345678901234567890", r#""-12345678901234567890""#);
    }

    #[test]
    fn the_limit_of_integers_is_that_of_doubles() {
        stays("[9007199254740991,-9007199254740991]");
        becomes("9007199254740992", r#""9007199254740992""#);
        becomes("-9007199254740992", r#""-9007199254740992""#);
        becomes("9007199254741000", r#""9007199254741000""#);
        stays("[1000000000000000,0,-0]");
    }

    #[test]
    fn other_numbers_keep_their_value_up_to_fifteen_significant_digits() {
        stays("[1.0,12.30,0.1,-0.5,123456789.012345]");
        stays("0.000000000000000123456789012345");
        stays("0.00000000000000000000");
        becomes("1234567890.123456", r#""1234567890.123456""#);
        becomes("9007199254740993.0", r#""9007199254740993.0""#);
        becomes("1.000000000000000000001", r#""1.000000000000000000001""#);
    }

    #[test]
    fn numbers_beyond_the_range_of_doubles_become_text() {
        stays("[1e20,1E+5,1.5e-7,-2e307,1e-307,0e999]");
        becomes("1e400", r#""1e400""#);
        becomes("1e-400", r#""1e-400""#);
        becomes("1e99999999999999999999", r#""1e99999999999999999999""#);
        // The first significant digit counts, not only the exponent.
        stays("[0.0001e311,10000e-311]");
        becomes("10000e304", r#""10000e304""#);
        becomes("0.0001e-304", r#""0.0001e-304""#);
    }

    #[test]
    fn ids_and_prices_are_text_whatever_their_size() {
        becomes(
            r#"{"orderId":7,"price":12.30,"quantity":7,"weight":12.30}"#,
            r#"{"orderId":"7","price":"12.30","quantity":7,"weight":12.30}"#,
        );
        becomes(r#"{"data":[{"id":1},{"id":2}]}"#, r#"{"data":[{"id":"1"},{"id":"2"}]}"#);
        becomes("{ \"id\" :\n -1e3 }", "{ \"id\" :\n \"-1e3\" }");
        stays(r#"{"orderId":"7","price":null,"id":true}"#);
    }

    #[test]
    fn items_of_arrays_of_ids_are_text() {
        becomes(
            r#"{"ids":[1, null, "2", 3],"sizes":[1,2]}"#,
            r#"{"ids":["1", null, "2", "3"],"sizes":[1,2]}"#,
        );
        becomes(r#"{"ids":[[1],[],[2,3]]}"#, r#"{"ids":[["1"],[],["2","3"]]}"#);
    }

    #[test]
    fn objects_inside_of_those_arrays_and_later_fields_are_not_affected() {
        stays(r#"{"id":{"count":1},"ids":[{"count":1},{"sizes":[2]}],"count":1}"#);
        becomes(r#"[[{"id":1},2],{"ids":[]},3]"#, r#"[[{"id":"1"},2],{"ids":[]},3]"#);
    }

    #[test]
    fn only_whole_names_match() {
        stays(r#"{"orderIds":1,"Id":2,"id ":3,"i\u0064":4,"":5,"\"id":6,"id\\":7}"#);
    }

    #[test]
    fn every_name_of_a_long_list_is_found() {
        let names: Vec<String> = (0..300).map(|number| format!("name{number}of{}", number % 7)).collect();
        let list: Vec<&str> = names.iter().map(String::as_str).chain(["", "id", "id"]).collect();
        for name in &names {
            let text = format!(r#"{{"{name}":1,"no{name}":2}}"#);
            let expected = format!(r#"{{"{name}":"1","no{name}":2}}"#);
            assert_eq!(*exact(text.as_bytes(), &list), *expected.as_bytes());
        }
        assert!(matches!(exact(br#"{"":1,"ids":2}"#, &list), Cow::Borrowed(_)));
        assert!(matches!(exact(br#"{"id":1}"#, &[]), Cow::Borrowed(_)));
    }

    #[test]
    fn strings_are_left_alone_whatever_they_contain() {
        stays(r#"{"note":":12345678901234567890,"}"#);
        stays(r#"{"params":"{\"orderId\":3305075341149134261,\"ids\":[1]}"}"#);
        stays(r#"["\\\"12345678901234567890","\\\\",":12345678901234567890"]"#);
        stays(r#"{"12345678901234567890":"订单,12345678901234567890"}"#);
        becomes(r#"["价",12345678901234567890,"价"]"#, r#"["价","12345678901234567890","价"]"#);
        becomes(
            r#"["\\",12345678901234567890,"\\\\\"",12345678901234567890]"#,
            r#"["\\","12345678901234567890","\\\\\"","12345678901234567890"]"#,
        );
    }

    #[test]
    fn a_byte_order_mark_is_removed() {
        becomes("\u{feff}{\"id\":1}", r#"{"id":"1"}"#);
        becomes("\u{feff}{}", "{}");
    }

    #[test]
    fn text_that_is_not_json_is_left_to_the_parser() {
        stays("");
        stays("<html><body>502 Bad Gateway</body></html>");
        stays(r#"{"a":01234567890123456789}"#);
        stays("--12345678901234567890");
        stays(r#"{"id":-}"#);
        stays(r#"{"id":1.}"#);
        stays(r#"{"id":1e}"#);
        stays(r#"{"id":1e+}"#);
        stays(r#"{"note":"12345678901234567890"#);
        stays(r#"{"note":"12345678901234567890\"#);
    }

    #[test]
    fn a_number_in_place_of_a_name_does_not_become_a_name() {
        stays("{12345678901234567890:1}");
        stays("{12345678901234567890 \n:1}");
        becomes(r#"{"id":1,2:null}"#, r#"{"id":"1",2:null}"#);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_left_alone() {
        let text = b"{\"note\":\"\xff\xfe\",\"id\":1}\x80";
        assert_eq!(*exact(text, &NAMES), *b"{\"note\":\"\xff\xfe\",\"id\":\"1\"}\x80");
    }
}

mod parsing {
    use super::*;

    fn number(digits: &str) -> Json {
        Json::Number(digits.to_owned())
    }

    #[track_caller]
    fn fails(text: &str, message: &str) {
        let error = Json::parse(text).map_err(|error| error.to_string());
        assert_eq!(error, Err(message.to_owned()), "{text}");
    }

    #[test]
    fn values() {
        let text = " { \"a\" : [ null , true , false ] , \"b\" : { } , \"c\" : [ ] , \"d\" : \"e\" } \r\n\t";
        let value = Json::from([
            ("a", Json::List(vec![Json::Null, true.into(), false.into()])),
            ("b", Json::Object(vec![])),
            ("c", Json::List(vec![])),
            ("d", "e".into()),
        ]);
        assert_eq!(Json::parse(text), Ok(value));
    }

    #[test]
    fn numbers_keep_their_text() {
        for digits in ["3305075341149134261", "-0", "12.30", "1e400", "1E+05", "0.10e-2"] {
            assert_eq!(Json::parse(digits), Ok(number(digits)));
        }
    }

    #[test]
    fn fields_keep_their_order_and_the_last_of_a_name_counts() {
        let value = Json::parse(r#"{"b":1,"a":2,"b":3}"#);
        let members = [("b", number("1")), ("a", number("2")), ("b", number("3"))];
        assert_eq!(value, Ok(Json::from(members)));
        assert_eq!(value.ok().and_then(|value| value.get("b").cloned()), Some(number("3")));
    }

    #[test]
    fn escapes_are_resolved() {
        let text = r#""\"\\\/\b\f\n\r\t\u8ba2\u5355\ud83d\ude00\u0000\u00E9""#;
        let expected = "\"\\/\u{8}\u{c}\n\r\t订单😀\0é";
        assert_eq!(Json::parse(text), Ok(expected.into()));
    }

    #[test]
    fn an_unpaired_surrogate_becomes_the_replacement_character() {
        assert_eq!(Json::parse(r#""\ud800""#), Ok("\u{fffd}".into()));
        assert_eq!(Json::parse(r#""\udc00\ud83d""#), Ok("\u{fffd}\u{fffd}".into()));
        assert_eq!(Json::parse(r#""\ud800\ud83d\ude00""#), Ok("\u{fffd}😀".into()));
        assert_eq!(Json::parse(r#""\ud800\u0041""#), Ok("\u{fffd}A".into()));
        assert_eq!(Json::parse(r#""\ud800\\""#), Ok("\u{fffd}\\".into()));
    }

    #[test]
    fn nesting_ends_at_128() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::parse(&nested(128)).is_ok());
        assert!(Json::is_valid(&nested(128)) && !Json::is_valid(&nested(129)));
        fails(&nested(129), "not JSON at byte 128: arrays and objects nest more than 128 deep");
        fails(
            &"{\"a\":".repeat(1_000_000),
            "not JSON at byte 640: arrays and objects nest more than 128 deep",
        );
        let side_by_side = format!("[{}]", vec!["[[]]"; 500].join(","));
        assert!(Json::parse(&side_by_side).is_ok());
    }

    #[test]
    fn an_error_says_where_and_why() {
        fails("", "not JSON at byte 0: a value is expected");
        fails("<html>", "not JSON at byte 0: a value is expected");
        fails("{} {}", "not JSON at byte 3: the text goes on after the value");
        fails("[1,]", "not JSON at byte 3: a value is expected");
        fails("[1 2]", "not JSON at byte 3: a comma or the end of the array is expected");
        fails("[1", "not JSON at byte 2: a comma or the end of the array is expected");
        fails("{\"a\":1", "not JSON at byte 6: a comma or the end of the object is expected");
        fails("{\"a\":1,}", "not JSON at byte 7: a member's name is expected");
        fails("{a:1}", "not JSON at byte 1: a member's name is expected");
        fails("{\"a\" 1}", "not JSON at byte 5: a colon is expected");
        fails("nul", "not JSON at byte 0: a value is expected");
        fails("[01]", "not JSON at byte 1: a number is broken");
        fails("-", "not JSON at byte 0: a number is broken");
        fails("1.", "not JSON at byte 0: a number is broken");
        fails("1e", "not JSON at byte 0: a number is broken");
        fails("\"订单", "not JSON at byte 0: a string does not end");
        fails("\"a\nb\"", "not JSON at byte 2: a control character must be escaped");
        fails("\"\u{1f}\"", "not JSON at byte 1: a control character must be escaped");
        fails(r#""订\x""#, "not JSON at byte 4: an escape is broken");
        fails(r#""\u12""#, "not JSON at byte 1: an escape is broken");
        fails(r#""\u+123""#, "not JSON at byte 1: an escape is broken");
    }

    #[test]
    fn written_json_is_parsed_back() {
        let value = Json::from([
            ("订单 \"\\\n\r\t\u{1}\u{7f}😀", Json::Null),
            ("id", number("3305075341149134261")),
            ("list", Json::List(vec![true.into(), Json::Object(vec![]), "".into()])),
        ]);
        assert_eq!(Json::parse(&value.to_string()), Ok(value));
    }
}

/// A document that can be printed as the vendor may send it, and as [`exact`] must return it.
#[derive(Debug, Clone)]
enum Document {
    /// A number, or one of the three literals.
    Plain(String),
    /// The content of a string, between its quotes.
    Text(String),
    List(Vec<Document>),
    Object(Vec<(String, Document)>),
}

impl Document {
    /// Prints the document with `space` around every token. `quoted` says which numbers are printed as strings, given
    /// the number and the name of the member whose value or item it is.
    fn print(&self, space: &str, member: &str, quoted: &dyn Fn(&str, &str) -> bool) -> String {
        let printed = match self {
            Document::Plain(word) if quoted(word, member) => format!("\"{word}\""),
            Document::Plain(word) => word.clone(),
            Document::Text(content) => format!("\"{content}\""),
            Document::List(items) => {
                let items = items.iter().map(|item| item.print(space, member, quoted));
                format!("[{}]", items.collect::<Vec<_>>().join(","))
            }
            Document::Object(members) => {
                let members = members.iter().map(|(name, value)| {
                    format!("{space}\"{name}\"{space}:{}", value.print(space, name, quoted))
                });
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
        };
        format!("{space}{printed}{space}")
    }

    fn sent(&self, space: &str) -> String {
        self.print(space, "", &|_, _| false)
    }

    fn expected(&self, space: &str) -> String {
        self.print(space, "", &|word, member| is_number(word) && (NAMES.contains(&member) || !is_safe(word)))
    }
}

/// Every short text composed of the tokens of JSON.
#[test]
fn rewriting_keeps_valid_json_valid_and_invalid_json_invalid() {
    const PIECES: [&str; 14] =
        ["{", "}", "[", "]", ":", ",", "\"", "\\", "-", "0", "12345678901234567890", " ", "e", "."];
    let mut texts = vec![String::new()];
    for _ in 0..5 {
        let longer = |text: &String| PIECES.map(|piece| format!("{text}{piece}"));
        texts = texts.iter().flat_map(longer).collect();
        for text in &texts {
            let rewritten = exact(text.as_bytes(), &NAMES);
            assert_eq!(is_json(&rewritten), is_json(text.as_bytes()), "{text}");
        }
    }
}

fn is_number(word: &str) -> bool {
    !matches!(word, "null" | "true" | "false")
}

/// A second, simple implementation of the rule of [`exact`].
fn is_safe(number: &str) -> bool {
    if let Ok(integer) = number.parse::<i128>() {
        return integer.unsigned_abs() < 1 << 53;
    }
    let (digits, magnitude) = significant_digits(number);
    digits.is_empty() || digits.len() <= 15 && (-307..=307).contains(&magnitude)
}

/// Returns the significant digits, and the power of ten of the first one.
fn significant_digits(number: &str) -> (String, i64) {
    let (decimal, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let whole = whole.trim_start_matches('-');
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0').to_owned();
    let place = whole.len() as i64 - (all.len() - digits.len()) as i64 - 1;
    (digits, place + exponent.parse::<i64>().unwrap_or_default())
}

fn numbers() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,20})",
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,4})?",
        "-?900719925474[0-9]{4}",
        "0\\.0{0,20}[1-9]{1,18}",
    ]
}

/// What stands between the quotes of a string: pieces of JSON, runs of backslashes, Chinese, in every length.
fn contents() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just(r#"\""#.to_owned()),
        Just(r"\\".to_owned()),
        Just(r#"{\"id\":12345678901234567890,\"ids\":[1]}"#.to_owned()),
        Just(":12345678901234567890,".to_owned()),
        Just(r"\u0022\ud83d\ude00\n".to_owned()),
        Just("订单😀".to_owned()),
        Just("价".to_owned()),
        "[ -!#-\\[\\]-~]{0,20}",
    ];
    prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat())
}

fn member_names() -> impl Strategy<Value = String> {
    prop_oneof![prop::sample::select(&NAMES[..]).prop_map(str::to_owned), contents()]
}

fn documents() -> impl Strategy<Value = Document> {
    let words = prop::sample::select(vec!["null", "true", "false"]).prop_map(str::to_owned);
    let scalars = prop_oneof![
        3 => numbers().prop_map(Document::Plain),
        1 => words.prop_map(Document::Plain),
        2 => contents().prop_map(Document::Text),
    ];
    let items = prop::collection::vec(scalars.clone(), 0..5).prop_map(Document::List);
    let rows = prop::collection::vec(items.clone(), 0..3).prop_map(Document::List);
    let flat = prop_oneof![4 => scalars, 2 => items, 1 => rows];
    flat.prop_recursive(5, 60, 6, |inner| {
        let members = prop::collection::vec((member_names(), inner.clone()), 0..6);
        let objects = members.prop_map(Document::Object).boxed();
        let lists = prop::collection::vec(objects.clone(), 0..4).prop_map(Document::List);
        prop_oneof![3 => objects, 1 => lists]
    })
}

fn spaces() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", " ", "\r\n\t "])
}

/// Returns whether a text is JSON by the grammar alone, as JSON.parse sees it, with an independent parser.
fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

/// Insertions of a byte that is significant in JSON, or deletions, anywhere.
fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, Option<u8>)>> {
    let bytes = prop::sample::select(b"\"\\{}[]:,0129-+.eEnu \n\x01\x80\xff".to_vec());
    prop::collection::vec((any::<prop::sample::Index>(), prop::option::weighted(0.7, bytes)), 1..4)
}

fn exact_text(text: &str) -> String {
    String::from_utf8_lossy(&exact(text.as_bytes(), &NAMES)).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_document_is_rewritten_by_the_rule(document in documents(), space in spaces()) {
        prop_assert_eq!(exact_text(&document.sent(space)), document.expected(space));
    }

    #[test]
    fn an_unchanged_number_survives_a_double(number in numbers()) {
        if exact_text(&number) != number {
            return Ok(());
        }
        let double: f64 = number.parse().unwrap_or(f64::NAN);
        if number.parse::<i64>().is_ok() {
            prop_assert_eq!(format!("{double:.0}"), number);
        } else {
            let value = |number: &str| {
                let (digits, magnitude) = significant_digits(number);
                let digits = digits.trim_end_matches('0').to_owned();
                (!digits.is_empty()).then_some((digits, magnitude))
            };
            prop_assert_eq!(value(&format!("{double:.14e}")), value(&number));
        }
    }

    #[test]
    fn rewriting_is_idempotent(document in documents(), space in spaces()) {
        let once = exact_text(&document.sent(space));
        prop_assert_eq!(exact_text(&once), once);
    }

    #[test]
    fn invalid_documents_neither_panic_nor_become_json(document in documents(), edits in edits()) {
        let mut text = document.sent("").into_bytes();
        for (place, edit) in edits {
            let at = place.index(text.len() + 1);
            match edit {
                Some(byte) => text.insert(at, byte),
                None => drop(text.drain(at..text.len().min(at + 1))),
            }
        }
        prop_assert_eq!(is_json(&exact(&text, &NAMES)), is_json(&text));
    }

    #[test]
    fn any_bytes_are_accepted(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(is_json(&exact(&bytes, &NAMES)), is_json(&bytes));
    }

    #[test]
    fn the_parser_agrees_with_others(document in documents(), space in spaces(), edits in edits()) {
        let mut text = document.sent(space);
        prop_assert!(Json::parse(&text).is_ok());
        for (place, edit) in edits {
            let at = place.index(text.len() + 1);
            if text.is_char_boundary(at) {
                text.insert(at, char::from(edit.unwrap_or(b' ')));
            }
        }
        prop_assert_eq!(Json::parse(&text).is_ok(), is_json(text.as_bytes()), "{}", text);
        prop_assert_eq!(Json::is_valid(&text), is_json(text.as_bytes()), "{}", text);
    }

    #[test]
    fn parsed_json_is_written_unchanged(document in documents()) {
        let value = Json::parse(&document.sent(""));
        let written = value.as_ref().map(ToString::to_string).unwrap_or_default();
        prop_assert_eq!(&Json::parse(&written), &value);
        prop_assert!(is_json(written.as_bytes()));
    }
}

/// JSON text of the vendor inside a string is replaced by the structure.
mod structure {
    use super::*;

    fn in_place(text: &str) -> String {
        let is_json = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
        String::from_utf8_lossy(&expand_nested(text.as_bytes(), &["properties"], is_json)).into_owned()
    }

    #[test]
    fn json_text_of_a_field_replaces_its_string() {
        assert_eq!(
            in_place(r#"{"id":1,"properties" : "{\"colour\":\"red\"}","quantity":2}"#),
            r#"{"id":1,"properties" : {"colour":"red"},"quantity":2}"#
        );
        assert_eq!(
            in_place(r#"[{"properties":"[1]"},{"properties":"[2]"}]"#),
            r#"[{"properties":[1]},{"properties":[2]}]"#
        );
    }

    #[test]
    fn ids_inside_of_json_text_are_exact() {
        let text = in_place(r#"{"properties":"{\"skuId\":3305075341149134260}"}"#);
        assert_eq!(
            exact(text.as_bytes(), &[]).as_ref(),
            br#"{"properties":{"skuId":"3305075341149134260"}}"#
        );
    }

    #[test]
    fn text_that_is_not_a_structure_is_unchanged() {
        for text in [
            r#"{"properties":"red; size 40"}"#,
            r#"{"properties":"12"}"#,
            r#"{"properties":""}"#,
            r#"{"properties":null}"#,
            r#"{"properties":["{}"]}"#,
            r#"{"properties":{"colour":"{}"}}"#,
            r#"{"colour":"{}"}"#,
            r#"{"colour":"properties","x":"{}"}"#,
        ] {
            assert_eq!(in_place(text), text);
        }
    }

    #[test]
    fn no_text_breaks_out_of_its_object() {
        let text = r#"{"properties":"{},\"code\":{}"}"#;
        assert_eq!(in_place(text), text);
    }

    proptest! {
        #[test]
        fn json_stays_json_whatever_the_text_says(inner in ".*", name in "properties|colour") {
            let text = serde_json::json!({ name: inner, "code": 200 }).to_string();
            let rewritten = in_place(&text);
            let members = serde_json::from_str::<serde_json::Map<_, _>>(&rewritten);
            let members = members.map_err(|error| TestCaseError::fail(format!("{error}: {rewritten}")))?;
            prop_assert_eq!(members.get("code"), Some(&serde_json::json!(200)));
            prop_assert_eq!(members.len(), 2);
        }

        #[test]
        fn invalid_json_does_not_become_valid(text in r#"[{}\[\]",:\\ properties0-9]*"#) {
            let is_json = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
            prop_assert_eq!(is_json(&in_place(&text)), is_json(&text));
        }
    }
}
