//! Compares topics and bodies with spec/: every webhook and every topic of 1688 is known with its fields, and no name is
//! invented.

use std::collections::BTreeSet;

use pandapon::event::{parse, PayloadKind, Platform, Topic};
use pandapon::schema::{Kind, Origin, Record, Vocabulary, Wire};
use serde_json::{json, Value};

use crate::spec::{self, Member};
use crate::support::read;

/// A push message on a page of the vendor.
struct Webhook {
    name: String,
    envelope: Vec<Member>,
    /// The schema of `messageBody`, or of its JSON text.
    body: Value,
    example: Option<Value>,
}

fn webhooks() -> Vec<Webhook> {
    let documents = spec::documents();
    let webhooks = documents.iter().filter_map(|document| document["webhooks"].as_object()).flatten();
    let read = |(name, item): (&String, &Value)| {
        let content = &item["post"]["requestBody"]["content"]["application/json"];
        let body = &content["schema"]["properties"]["messageBody"];
        let in_text = body.get("contentSchema");
        Webhook {
            name: name.clone(),
            envelope: spec::members(&content["schema"]),
            body: in_text.unwrap_or(body).clone(),
            example: content.get("example").cloned(),
        }
    };
    webhooks.map(read).collect()
}

impl Webhook {
    /// Returns the form of its body, as for a message.
    fn payload_kind(&self) -> PayloadKind {
        let members: Value =
            spec::members(&self.body).into_iter().map(|member| (member.name, json!({}))).collect();
        read(&json!({ "messageType": self.name, "messageBody": members })).payload_kind()
    }
}

/// A row of the table of 1688's topics.
struct Row {
    topic: String,
    /// The columns about status and occasion.
    status: String,
    occasion: String,
}

/// Returns section 4 of spec/semantics.md.
fn section() -> &'static str {
    let text = include_str!("../../spec/semantics.md");
    let start = text.find("## 4. 1688 push topics").unwrap();
    let end = text.find("## 5. ").unwrap();
    &text[start..end]
}

fn rows() -> Vec<Row> {
    let rows = section().lines().filter(|line| line.starts_with("| ") && !line.starts_with("| topic"));
    let read = |line: &str| {
        let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
        let topic = cells[0].trim_end_matches(" (sic)").to_owned();
        Row { topic, status: cells[1].to_owned(), occasion: cells[2].to_owned() }
    };
    rows.map(read).collect()
}

fn record_of(form: PayloadKind) -> &'static Record {
    match form.kind() {
        Kind::Record(record) => record,
        other => panic!("{form:?} is {other:?}"),
    }
}

fn vocabulary_of(kind: &Kind) -> &'static Vocabulary {
    match kind {
        Kind::Choice(vocabulary) => vocabulary,
        other => panic!("{other:?}"),
    }
}

/// Returns a field of a record, or of a nested record.
fn member(record: &Record, name: &str) -> Option<Kind> {
    record.fields.iter().find_map(|field| {
        let inside = || records_in(&field.kind).into_iter().find_map(|record| member(record, name));
        if field.name == name {
            Some(field.kind)
        } else {
            inside()
        }
    })
}

fn records_in(kind: &Kind) -> Vec<&'static Record> {
    match kind {
        Kind::Record(record) => vec![record],
        Kind::List(item) | Kind::Map(item) | Kind::JsonText(item) => records_in(item),
        _ => Vec::new(),
    }
}

/// Returns all records and vocabularies of the bodies.
fn types(kind: &Kind, records: &mut Vec<&'static Record>, vocabularies: &mut Vec<&'static Vocabulary>) {
    match kind {
        Kind::List(item) | Kind::Map(item) | Kind::JsonText(item) => types(item, records, vocabularies),
        Kind::Choice(vocabulary) => vocabularies.push(vocabulary),
        Kind::Record(record) => {
            records.push(record);
            record.fields.iter().for_each(|field| types(&field.kind, records, vocabularies));
        }
        _ => {}
    }
}

