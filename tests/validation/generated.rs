//! Requests generated from the declarations, by the rules of the vendor alone: valid ones pass unchanged and match spec/;
//! requests with one error are refused with the path of that error.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pandapon::api;
use pandapon::call::request::Call;
use pandapon::call::route::Route;
use pandapon::endpoint::{Descriptor, Method};
use pandapon::schema::{validate, Allow, Condition, Field, Json, Kind, Limits, Record};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use serde_json::Value;

use crate::spec::{documents, members, operations, type_of, Member, Operation};

/// Number of generated requests per endpoint.
const CASES: u32 = 32;

#[test]
fn valid_requests_pass_and_match_the_spec() {
    for_every_endpoint(|endpoint, request| {
        let wire = validated(endpoint, request)?;
        let is_same = is_same_record(endpoint.request, request, &wire);
        prop_assert!(is_same, "{} became {}", request, wire);
        let operation = OPERATIONS.iter().find(|operation| operation.name == endpoint.name).unwrap();
        prop_assert!(are_members(operation.request(), &wire), "not as in spec/: {}", wire);
        Ok(())
    });
}

#[test]
fn every_param_is_sent_in_its_documented_place() {
    for_every_endpoint(|endpoint, request| {
        let wire = validated(endpoint, request)?;
        let route = Route { method: endpoint.method, path: endpoint.path.unwrap_or("/unrouted").to_owned() };
        let call =
            Call::for_endpoint(endpoint, &route, "https://example.com", request.clone(), Allow::UNLIKELY);
        let call = call.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut left = wire.as_object().unwrap_or_default().to_vec();
        left.retain(|(name, _)| !route.path.contains(&format!("{{{name}}}")));
        prop_assert!(!call.url.contains('{'), "{}", call.url);
        let (_, query) = call.url.split_once('?').unwrap_or_default();
        match endpoint.method {
            Method::Post => {
                prop_assert_eq!(query, "");
                let has_body = !endpoint.omit_empty_body || !left.is_empty();
                prop_assert_eq!(call.body, has_body.then(|| Json::Object(left).to_string()));
            }
            Method::Get => {
                let sent: BTreeSet<_> =
                    query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name).collect();
                let is_empty = |member: &Json| matches!(member, Json::List(items) if items.is_empty());
                let expected =
                    left.iter().filter(|(_, member)| !is_empty(member)).map(|(name, _)| name.as_str());
                prop_assert_eq!(sent, expected.collect::<BTreeSet<_>>());
                prop_assert_eq!(call.body, None);
            }
        }
        Ok(())
    });
}

#[test]
fn every_error_is_reported_with_its_path() {
    for_every_endpoint(|endpoint, request| {
        for invalid in invalid_records(endpoint.request, request) {
            let issues =
                validate(endpoint.request, invalid.value.clone(), Allow::UNLIKELY).err().unwrap_or_default();
            let found: Vec<_> = issues.iter().map(|issue| (issue.path.as_str(), issue.code)).collect();
            prop_assert_eq!(found, [(invalid.path.as_str(), invalid.code)], "{}", invalid.value);
            for issue in &issues {
                prop_assert!(issue.message.starts_with(&format!("{} ", issue.path)), "{}", issue.message);
            }
        }
        Ok(())
    });
}

#[test]
fn undocumented_params_pass_if_the_documentation_is_incomplete() {
    for_every_endpoint(|endpoint, request| {
        let request = set(request, "noSuchMember", Json::from(1));
        match validate(endpoint.request, request.clone(), Allow::UNLIKELY) {
            Ok(wire) => {
                prop_assert!(endpoint.request.open && wire.get("noSuchMember") == Some(&Json::from(1)))
            }
            Err(_) => prop_assert!(!endpoint.request.open),
        }
        Ok(())
    });
}

static OPERATIONS: LazyLock<Vec<Operation>> =
    LazyLock::new(|| documents().iter().flat_map(operations).collect());

