//! Error messages about a request have a maximum size, whatever the request is.

use pandapon::api;
use pandapon::call::request::Call;
use pandapon::call::route::{find, Route, Routes};
use pandapon::client::{Client, Settings};
use pandapon::credentials::Credentials;
use pandapon::endpoint::Method;
use pandapon::error::Error;
use pandapon::schema::{validate, Allow, Issue, Json};
use proptest::prelude::*;

/// Maximum number of issues, including the one that counts the others.
const MAX_ISSUES: usize = 101;
/// Maximum size of all messages, in bytes.
const MAX_TEXT: usize = 33_000;
/// Maximum length of a name in a path, in characters.
const MAX_NAME: usize = 65;

fn issues_of(endpoint: &str, members: Json) -> Vec<Issue> {
    let endpoint = api::find(endpoint).unwrap();
    validate(endpoint.request, members, Allow::UNLIKELY).err().unwrap_or_default()
}

fn number(digits: &str) -> Json {
    Json::Number(digits.to_owned())
}

fn is_bounded(issues: &[Issue]) -> bool {
    let text: usize = issues.iter().map(|issue| issue.message.len()).sum();
    let is_short = |issue: &Issue| {
        issue.path.split(['.', '[']).all(|name| name.chars().count() <= MAX_NAME)
            && !issue.message.chars().any(char::is_control)
    };
    issues.len() <= MAX_ISSUES && text <= MAX_TEXT && issues.iter().all(is_short)
}

/// Generates hostile values from a text and a count.
fn values(text: &str, count: usize) -> Vec<Json> {
    let name = |index: usize| format!("{text}{index}");
    let members = |value: &Json| Json::Object((0..count).map(|index| (name(index), value.clone())).collect());
    let list = |value: Json| Json::List(vec![value; count]);
    let record = Json::from([("offerId", text.into()), ("quantity", text.into()), (text, Json::Null)]);
    let unknown = Json::from([(text, Json::Bool(true)), ("offerID", 1.into()), ("quantitty", 1.into())]);
    vec![
        text.into(),
        number(&"9".repeat(count + 1)),
        list(Json::Null),
        list(number("0")),
        list(text.into()),
        list(number(&"1".repeat(60))),
        list(Json::List(Vec::new())),
        list(Json::Object(Vec::new())),
        list(record),
        list(unknown),
        list(Json::List(vec![text.into(); 3])),
        members(&Json::Null),
        members(&number("0")),
        members(&Json::List(vec![Json::Bool(false); 50])),
    ]
}

#[test]
fn no_request_of_any_endpoint_makes_a_long_list_of_issues() {
    let texts = ["a", "\n\u{1}\"\\🙂", &"long ".repeat(50)];
    for text in texts {
        for value in values(text, 120) {
            for endpoint in api::catalogue() {
                let fields =
                    endpoint.request.fields.iter().map(|field| (field.name.to_owned(), value.clone()));
                for members in [value.clone(), Json::Object(fields.collect())] {
                    if let Err(issues) = validate(endpoint.request, members, Allow::UNLIKELY) {
                        assert!(is_bounded(&issues), "{}: {issues:#?}", endpoint.name);
                    }
                }
            }
        }
    }
}