fn all_types() -> (Vec<&'static Record>, Vec<&'static Vocabulary>) {
    let (mut records, mut vocabularies) = (Vec::new(), vec![vocabulary_of(&Topic::KIND)]);
    PayloadKind::KNOWN.iter().for_each(|form| types(&form.kind(), &mut records, &mut vocabularies));
    types(&pandapon::event::Event::KIND, &mut records, &mut vocabularies);
    (records, vocabularies)
}

/// Returns the words of a text that may be names.
fn names(text: &str) -> BTreeSet<&str> {
    text.split(|character: char| !character.is_ascii_alphanumeric() && character != '_').collect()
}

/// Returns how a declared field differs from the schema of a page.
fn disagreement(member: &Member, record: &Record) -> Option<String> {
    let Some(field) = record.fields.iter().find(|field| field.name == member.name) else {
        return Some(format!("{}.{} is not declared", record.name, member.name));
    };
    let fits = match spec::type_of(&member.schema) {
        Some("string") => {
            matches!(field.kind, Kind::Text | Kind::TextId | Kind::Id | Kind::Choice(_) | Kind::Yuan)
        }
        Some("integer") => matches!(field.kind, Kind::Integer | Kind::Fen | Kind::Id),
        Some("array") => matches!(field.kind, Kind::List(_)),
        Some("object") => matches!(field.kind, Kind::Record(_) | Kind::Any),
        _ => false,
    };
    if !fits {
        return Some(format!("{}.{} is {:?}, not {}", record.name, member.name, field.kind, member.schema));
    }
    let items = spec::members(&member.schema["items"]);
    let inside = records_in(&field.kind);
    items.iter().find_map(|item| inside.iter().find_map(|record| disagreement(item, record)))
}

#[test]
fn every_webhook_is_known_with_its_fields() {
    let webhooks = webhooks();
    assert_eq!(webhooks.len(), 7);
    for webhook in &webhooks {
        assert!(!matches!(Topic::from_message_type(&webhook.name), Topic::Other(_)), "{}", webhook.name);
        let record = record_of(webhook.payload_kind());
        let members = spec::members(&webhook.body);
        assert!(!members.is_empty(), "{}", webhook.name);
        for member in &members {
            assert_eq!(disagreement(member, record), None, "{}", webhook.name);
        }
    }
}

#[test]
fn the_envelope_has_exactly_the_fields_of_every_webhook() {
    let Kind::Record(envelope) = pandapon::event::Event::KIND else { panic!("no record") };
    let declared: BTreeSet<_> = envelope.fields.iter().map(|field| field.name.to_owned()).collect();
    for webhook in webhooks() {
        let shown: BTreeSet<_> = webhook.envelope.iter().map(|member| member.name.clone()).collect();
        assert_eq!(shown, declared, "{}", webhook.name);
    }
}

#[test]
fn everything_attributed_to_a_page_is_on_that_page() {
    let own = [PayloadKind::KaOrder, PayloadKind::KaRefund, PayloadKind::TaobaoPriceChange];
    for form in own {
        let shown: Vec<_> = webhooks().into_iter().filter(|webhook| webhook.payload_kind() == form).collect();
        assert!(!shown.is_empty(), "{form:?}");
        let shown: String = shown.iter().map(|webhook| webhook.body.to_string()).collect();
        let (mut records, mut vocabularies) = (Vec::new(), Vec::new());
        types(&form.kind(), &mut records, &mut vocabularies);
        for field in records.iter().flat_map(|record| record.fields) {
            let stands = shown.contains(&format!("\"{}\":", field.name));
            assert_eq!(field.origin == Origin::Page, stands, "{form:?}: {}", field.name);
        }
        for word in vocabularies.iter().flat_map(|vocabulary| vocabulary.words) {
            assert!(names(&shown).contains(word.wire), "{form:?}: {}", word.wire);
        }
    }
}