/// Runs a check on generated requests of every endpoint.
#[track_caller]
pub fn for_every_endpoint(check: impl Fn(&'static Descriptor, &Json) -> TestCaseResult) {
    for endpoint in api::catalogue() {
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(CASES) });
        let result = runner.run(&record(endpoint.request), |request| check(endpoint, &request));
        result.unwrap_or_else(|error| panic!("{}: {error}", endpoint.name));
    }
}

fn validated(endpoint: &Descriptor, request: &Json) -> Result<Json, TestCaseError> {
    let wire = validate(endpoint.request, request.clone(), Allow::UNLIKELY);
    wire.map_err(|issues| TestCaseError::fail(format!("{issues:#?}")))
}

fn record(record: &'static Record) -> BoxedStrategy<Json> {
    let members: Vec<_> = record.fields.iter().map(member).collect();
    let members = members.prop_map(|members| members.into_iter().flatten().collect::<Vec<_>>());
    members.prop_map(|members| obeying(record, Json::Object(members))).boxed()
}

fn member(field: &'static Field) -> BoxedStrategy<Option<(String, Json)>> {
    let value = value(&field.kind, &field.limits, field.required);
    let member = value.prop_map(|value| Some((field.name.to_owned(), value)));
    if field.required {
        member.boxed()
    } else {
        prop_oneof![Just(None), Just(Some((field.name.to_owned(), Json::Null))), member].boxed()
    }
}

/// Completes a request so that it obeys the rules of its endpoint.
fn obeying(record: &Record, mut request: Json) -> Json {
    for rule in record.rules.iter().chain(record.rules) {
        for condition in rule.then {
            if holds(&rule.when, &request) && !holds(condition, &request) {
                let Condition::OneOf(member, words) = condition else {
                    continue;
                };
                request = set(&request, member, Json::from(words[0]));
            }
        }
    }
    request
}

fn holds(condition: &Condition, request: &Json) -> bool {
    let member = request.get(condition.member()).filter(|member| !member.is_null());
    match condition {
        Condition::Given(_) => member.is_some(),
        Condition::OneOf(_, words) => {
            member.and_then(Json::as_text).is_some_and(|word| words.contains(&word))
        }
    }
}

fn value(kind: &'static Kind, limits: &Limits, required: bool) -> BoxedStrategy<Json> {
    let shortest = limits.least.unwrap_or(required.into()) as usize;
    let longest = limits.most.map_or(shortest + 4, |most| most.min(limits.least.unwrap_or(0) + 4) as usize);
    match kind {
        Kind::Id => prop_oneof![
            any::<i64>().prop_map(Json::from),
            any::<i64>().prop_map(|id| Json::Text(id.to_string()))
        ]
        .boxed(),
        Kind::TextId => prop_oneof![
            "[A-Za-z0-9_-]{1,24}".prop_map(Json::Text),
            any::<u64>().prop_map(|id| Json::Number(id.to_string()))
        ]
        .boxed(),
        Kind::Text => prop::collection::vec(any::<char>(), shortest..=longest)
            .prop_map(|text| Json::Text(text.into_iter().collect()))
            .boxed(),
        Kind::Telephone => "[0-9-]{1,16}".prop_map(Json::Text).boxed(),
        Kind::Integer | Kind::Fen => {
            let least = limits.least.map_or(i64::MIN, i64::from);
            (least..=limits.most.map_or(i64::MAX, i64::from)).prop_map(Json::from).boxed()
        }
        Kind::Yuan => {
            let price = "[0-9]{1,6}(\\.[0-9]{1,2})?";
            prop_oneof![price.prop_map(Json::Text), "[1-9]\\.[0-9]".prop_map(Json::Number)].boxed()
        }
        Kind::Number => prop_oneof!["[1-9][0-9]{0,3}", "0\\.[0-9]{0,3}[1-9]"].prop_map(Json::Number).boxed(),
        Kind::Boolean => any::<bool>().prop_map(Json::from).boxed(),
        Kind::Choice(vocabulary) => {
            let words: Vec<_> = vocabulary.words.iter().map(|word| word.wire.to_owned()).collect();
            let known = prop::sample::select(words);
            let other = if vocabulary.open { "[a-z]{1,8}".boxed() } else { known.clone().boxed() };
            prop_oneof![known, other].prop_map(Json::Text).boxed()
        }
        Kind::List(item) => {
            let item = value(item, &Limits::NONE, true);
            prop::collection::vec(item, shortest..=longest).prop_map(Json::List).boxed()
        }
        Kind::Record(inner) => record(inner),
        Kind::Map(item) => prop::collection::vec(("[a-z]{1,8}", value(item, &Limits::NONE, true)), 0..3)
            .prop_map(Json::Object)
            .boxed(),
        Kind::JsonText(inner) => {
            // Text passes unchanged.
            let text = Just(Json::from(if matches!(inner, Kind::List(_)) { "[]" } else { "{}" }));
            prop_oneof![value(inner, &Limits::NONE, true), text].boxed()
        }
        Kind::Bytes => "([A-Za-z0-9+/]{4}){1,8}".prop_map(Json::Text).boxed(),
        Kind::Any => any::<bool>().prop_map(Json::from).boxed(),
    }
}

