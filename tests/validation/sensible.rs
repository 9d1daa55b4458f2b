//! The rules of this crate, for what the vendor's pages allow and nobody can mean: an order without goods, a quantity of -5, a
//! payment without an order. They are told from the vendor's, and `allow.unlikely` turns them off.

use pandapon::api;
use pandapon::schema::{validate, Allow, Field, Form, Issue, Json, Kind, Record};
use proptest::prelude::*;
use serde_json::json;

use crate::generated::{for_every_endpoint, set};
use crate::{check, order, refund, with};

/// Endpoints that mean something without a single member: lists and searches without a filter, and what belongs to the
/// account.
const NOTHING_IS_ENOUGH: [&str; 28] = [
    "alibaba.product.searchByKeyword",
    "alibaba.product.recommend",
    "alibaba.order.list",
    "alibaba.refund.carriers",
    "alibaba.cart.list",
    "taobao.product.searchByKeyword",
    "taobao.product.recommend",
    "taobao.order.list",
    "taobao.cart.list",
    "v2.alibaba.product.searchByKeyword",
    "v2.alibaba.product.searchGlobalSelect",
    "v2.alibaba.product.searchSelect",
    "v2.alibaba.product.recommend",
    "v2.alibaba.order.list",
    "v2.alibaba.refund.carriers",
    "v2.alibaba.cart.list",
    "v2.taobao.product.searchByKeyword",
    "v2.taobao.order.list",
    "v2.taobao.cart.list",
    "ka.product.searchByKeyword",
    "ka.product.categories",
    "ka.product.poolList",
    "ka.order.list",
    "ka.refund.carriers",
    "ka.taobao.product.searchByKeyword",
    "ka.taobao.order.list",
    "ka.purchase.list",
    "ka.address.get",
];

#[test]
fn only_lists_and_searches_take_an_empty_request() {
    let accepting = api::catalogue().filter(|endpoint| {
        let request = Json::Object(Vec::new());
        validate(endpoint.request, request, Allow::NOTHING).is_ok()
    });
    let accepting: Vec<_> = accepting.map(|endpoint| endpoint.name).collect();
    assert_eq!(accepting, NOTHING_IS_ENOUGH);
}

/// Returns the only issue of a request that only the rules of this crate refuse.
#[track_caller]
fn unlikely(endpoint: &str, request: serde_json::Value) -> Issue {
    let issues = check(endpoint, request.clone(), Allow::NOTHING).expect_err("nothing was found wrong");
    check(endpoint, request, Allow::UNLIKELY).expect("the vendor's rules allow it");
    match <[Issue; 1]>::try_from(issues) {
        Ok([issue]) => issue,
        Err(issues) => panic!("not one issue: {issues:#?}"),
    }
}

#[test]
fn an_order_needs_goods_and_each_line_a_positive_whole_quantity() {
    let line = |quantity| json!({ "offerId": "554456348334", "specId": "", "quantity": quantity });
    let order = |lines| with(order(), json!({ "cargoParamList": lines }));
    for quantity in [json!(1), json!(2.0), json!(1_000_000)] {
        check("alibaba.order.create", order(json!([line(quantity)])), Allow::NOTHING).unwrap();
    }
    for (lines, path, message) in [
        (json!([]), "cargoParamList", "has 0 items; the minimum is 1"),
        (json!([line(json!(0))]), "cargoParamList[0].quantity", "is 0; the minimum is 1"),
        (json!([line(json!(-5))]), "cargoParamList[0].quantity", "is -5; the minimum is 1"),
        (
            json!([line(json!(1)), line(json!(1.5))]),
            "cargoParamList[1].quantity",
            "must be a whole number, not the number 1.5",
        ),
    ] {
        let issue = unlikely("alibaba.order.create", order(lines));
        assert_eq!(issue.path, path);
        assert_eq!(issue.message, format!("{path} {message} (option allowUnlikely sends it anyway)"));
        assert!(issue.unlikely);
    }
    let issue = unlikely("alibaba.order.createBatch", json!({}));
    assert_eq!((issue.path.as_str(), issue.code), ("cargoParamList", "missing"));
}

