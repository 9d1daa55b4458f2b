//! Validation of requests: examples from real endpoints, and requests generated from the declarations.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod bounds;
mod generated;
mod sensible;
#[path = "../contract/spec.rs"]
#[allow(dead_code, reason = "shared with the contract tests, which read more of it")]
mod spec;

use pandapon::api;
use pandapon::schema::{validate, Allow, Issue, Json, Parameters, Unit};
use serde_json::{json, Value};

/// Returns what the vendor would receive.
#[track_caller]
fn wire(endpoint: &str, members: Value) -> String {
    let wire = check(endpoint, members, Allow::NOTHING);
    wire.unwrap_or_else(|issues| panic!("{issues:#?}")).to_string()
}

/// Returns path and code of each issue.
#[track_caller]
fn issues(endpoint: &str, members: Value) -> Vec<(String, &'static str)> {
    let issues = check(endpoint, members, Allow::NOTHING).expect_err("nothing was found wrong");
    issues.into_iter().map(|issue| (issue.path, issue.code)).collect()
}

/// Returns the message of the only issue.
#[track_caller]
fn sentence(endpoint: &str, members: Value) -> String {
    match &check(endpoint, members, Allow::NOTHING).expect_err("nothing was found wrong")[..] {
        [issue] => issue.message.clone(),
        issues => panic!("not one issue: {issues:#?}"),
    }
}

#[track_caller]
fn check(endpoint: &str, members: Value, allow: Allow) -> Result<Json, Vec<Issue>> {
    let endpoint = api::find(endpoint).expect("an endpoint of this name");
    validate(endpoint.request, Json::from(members), allow)
}

/// Returns the example with some fields replaced; `null` removes one.
fn with(mut example: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        example[name] = value.clone();
    }
    example
}

/// A refund without return, while the goods are in transit.
fn refund() -> Value {
    json!({
        "orderId": "3305075341149134260",
        "orderEntryIds": ["3305075341150134260"],
        "disputeRequest": "refund",
        "applyPayment": 5800,
        "applyCarriage": 0,
        "applyReasonId": "20028",
        "description": "不想要了",
        "goodsStatus": "refundWaitBuyerReceive",
    })
}

/// A refund with return: the goods have arrived, and their receipt is not confirmed.
fn refund_with_return() -> Value {
    with(refund(), json!({ "disputeRequest": "returnRefund", "goodsStatus": "refundBuyerReceived" }))
}

fn order() -> Value {
    json!({
        "flow": "general",
        "addressParam": {
            "fullName": "张三",
            "mobile": "15251667788",
            "phone": "0517-88990077",
            "provinceText": "浙江省",
            "cityText": "杭州市",
            "areaText": "滨江区",
            "townText": "长河镇",
            "address": "网商路699号",
        },
        "cargoParamList": [{ "offerId": "554456348334", "specId": "b266e0726506185beaf205cbae88530d", "quantity": 5 }],
    })
}

#[test]
fn a_valid_request_is_sent_in_the_order_of_its_declaration() {
    assert_eq!(
        wire("alibaba.refund.create", refund()),
        concat!(
            r#"{"orderId":3305075341149134260,"orderEntryIds":[3305075341150134260],"disputeRequest":"refund","#,
            r#""applyPayment":5800,"applyCarriage":0,"applyReasonId":20028,"description":"不想要了","#,
            r#""goodsStatus":"refundWaitBuyerReceive"}"#,
        )
    );
}

#[test]
fn all_issues_are_reported_together_with_their_paths_on_the_wire() {
    let request = with(
        refund_with_return(),
        json!({
            "orderId": null,
            "applyPayment": -1,
            "applyCarriage": "0",
            "description": "?",
            "goodsStatus": "delivered",
            "vouchers": ["1", "2", "3", "4", "5", "6"],
            "orderEntryCountList": [{ "id": "3305075341150134260", "count": 1 }, { "id": "one", "count": -1 }],
            "applyReasonID": "20021",
        }),
    );
    assert_eq!(
        issues("alibaba.refund.create", request),
        [
            ("orderId", "missing"),
            ("applyPayment", "too_small"),
            ("applyCarriage", "type"),
            ("description", "too_small"),
            ("goodsStatus", "invalid_option"),
            ("vouchers", "too_big"),
            ("orderEntryCountList[1].id", "type"),
            ("orderEntryCountList[1].count", "too_small"),
            ("applyReasonID", "unknown"),
        ]
        .map(|(path, code)| (path.to_owned(), code))
    );
}