/// Returns whether the sent value is equal to the input, with all digits.
fn is_same(kind: &Kind, input: &Json, wire: &Json) -> bool {
    match (kind, input) {
        (Kind::Id, _) => matches!(wire, Json::Number(digits) if input.as_digits() == Some(digits)),
        (Kind::TextId | Kind::Yuan, _) => wire.as_text().is_some() && wire.as_text() == input.as_digits(),
        (Kind::List(kind), Json::List(items)) => {
            let sent = wire.as_list().unwrap_or_default();
            sent.len() == items.len() && items.iter().zip(sent).all(|(item, sent)| is_same(kind, item, sent))
        }
        (Kind::Record(record), _) => is_same_record(record, input, wire),
        (Kind::JsonText(_), Json::Text(_)) => input == wire,
        (Kind::JsonText(kind), _) => {
            let inside = Json::parse(wire.as_text().unwrap_or_default());
            inside.is_ok_and(|inside| is_same(kind, input, &inside))
        }
        _ => input == wire,
    }
}

fn is_same_record(record: &Record, input: &Json, wire: &Json) -> bool {
    let (Some(members), Some(sent)) = (input.as_object(), wire.as_object()) else {
        return false;
    };
    let input_members = members.iter().filter(|(_, value)| !value.is_null());
    input_members.clone().count() == sent.len()
        && input_members.clone().all(|(name, value)| {
            let field = record.fields.iter().find(|field| field.name == name).unwrap();
            wire.get(name).is_some_and(|sent| is_same(&field.kind, value, sent))
        })
}

/// Returns whether an object's fields have the types in spec/. Fields that it does not list are the upstream's.
fn are_members<'a>(mut listed: impl Iterator<Item = &'a Member>, wire: &Json) -> bool {
    listed.all(|member| match wire.get(&member.name) {
        Some(value) => is_of_type(&member.schema, value),
        None => !member.required,
    })
}

fn is_of_type(schema: &Value, value: &Json) -> bool {
    match (type_of(schema), value) {
        (Some("integer"), Json::Number(digits)) => digits.parse::<i64>().is_ok(),
        (Some("number"), Json::Number(digits)) => digits.parse::<f64>().is_ok(),
        (Some("array"), Json::List(items)) => items.iter().all(|item| is_of_type(&schema["items"], item)),
        (Some("object"), Json::Object(_)) => are_members(members(schema).iter(), value),
        (Some("string"), Json::Text(text)) if !schema["contentSchema"].is_null() => {
            Json::parse(text).is_ok_and(|inside| is_of_type(&schema["contentSchema"], &inside))
        }
        (Some("string"), Json::Text(_)) | (Some("boolean"), Json::Bool(_)) | (None, _) => true,
        _ => false,
    }
}

/// A request with one error, and its path.
struct Invalid {
    path: String,
    code: &'static str,
    value: Json,
}