#[test]
fn the_examples_of_the_vendor_are_decoded_completely() {
    let examples: Vec<_> = webhooks().into_iter().filter_map(|webhook| webhook.example).collect();
    assert_eq!(examples.len(), 4);
    for example in examples {
        let event = parse(example.to_string().as_bytes()).unwrap();
        assert_eq!(event.payload_kind(), PayloadKind::KaOrder);
        assert_eq!(event.platform(), Some(Platform::Alibaba));
        assert!(event.key().ends_with(":1:3305075341149134260:1779263269913"), "{}", event.key());
        let shown = format!("{event:?} {:?}", event.payload());
        assert!(!shown.replace("other: {}", "").contains("other: {"), "{shown}");
        assert!(!shown.contains("Other("), "{shown}");
    }
}

#[test]
fn every_topic_of_1688_is_known_with_its_states() {
    let rows = rows();
    assert_eq!(rows.len(), 16);
    for Row { topic, status, .. } in rows {
        for prefix in ["", "1688_"] {
            assert_eq!(Topic::from_message_type(&format!("{prefix}{topic}")).as_str(), topic);
        }
        let form = PayloadKind::for_message(
            Some(Platform::Alibaba),
            &Topic::from_message_type(&topic),
            &json!({ "currentStatus": "" }).into(),
        );
        let state = member(record_of(form), "currentStatus");
        assert_eq!(state.is_some(), status != "-", "{topic}");
        let Some(state) = state.filter(|_| status != "not read") else { continue };
        let words = vocabulary_of(&state).words.iter().map(|word| word.wire);
        // The only state that messages have and orders do not.
        let mut words = words.chain(["confirm_goods_and_has_subsidy"]);
        assert!(words.any(|word| names(&status).contains(word)), "{topic}: {status}");
    }
}

#[test]
fn common_fields_and_those_of_single_topics_are_known() {
    let common = section().lines().find(|line| line.starts_with("Common data: ")).unwrap();
    for form in [PayloadKind::OrderChange, PayloadKind::RefundChange] {
        for name in ["orderId", "currentStatus", "msgSendTime", "buyerMemberId", "sellerMemberId"] {
            assert!(
                names(common).contains(name) && member(record_of(form), name).is_some(),
                "{form:?}: {name}"
            );
        }
    }
    let rows = rows();
    let mut counts = Vec::new();
    for (topic, form) in [
        ("ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES", PayloadKind::RefundChange),
        ("ORDER_BATCH_PAY", PayloadKind::BatchPayment),
        ("LOGISTICS_BUYER_VIEW_TRACE", PayloadKind::ParcelProgress),
        ("LOGISTICS_MAIL_NO_CHANGE", PayloadKind::WaybillChange),
    ] {
        let occasion = &rows.iter().find(|row| row.topic == topic).unwrap().occasion;
        let (mut records, mut vocabularies) = (Vec::new(), Vec::new());
        types(&form.kind(), &mut records, &mut vocabularies);
        let mut known: BTreeSet<_> =
            records.iter().flat_map(|record| record.fields).map(|field| field.name).collect();
        known.extend(vocabularies.iter().flat_map(|vocabulary| vocabulary.words).map(|word| word.wire));
        // Names contain a capital letter; prose does not.
        let documented =
            names(occasion).into_iter().filter(|name| name.chars().skip(1).any(char::is_uppercase));
        let documented: Vec<_> = documented.collect();
        documented.iter().for_each(|name| assert!(known.contains(name), "{topic}: {name}"));
        counts.push(documented.len());
    }
    assert_eq!(counts, [2, 6, 16, 8]);
}