#[test]
fn ids_are_positive_and_lists_of_them_not_empty() {
    let of = |id: &str| json!({ "offerId": id });
    for id in ["-7", "0"] {
        let issue = unlikely("alibaba.product.get", of(id));
        assert_eq!(
            (issue.path.as_str(), issue.code, issue.parameters.limit),
            ("offerId", "too_small", Some(1))
        );
    }
    let issue = unlikely("alibaba.refund.create", with(refund(), json!({ "orderEntryIds": [] })));
    assert_eq!((issue.path.as_str(), issue.code), ("orderEntryIds", "too_small"));
    // Ids that are text at the vendor may have letters, and no white space.
    check("alibaba.refund.get", json!({ "refundId": "TQ1" }), Allow::NOTHING).unwrap();
    for id in ["", " ", "TQ1\n", "TQ 1", "-1"] {
        unlikely("alibaba.refund.get", json!({ "refundId": id }));
    }
    // 0 is the root of all categories, and in a sample of the vendor an address that is new.
    check("alibaba.product.categories", json!({ "categoryId": 0 }), Allow::NOTHING).unwrap();
    check("address.save", json!({ "id": 0, "name": "张三" }), Allow::NOTHING).unwrap();
    unlikely("alibaba.product.categories", json!({ "categoryId": -1 }));
}

#[test]
fn a_note_is_no_longer_than_1688_keeps() {
    let note = |length| with(order(), json!({ "message": "字".repeat(length) }));
    check("alibaba.order.create", note(500), Allow::NOTHING).unwrap();
    let issue = unlikely("alibaba.order.create", note(501));
    let Issue { code, parameters, .. } = issue;
    assert_eq!((code, parameters.limit, parameters.got), ("too_big", Some(500), Some(501)));
}

#[test]
fn times_have_one_of_the_forms_that_are_documented() {
    let list = |time: &str| json!({ "createStartTime": time });
    for time in ["2026-05-20 15:21:09", "20180614101942000+0800", "20180614101942000-0730"] {
        check("alibaba.order.list", list(time), Allow::NOTHING).unwrap();
    }
    for time in [
        "yesterday",
        "",
        "2026-05-20",
        "2026-05-20T15:21:09Z",
        "2026-05-20T15:21:09",
        "2026-20-20 15:21:09",
        "2026-05-20 15:61:09",
        "1779290469000",
        "20180614101942000",
        "２０２６-05-20 15:21:09",
    ] {
        let issue = unlikely("alibaba.order.list", list(time));
        assert_eq!((issue.code, issue.parameters.expected), ("type", Some("time")), "{time}");
        assert!(!issue.message.contains("yesterday"));
    }
}

#[test]
fn one_of_two_members_is_enough_where_either_says_what_is_meant() {
    for product in [json!({ "offerId": 1 }), json!({ "offerMapId": "L0PTnwSnx_dWNZWCtgK7Gg" })] {
        check("v2.alibaba.product.get", product, Allow::NOTHING).unwrap();
    }
    let issue = unlikely("v2.alibaba.product.get", json!({ "country": "en" }));
    assert_eq!(
        (issue.path.as_str(), issue.code, issue.parameters.or),
        ("offerId", "missing", Some("offerMapId"))
    );
    assert!(
        issue.message.starts_with("offerId is required, unless there is offerMapId"),
        "{}",
        issue.message
    );
}

/// Nothing is known of the members of such requests but that there are some.
#[test]
fn a_request_of_unknown_members_has_some() {
    let issue = unlikely("ka.order.pay", json!({ "orderId": null }));
    assert_eq!((issue.path.as_str(), issue.code), ("", "missing"));
    check("ka.order.pay", json!({ "orderId": "1" }), Allow::NOTHING).unwrap();
}