/// Returns every way to make one field of a structure invalid.
fn invalid_records(record: &Record, valid: &Json) -> Vec<Invalid> {
    let mut all = Vec::new();
    if !record.open {
        all.push(Invalid {
            path: "noSuchMember".to_owned(),
            code: "unknown",
            value: set(valid, "noSuchMember", Json::from(1)),
        });
    }
    for field in record.fields {
        let mut push = |invalid: Invalid| {
            let dot = if invalid.path.is_empty() || invalid.path.starts_with('[') { "" } else { "." };
            let path = format!("{}{dot}{}", field.name, invalid.path);
            all.push(Invalid { path, code: invalid.code, value: set(valid, field.name, invalid.value) });
        };
        let here = |code, value| Invalid { path: String::new(), code, value };
        if field.required {
            push(here("missing", Json::Null));
        }
        let is_text = matches!(field.kind, Kind::Text | Kind::TextId | Kind::Id | Kind::Telephone);
        if field.required && is_text && field.limits.least.is_none() {
            push(here("empty", Json::from("")));
        }
        if let Some(value) = valid.get(field.name).filter(|value| !value.is_null()) {
            invalid_values(&field.kind, &field.limits, value).into_iter().for_each(push);
        }
    }
    all
}

fn invalid_values(kind: &Kind, limits: &Limits, valid: &Json) -> Vec<Invalid> {
    let here = |code, value| Invalid { path: String::new(), code, value };
    let mut all = match kind {
        Kind::Any | Kind::JsonText(Kind::Any) => Vec::new(),
        Kind::Boolean => vec![here("type", Json::from(1))],
        _ => vec![here("type", Json::from(true))],
    };
    let over = |limit: Option<i32>| limit.map(|limit| i64::from(limit) + 1);
    let under = limits.least.map(|limit| i64::from(limit) - 1);
    match (kind, valid) {
        (Kind::Id, _) => {
            let refused = ["9223372036854775808", "01", "1.0", "a"];
            all.extend(refused.map(|text| here("type", Json::from(text))));
        }
        (Kind::Choice(vocabulary), _) if !vocabulary.open => {
            all.push(here("invalid_option", Json::from("no such word")))
        }
        (Kind::Telephone, _) => all.push(here("type", Json::from("电话"))),
        (Kind::Integer | Kind::Fen, _) => {
            all.push(here("type", Json::Number("0.5".to_owned())));
            all.extend(under.map(|number| here("too_small", Json::from(number))));
            all.extend(over(limits.most).map(|number| here("too_big", Json::from(number))));
        }
        (Kind::Yuan, _) => all.push(here("type", Json::from("1,5"))),
        (Kind::Text, _) => {
            let text = |length: i64| Json::Text("字".repeat(length as usize));
            all.extend(under.filter(|length| *length >= 0).map(|length| here("too_small", text(length))));
            all.extend(over(limits.most).map(|length| here("too_big", text(length))));
        }
        (Kind::List(kind), Json::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                for invalid in invalid_values(kind, &Limits::NONE, item) {
                    let dot = if invalid.path.is_empty() || invalid.path.starts_with('[') { "" } else { "." };
                    let mut items = items.clone();
                    items[index] = invalid.value;
                    let path = format!("[{index}]{dot}{}", invalid.path);
                    all.push(Invalid { path, code: invalid.code, value: Json::List(items) });
                }
            }
            if let (Some(most), Some(item)) = (over(limits.most), items.first()) {
                all.push(here("too_big", Json::List(vec![item.clone(); most as usize])));
            }
            if under == Some(0) {
                all.push(here("too_small", Json::List(Vec::new())));
            }
        }
        (Kind::Record(record), _) => all.extend(invalid_records(record, valid)),
        // Text is not parsed.
        (Kind::JsonText(kind), Json::Object(_) | Json::List(_)) => {
            let inside = invalid_values(kind, &Limits::NONE, valid);
            all.extend(inside.into_iter().filter(|invalid| !invalid.path.is_empty()));
        }
        _ => {}
    }
    all
}

/// Returns the object with a field replaced or added.
pub fn set(object: &Json, name: &str, value: Json) -> Json {
    let mut members = object.as_object().unwrap().to_vec();
    match members.iter_mut().find(|(member, _)| member == name) {
        Some((_, member)) => *member = value,
        None => members.push((name.to_owned(), value)),
    }
    Json::Object(members)
}