#[test]
fn goods_are_returned_only_once_they_were_received() {
    for (goods_status, is_received) in [
        ("refundWaitSellerSend", false),
        ("refundWaitBuyerReceive", false),
        ("refundBuyerReceived", true),
        ("aftersaleBuyerNotReceived", false),
        ("aftersaleBuyerReceived", true),
    ] {
        let money_only = with(refund(), json!({ "goodsStatus": goods_status }));
        wire("alibaba.refund.create", money_only.clone());
        let with_return = with(money_only, json!({ "disputeRequest": "returnRefund" }));
        if is_received {
            wire("alibaba.refund.create", with_return);
        } else {
            assert_eq!(
                sentence("alibaba.refund.create", with_return),
                "disputeRequest \"returnRefund\" is possible only with goods that were received: goodsStatus must be \
                 refundBuyerReceived or aftersaleBuyerReceived; ask for \"refund\" otherwise"
            );
        }
    }
}

#[test]
fn piece_counts_are_allowed_only_for_returns_in_sale() {
    let counts = json!({ "orderEntryCountList": [{ "id": "3305075341150134260", "count": 1 }] });
    wire("alibaba.refund.create", with(refund_with_return(), counts.clone()));
    for elsewhere in [
        refund(),
        with(refund(), json!({ "goodsStatus": "refundBuyerReceived" })),
        with(refund_with_return(), json!({ "goodsStatus": "aftersaleBuyerReceived" })),
    ] {
        let issues = issues("alibaba.refund.create", with(elsewhere, counts.clone()));
        assert_eq!(issues, [("orderEntryCountList".to_owned(), "constraint")]);
    }
}

#[test]
fn rules_are_not_checked_for_params_that_are_already_invalid() {
    let request = with(refund_with_return(), json!({ "goodsStatus": "somewhere" }));
    assert_eq!(issues("alibaba.refund.create", request), [("goodsStatus".to_owned(), "invalid_option")]);
}

#[test]
fn texts_are_measured_in_characters_not_bytes() {
    for fits in ["退款", "退".repeat(150).as_str(), "🙂🙂"] {
        wire("alibaba.refund.create", with(refund(), json!({ "description": fits })));
    }
    for (text, says) in [
        ("退", "description is 1 character long; the minimum is 2"),
        ("", "description is 0 characters long; the minimum is 2"),
        (&"退".repeat(151), "description is 151 characters long; the maximum is 150"),
    ] {
        assert_eq!(sentence("alibaba.refund.create", with(refund(), json!({ "description": text }))), says);
    }
}

#[test]
fn five_vouchers_at_most_support_a_refund_and_ten_a_return() {
    let vouchers = |count| json!({ "vouchers": vec!["https://cbu01.alicdn.com/img/ibank/1.jpg"; count] });
    wire("alibaba.refund.create", with(refund(), vouchers(5)));
    assert_eq!(
        sentence("alibaba.refund.create", with(refund(), vouchers(6))),
        "vouchers has 6 items; the maximum is 5"
    );
    let shipped = json!({ "refundId": "TQ1", "logisticsCompanyNo": "ZTO", "freightBill": "1" });
    wire("alibaba.refund.submitReturn", with(shipped.clone(), vouchers(10)));
    assert_eq!(
        issues("alibaba.refund.submitReturn", with(shipped, vouchers(11))),
        [("vouchers".to_owned(), "too_big")]
    );
}

#[test]
fn fen_are_whole_numbers_and_not_negative() {
    wire("alibaba.refund.create", with(refund(), json!({ "applyPayment": 0 })));
    for (amount, says) in [
        (json!(-1), "applyPayment is -1; the minimum is 0"),
        (
            json!(58.5),
            "applyPayment must be an amount in fen, a whole number (1/100 yuan), not the number 58.5",
        ),
        (json!("58.00"), "applyPayment must be an amount in fen, a whole number (1/100 yuan), not a string"),
    ] {
        assert_eq!(
            sentence("alibaba.refund.create", with(refund(), json!({ "applyPayment": amount }))),
            says
        );
    }
}