#[test]
fn requests_that_keep_all_rules_pass_and_one_that_breaks_a_rule_is_refused_for_that_alone() {
    for_every_endpoint(|endpoint, request| {
        let good = sensible_record(endpoint.request, request.clone());
        let passed = validate(endpoint.request, good.clone(), Allow::NOTHING);
        prop_assert!(passed.is_ok(), "{:#?} of {}", passed, good);
        for (path, code, broken) in broken_records(endpoint.request, &good) {
            let issues = validate(endpoint.request, broken.clone(), Allow::NOTHING).err().unwrap_or_default();
            let found: Vec<_> =
                issues.iter().map(|issue| (issue.path.as_str(), issue.code, issue.unlikely)).collect();
            prop_assert_eq!(found, [(path.as_str(), code, true)], "{}", broken);
            prop_assert!(issues[0].message.ends_with(" (option allowUnlikely sends it anyway)"));
            prop_assert_eq!(
                validate(endpoint.request, broken.clone(), Allow::UNLIKELY).err(),
                None,
                "{}",
                broken
            );
        }
        Ok(())
    });
}

#[test]
fn what_the_vendor_refuses_is_never_called_unlikely_and_is_refused_with_any_option() {
    let request =
        with(refund(), json!({ "applyPayment": -1, "orderId": "x", "goodsStatus": "lost", "more": 1 }));
    for allow in [Allow::NOTHING, Allow::UNLIKELY] {
        let issues = check("alibaba.refund.create", request.clone(), allow).unwrap_err();
        assert_eq!(issues.len(), 4);
        assert!(
            issues.iter().all(|issue| !issue.unlikely && !issue.message.contains("allowUnlikely")),
            "{issues:#?}"
        );
    }
}

/// Changes a request that keeps the vendor's rules so that it keeps those of this crate, too.
fn sensible_record(record: &Record, mut request: Json) -> Json {
    for field in record.fields {
        let is_there = |name: &str| request.get(name).is_some_and(|member| !member.is_null());
        let required = field.sensible.required && !field.sensible.or.is_some_and(is_there);
        if is_there(field.name) || required {
            let member = request.get(field.name).filter(|member| !member.is_null()).cloned();
            let member = member.unwrap_or_else(|| example(&field.kind));
            request = set(&request, field.name, sensible_value(&field.kind, field, member));
        }
    }
    let is_empty = request.as_object().unwrap().iter().all(|(_, member)| member.is_null());
    if record.not_empty && is_empty {
        let name = record.fields.first().map_or("any", |field| field.name);
        let value = record.fields.first().map_or(Json::from(1), |field| example(&field.kind));
        request = set(&request, name, value);
    }
    request
}

fn sensible_value(kind: &Kind, field: &Field, value: Json) -> Json {
    let limits = field.sensible.limits;
    match (kind, value) {
        (Kind::Id | Kind::TextId, value) if is_below_one(&value) => Json::from("7"),
        (Kind::List(item), Json::List(items)) => {
            let items = items.into_iter().map(|value| match item {
                Kind::Record(record) => sensible_record(record, value),
                Kind::Id | Kind::TextId if is_below_one(&value) => Json::from("7"),
                _ => value,
            });
            let mut items: Vec<_> = items.collect();
            let is_of_ids = matches!(item, Kind::Id | Kind::TextId);
            if items.is_empty() && (is_of_ids || limits.least.is_some()) {
                items.push(match item {
                    Kind::Record(record) => sensible_record(record, example(item)),
                    _ => example(item),
                });
            }
            Json::List(items)
        }
        (Kind::Record(record), value) => sensible_record(record, value),
        (Kind::JsonText(_), Json::Text(text)) => Json::Text(text),
        (Kind::JsonText(kind), value) => sensible_value(kind, field, value),
        (Kind::Text, Json::Text(_)) if field.sensible.form == Form::Whole => Json::from("3"),
        (Kind::Text, Json::Text(_)) if field.sensible.form == Form::Time => Json::from("2026-05-20 15:21:09"),
        (Kind::Number | Kind::Integer | Kind::Fen, Json::Number(_)) if limits.least.is_some() => {
            Json::from(2)
        }
        (_, value) => value,
    }
}

fn is_below_one(id: &Json) -> bool {
    id.as_digits().and_then(|digits| digits.parse::<i64>().ok()).is_some_and(|id| id < 1)
}