#[test]
fn the_refund_actions_are_those_of_the_list() {
    let line = section().lines().find_map(|line| line.strip_prefix("refundAction: ")).unwrap();
    let listed: BTreeSet<_> =
        names(line).into_iter().filter(|name| name.len() > 4 && *name == name.to_uppercase()).collect();
    let actions = member(record_of(PayloadKind::RefundChange), "refundAction").unwrap();
    let declared: BTreeSet<_> = vocabulary_of(&actions).words.iter().map(|word| word.wire).collect();
    assert_eq!(declared, listed);
    assert_eq!(listed.len(), 30);
}

#[test]
fn the_fields_of_taobaos_messages_are_known() {
    let text = include_str!("../../spec/semantics.md");
    let start = text.find("### 5.2 Taobao upstream pushes").unwrap();
    let section = &text[start..start + text[start..].find("\n9 reverse order").unwrap()];
    let (_, messages) = section.split_once("\n3 order status: ").unwrap();
    let (order, price) = messages.split_once("\n8 price change: ").unwrap();
    let price = price.split_once(" (integers").unwrap().0;
    // Names contain an underscore or a capital letter; prose does not.
    let is_name = |name: &&str| {
        let has_capital = name.chars().skip(1).any(char::is_uppercase);
        let is_state = **name == name.to_uppercase();
        (name.contains('_') || has_capital) && !is_state
    };
    for (form, members, count) in
        [(PayloadKind::TaobaoOrderChange, order, 9), (PayloadKind::TaobaoPriceChange, price, 12)]
    {
        let documented: Vec<_> = names(members).into_iter().filter(is_name).collect();
        documented
            .iter()
            .for_each(|name| assert!(member(record_of(form), name).is_some(), "{form:?}: {name}"));
        assert_eq!(documented.len(), count, "{form:?}: {documented:?}");
    }
}

#[test]
fn every_name_is_in_the_spec() {
    let spec = spec::everything();
    let known = names(&spec);
    let (records, vocabularies) = all_types();
    // The whole order is also the data of an endpoint, and is compared with spec/ there.
    let (mut of_order, mut words_of_order) = (Vec::new(), Vec::new());
    types(&PayloadKind::Order.kind(), &mut of_order, &mut words_of_order);
    for record in records.iter().filter(|record| !of_order.contains(record)) {
        for field in record.fields {
            assert!(known.contains(field.name), "{}.{}", record.name, field.name);
        }
    }
    for vocabulary in vocabularies.iter().filter(|vocabulary| !words_of_order.contains(vocabulary)) {
        for word in vocabulary.words {
            assert!(known.contains(word.wire), "{} {}", vocabulary.name, word.wire);
        }
    }
}

#[test]
fn everything_is_explained() {
    let (records, vocabularies) = all_types();
    for record in records {
        assert!(!record.doc.is_empty(), "{}", record.name);
        record
            .fields
            .iter()
            .for_each(|field| assert!(!field.doc.is_empty(), "{}.{}", record.name, field.name));
    }
    for vocabulary in vocabularies {
        assert!(!vocabulary.doc.is_empty(), "{}", vocabulary.name);
        vocabulary.words.iter().for_each(|word| assert!(!word.doc.is_empty(), "{}", word.wire));
    }
}

/// The decoder converts ids and prices to text by their names, so a name must not be exact and a count in the same form.
#[test]
fn no_name_is_exact_and_a_count_in_the_same_body() {
    for form in PayloadKind::KNOWN {
        let (mut exact, mut counts) = (BTreeSet::new(), BTreeSet::new());
        let (mut records, mut vocabularies) = (Vec::new(), Vec::new());
        types(&form.kind(), &mut records, &mut vocabularies);
        for field in records.iter().flat_map(|record| record.fields) {
            match field.kind {
                Kind::Id | Kind::TextId | Kind::Yuan => exact.insert(field.name),
                Kind::List(Kind::Id | Kind::TextId | Kind::Yuan) => exact.insert(field.name),
                Kind::Integer | Kind::Fen | Kind::Number => counts.insert(field.name),
                _ => false,
            };
        }
        assert!(exact.is_disjoint(&counts), "{form:?}");
    }
}