fn arbitrary() -> impl Strategy<Value = Json> {
    let text = prop_oneof!["\\PC{0,6}", "[a-zA-Z]{0,12}", "[ -~]{60,100}", "[\\x00-\\x1f]{1,3}"];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        "-?[1-9][0-9]{0,80}".prop_map(Json::Number),
        text.clone().prop_map(Json::Text),
    ];
    let known = prop::sample::select(
        api::catalogue()
            .flat_map(|endpoint| endpoint.request.fields)
            .map(|field| field.name.to_owned())
            .collect::<Vec<_>>(),
    );
    leaf.prop_recursive(3, 300, 30, move |inner| {
        let name = prop_oneof![known.clone(), text.clone().boxed()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..30).prop_map(Json::List),
            prop::collection::vec((name, inner), 0..30).prop_map(Json::Object),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn messages_about_arbitrary_json_are_limited(value in arbitrary(), index in any::<prop::sample::Index>()) {
        let endpoints: Vec<_> = api::catalogue().collect();
        let endpoint = endpoints[index.index(endpoints.len())];
        let issues = validate(endpoint.request, value, Allow::UNLIKELY).err().unwrap_or_default();
        prop_assert!(is_bounded(&issues), "{:#?}", issues);
    }
}

#[test]
fn a_hundred_issues_are_listed_and_the_others_counted() {
    for count in [1, 99, 100, 101, 1000, 100_000] {
        let members = Json::from([("orderIds", Json::List(vec![Json::Bool(true); count]))]);
        let issues = issues_of("alibaba.order.payBatch", members);
        assert_eq!(issues.len(), count.min(MAX_ISSUES));
        for (index, issue) in issues.iter().take(100).enumerate() {
            assert_eq!((issue.path.as_str(), issue.code), (format!("orderIds[{index}]").as_str(), "type"));
        }
        if let Some(last) = issues.get(100) {
            assert_eq!((last.path.as_str(), last.code), ("", "more"));
            assert_eq!(last.message, format!("and {} more", count - 100));
        }
    }
}

#[test]
fn names_and_values_are_cut() {
    let long = "n".repeat(10_000);
    let issues =
        issues_of("alibaba.product.get", Json::from([("offerId", long.as_str().into()), (&long, 1.into())]));
    let cut = |length: usize| format!("{}…", "n".repeat(length));
    assert_eq!(
        issues[0].message,
        format!("offerId must be a 64-bit integer in plain digits, not \"{}\"", cut(40))
    );
    assert_eq!(issues[1].path, cut(64));
    assert_eq!(
        issues[1].message,
        format!("{} is not a known member; set Allow::UNKNOWN to send it", cut(64))
    );
    let exactly = "n".repeat(64);
    assert_eq!(issues_of("alibaba.product.get", Json::from([(&*exactly, 1.into())]))[0].path, exactly);
}

#[test]
fn control_characters_do_not_break_the_line() {
    let issues = issues_of("alibaba.product.get", Json::from([("a\nb\u{1b}[2J", 1.into())]));
    assert_eq!(issues[0].path, "a\u{fffd}b\u{fffd}[2J");
}

#[test]
fn the_last_of_several_fields_with_the_same_name_counts() {
    let twice = |first: i64, last: Json| {
        Json::Object(vec![("offerId".into(), first.into()), ("offerId".into(), last)])
    };
    let endpoint = api::find("alibaba.product.get").unwrap();
    let wire = validate(endpoint.request, twice(1, 2.into()), Allow::UNLIKELY).unwrap();
    assert_eq!(wire.to_string(), r#"{"offerId":2}"#);
    let wire = validate(endpoint.request, twice(1, Json::Null), Allow::UNLIKELY).unwrap();
    assert_eq!(wire.to_string(), "{}");
}

#[test]
fn an_unknown_endpoint_name_is_cut_and_compared_only_if_it_is_short() {
    let error = find(&"alibaba.order.".repeat(1000)).unwrap_err().to_string();
    assert!(error.len() < 120 && error.ends_with("…\" is not an endpoint"), "{error}");
    let error = find("alibaba.order.gte\n").unwrap_err().to_string();
    assert_eq!(error, "\"alibaba.order.gte\u{fffd}\" is not an endpoint; the nearest is alibaba.order.get");
}

#[test]
fn errors_about_many_routes_are_short() {
    let long = "a".repeat(100_000);
    for (name, route) in [
        (long.as_str(), "POST /x"),
        ("alibaba.refund.reasons", &format!("POST /{{{long}}}")),
        ("alibaba.refund.reasons", &long),
    ] {
        let error = Routes::new([(name, route)]).unwrap_err().to_string();
        assert!(error.len() < 250, "{error}");
    }
    let many = std::iter::repeat_n(("alibaba.refund.reasons", "POST /x"), 10_000);
    assert!(Routes::new(many).is_ok());
}

#[test]
fn a_request_beyond_the_maximum_is_refused_with_both_sizes() {
    let credentials = || Credentials::new("0123456789abcdef0123456789abcdef", "the access secret").unwrap();
    let endpoint = api::find("alibaba.refund.get").unwrap();
    let members = |length: usize| Json::from([("refundId", "7".repeat(length).into())]);
    let prepared = |settings: Settings, length| {
        Client::new((), credentials(), settings).unwrap().prepare(endpoint, &members(length))
    };
    let small = Settings { max_request_bytes: 200, ..Settings::new("1688000000001") };

    let fits = 200 - "https://api.pandapon.com/alibaba/refund/info".len() - r#"{"refundId":""}"#.len();
    assert!(prepared(small.clone(), fits).is_ok());
    let error = prepared(small, fits + 1).unwrap_err();
    assert!(!error.sent());
    assert_eq!(
        error.to_string(),
        "alibaba.refund.get: the request has 201 bytes; the maximum is 200 (option max_request_bytes)"
    );
    let Error::Validation { issues, .. } = error else { panic!("{error}") };
    assert_eq!((issues[0].path.as_str(), issues[0].code), ("", "too_big"));

    assert!(prepared(Settings::new("1688000000001"), 16_000_000).is_ok());
    assert!(prepared(Settings::new("1688000000001"), 17_000_000).is_err());
}

#[test]
fn the_size_of_a_query_is_that_of_its_encoded_form() {
    let endpoint =
        api::find("address.list").or_else(|| api::catalogue().find(|e| e.method == Method::Get)).unwrap();
    let route = Route { method: Method::Get, path: "/x".to_owned() };
    let members = Json::from([("more", "字".repeat(100).into())]);
    let call = Call::for_endpoint(endpoint, &route, "https://a.b", members, Allow::ALL).unwrap();
    let size = call.url.len();
    assert!(size > 900);
    assert!(call.clone().within(size).is_ok());
    assert!(call.within(size - 1).is_err());
}