/// Returns a value of a kind that keeps the vendor's rules.
fn example(kind: &Kind) -> Json {
    match kind {
        Kind::Id | Kind::TextId | Kind::Text | Kind::Telephone | Kind::Yuan => Json::from("7"),
        Kind::Integer | Kind::Fen | Kind::Number => Json::from(7),
        Kind::Boolean | Kind::Any => Json::from(true),
        Kind::Choice(vocabulary) => Json::from(vocabulary.words[0].wire),
        Kind::List(item) => Json::List(vec![example(item)]),
        Kind::Record(record) => {
            let required = record.fields.iter().filter(|field| field.required);
            Json::Object(required.map(|field| (field.name.to_owned(), example(&field.kind))).collect())
        }
        Kind::Map(_) => Json::Object(Vec::new()),
        Kind::JsonText(inner) => example(inner),
        Kind::Bytes => Json::from("AAAA"),
    }
}

type Broken = (String, &'static str, Json);

/// Returns every way to break one of the rules of this crate in a request that keeps them: path and code of the issue, and the
/// request.
fn broken_records(record: &Record, good: &Json) -> Vec<Broken> {
    let mut all = Vec::new();
    for field in record.fields {
        let rules = field.sensible;
        if rules.required {
            let without = rules.or.map_or(good.clone(), |or| set(good, or, Json::Null));
            all.push((field.name.to_owned(), "missing", set(&without, field.name, Json::Null)));
        }
        let Some(value) = good.get(field.name).filter(|value| !value.is_null()) else { continue };
        for (path, code, value) in broken_values(&field.kind, field, value) {
            all.push((format!("{}{path}", field.name), code, set(good, field.name, value)));
        }
    }
    if record.not_empty {
        all.push((String::new(), "missing", Json::Object(Vec::new())));
    }
    all
}

/// The same for a value. The paths begin with a dot or a bracket.
fn broken_values(kind: &Kind, field: &Field, good: &Json) -> Vec<Broken> {
    let here = |code, value: Json| (String::new(), code, value);
    let (limits, form) = (field.sensible.limits, field.sensible.form);
    let under = limits.least.map(|least| i64::from(least) - 1);
    let mut all = Vec::new();
    match (kind, good) {
        (Kind::Id | Kind::TextId, _) => {
            let least = i64::from(form != Form::Zero);
            all.push(here("too_small", Json::Text((least - 1).to_string())));
        }
        (Kind::List(item), Json::List(items)) => {
            if matches!(item, Kind::Id | Kind::TextId) || under == Some(0) {
                all.push(here("too_small", Json::List(Vec::new())));
            }
            for (index, value) in items.iter().enumerate() {
                let broken = match item {
                    Kind::Record(record) => dotted(broken_records(record, value)),
                    Kind::Id | Kind::TextId => vec![here("too_small", Json::from("0"))],
                    _ => Vec::new(),
                };
                for (path, code, value) in broken {
                    let mut items = items.clone();
                    items[index] = value;
                    all.push((format!("[{index}]{path}"), code, Json::List(items)));
                }
            }
        }
        (Kind::Record(record), _) => all.extend(dotted(broken_records(record, good))),
        (Kind::JsonText(kind), Json::Object(_) | Json::List(_)) => {
            all.extend(broken_values(kind, field, good))
        }
        (Kind::Text, _) => {
            all.extend(
                limits.most.map(|most| here("too_big", Json::from("x".repeat(most as usize + 1).as_str()))),
            );
            match form {
                Form::Time => all.push(here("type", Json::from("yesterday"))),
                Form::Whole => {
                    all.push(here("type", Json::from("two")));
                    all.push(here("too_small", Json::from("0")));
                }
                _ => {}
            }
        }
        (Kind::Integer | Kind::Fen | Kind::Number, _) => {
            all.extend(under.map(|number| here("too_small", Json::from(number))));
            if form == Form::Whole {
                all.push(here("type", Json::Number("1.5".to_owned())));
            }
        }
        _ => {}
    }
    all
}

fn dotted(broken: Vec<Broken>) -> Vec<Broken> {
    broken.into_iter().map(|(path, code, value)| (format!(".{path}"), code, value)).collect()
}