#[test]
fn yuan_are_decimals_and_sent_as_text() {
    let search = |price: Value| json!({ "priceStart": price });
    for (price, sent) in
        [(json!("633.69"), "633.69"), (json!(633.69), "633.69"), (json!("12.340"), "12.340"), (json!(7), "7")]
    {
        let wire = wire("alibaba.product.searchByKeyword", search(price));
        assert_eq!(wire, format!(r#"{{"priceStart":"{sent}"}}"#));
    }
    for price in ["12,34", "¥12", "1e3", "", "12."] {
        assert_eq!(
            sentence("alibaba.product.searchByKeyword", search(json!(price))),
            format!("priceStart must be an amount in yuan such as \"12.34\", not {price:?}")
        );
    }
}

#[test]
fn ids_keep_all_digits() {
    for id in ["1", "3305075341149134260", "9007199254740993", "9223372036854775807"] {
        let as_text = json!({ "offerId": id });
        let as_number = json!({ "offerId": id.parse::<i64>().unwrap() });
        for members in [as_text, as_number] {
            assert_eq!(wire("alibaba.product.get", members), format!(r#"{{"offerId":{id}}}"#));
        }
    }
}

#[test]
fn invalid_ids_are_refused() {
    for text in ["9223372036854775808", "007", "+7", " 7", "7 ", "7.0", "1e3", "0x7", "TQ7", "７"] {
        assert_eq!(
            sentence("alibaba.product.get", json!({ "offerId": text })),
            format!("offerId must be a 64-bit integer in plain digits, not {text:?}")
        );
    }
    assert_eq!(
        sentence("alibaba.product.get", json!({ "offerId": "" })),
        "offerId is an id and must not be empty"
    );
    assert_eq!(
        sentence("alibaba.product.get", json!({ "offerId": true })),
        "offerId must be an id: a string of digits or an integer, not true"
    );
}

#[test]
fn ids_that_are_text_at_the_vendor_are_sent_as_text() {
    for id in [json!("2019601741959504495"), json!(2019601741959504495_i64)] {
        assert_eq!(
            wire("alibaba.order.get", json!({ "webSite": "1688", "orderId": id })),
            r#"{"webSite":"1688","orderId":"2019601741959504495"}"#
        );
    }
    assert_eq!(
        sentence("alibaba.order.payBatch", json!({ "orderIds": [1.5] })),
        "orderIds[0] must be an id: a string of digits or an integer, not the number 1.5"
    );
}

#[test]
fn json_inside_a_string_is_passed_as_a_structure() {
    let sent = r#"{"sort":"{\"price\":\"desc\"}"}"#;
    assert_eq!(wire("alibaba.product.searchByKeyword", json!({ "sort": { "price": "desc" } })), sent);
    // Text is accepted, too.
    assert_eq!(wire("alibaba.product.searchByKeyword", json!({ "sort": r#"{"price":"desc"}"# })), sent);
    assert_eq!(
        sentence("alibaba.product.searchByKeyword", json!({ "sort": { "price": 1 } })),
        "sort.price must be a string, not the number 1"
    );
}

#[test]
fn null_counts_as_missing() {
    assert_eq!(
        wire("alibaba.product.get", json!({ "offerId": 1, "country": null, "fromTheFuture": null })),
        r#"{"offerId":1}"#
    );
    assert_eq!(
        sentence("alibaba.refund.create", with(refund(), json!({ "goodsStatus": null }))),
        "goodsStatus is required"
    );
    assert_eq!(
        sentence("alibaba.order.payBatch", json!({ "orderIds": ["1", null] })),
        "orderIds[1] must be an id: a string of digits or an integer, not null"
    );
}

#[test]
fn words_known_from_1688_alone_are_offered_and_others_pass() {
    let cancel =
        |reason: &str| json!({ "webSite": "1688", "orderId": "2542285634920880794", "cancelReason": reason });
    // The second is from a sample of the vendor.
    for reason in ["buyerCancel", "不想要了"] {
        assert_eq!(
            wire("alibaba.order.cancel", cancel(reason)),
            format!(r#"{{"webSite":"1688","orderId":2542285634920880794,"cancelReason":"{reason}"}}"#)
        );
    }
}

#[test]
fn values_that_are_known_to_fail_are_refused() {
    assert_eq!(
        sentence("alibaba.refund.create", with(refund(), json!({ "disputeRequest": "Refund" }))),
        "disputeRequest must be one of refund, returnRefund, not \"Refund\""
    );
}

#[test]
fn an_unknown_param_is_refused_with_the_nearest_name() {
    assert_eq!(
        sentence("alibaba.product.get", json!({ "offerId": 1, "offerID": 1 })),
        "offerID is not a known member; did you mean offerId?"
    );
    assert_eq!(
        sentence(
            "alibaba.order.create",
            with(
                order(),
                json!({ "cargoParamList": [
            { "offerId": 1, "specId": "s", "quantity": 1, "qty": 1 }
        ] })
            )
        ),
        "cargoParamList[0].qty is not a known member; set allowUnknown to send it"
    );
}

#[test]
fn unknown_params_pass_if_the_caller_allows_them_or_the_request_is_undocumented() {
    let members = json!({ "offerId": 1, "currency": "HKD", "none": null });
    let wire_form = check("alibaba.product.get", members, Allow::UNKNOWN).unwrap();
    assert_eq!(wire_form.to_string(), r#"{"offerId":1,"currency":"HKD"}"#);
    assert_eq!(
        wire("alibaba.order.list", json!({ "pageNo": 2, "pageSize": 20 })),
        r#"{"pageSize":20,"pageNo":2}"#
    );
}

#[test]
fn a_required_text_must_not_be_empty_unless_that_is_allowed() {
    let shipped = json!({ "refundId": "TQ1", "logisticsCompanyNo": "", "freightBill": "1" });
    assert_eq!(
        sentence("alibaba.refund.submitReturn", shipped),
        "logisticsCompanyNo is required and must not be empty"
    );
    assert_eq!(
        sentence("alibaba.refund.create", with(refund(), json!({ "orderId": "" }))),
        "orderId is required and must not be empty"
    );
    let mut without_town = order();
    without_town["addressParam"]["townText"] = json!("");
    without_town["addressParam"]["phone"] = json!("");
    wire("alibaba.order.create", without_town);
}

#[test]
fn a_landline_has_no_letters() {
    for (phone, is_fine) in
        [("0517-88990077", true), ("0571 8189", true), ("电话0571", false), ("ext7", false)]
    {
        let mut order = order();
        order["addressParam"]["phone"] = json!(phone);
        if is_fine {
            wire("alibaba.order.create", order);
        } else {
            assert_eq!(issues("alibaba.order.create", order), [("addressParam.phone".to_owned(), "type")]);
        }
    }
}

#[test]
fn goods_must_not_be_empty_where_documented() {
    for endpoint in ["alibaba.order.preview", "alibaba.order.previewBatch", "alibaba.order.createBatch"] {
        assert_eq!(
            sentence(endpoint, json!({ "cargoParamList": [] })),
            "cargoParamList has 0 items; the minimum is 1"
        );
    }
}

#[test]
fn a_picture_is_base64_and_smaller_than_a_megabyte() {
    // Four characters for three bytes: 1 048 575 bytes, and one more.
    let largest = "A".repeat(1_398_100);
    wire("alibaba.refund.uploadVoucher", json!({ "imageData": largest }));
    assert_eq!(
        sentence("alibaba.refund.uploadVoucher", json!({ "imageData": largest.clone() + "AA==" })),
        "imageData has 1048576 bytes; the maximum is 1048575"
    );
    for text in ["data:image/jpeg;base64,AAAA", "AAAA\nAAAA"] {
        assert_eq!(
            sentence("alibaba.refund.uploadVoucher", json!({ "imageData": text })),
            "imageData must be bytes, or base64 text without a data: prefix and without line breaks"
        );
    }
}

#[test]
fn a_request_must_be_an_object() {
    for (value, found) in [(json!(null), "null"), (json!([]), "an array"), (json!("1"), "a string")] {
        assert_eq!(
            sentence("alibaba.product.get", value),
            format!("the request must be an object, not {found}")
        );
    }
    wire("alibaba.refund.carriers", json!({}));
}

/// What a form needs to say an issue in a language of its own.
#[test]
fn issues_have_their_figures_and_words_as_parameters() {
    let request = json!({
        "applyPayment": -1,
        "description": "退".repeat(151),
        "goodsStatus": "lost",
        "vouchers": vec!["https://a.b/c.jpg"; 6],
    });
    let endpoint = api::find("alibaba.refund.create").unwrap();
    let issues = validate(endpoint.request, request.into(), Allow::NOTHING).unwrap_err();
    let parameters = |path| &issues.iter().find(|issue| issue.path == path).unwrap().parameters;
    assert_eq!(*parameters("applyPayment"), Parameters::limit(0, -1, None));
    assert_eq!(*parameters("description"), Parameters::limit(150, 151, Some(Unit::Characters)));
    assert_eq!(*parameters("vouchers"), Parameters::limit(5, 6, Some(Unit::Items)));
    let allowed = &parameters("goodsStatus").allowed;
    assert!(allowed.contains(&"refundWaitBuyerReceive"), "{allowed:?}");
    assert_eq!(*parameters("orderId"), Parameters::default());
}
