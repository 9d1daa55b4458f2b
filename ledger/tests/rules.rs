//! Marks, the judgement of lists, and limits.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use pandapon_ledger::{
    judge, Expectation, InvalidMark, Limit, Line, Look, Mark, Order, Period, Spending, MESSAGE_LIMIT,
};
use proptest::prelude::*;

fn order(id: &str, note: Option<&str>) -> Order {
    Order { id: id.to_owned(), note: note.map(str::to_owned), created_at: Some(1_000), lines: Vec::new() }
}

fn expectation(mark: Option<Mark>) -> Expectation {
    Expectation { mark, sent_at: 1_000, lines: vec![line("mug", 3)], claimed: BTreeSet::new() }
}

fn line(sku: &str, quantity: u64) -> Line {
    Line { sku: sku.to_owned(), quantity }
}

proptest! {
    #[test]
    fn a_mark_is_found_before_any_note(bytes: [u8; 5], note in "\\PC{0,480}") {
        let mark = Mark::from_random(bytes);
        prop_assume!(Mark::find(&note).is_none());
        let message = mark.put_before(&note).expect("the note is short enough");
        prop_assert!(message.chars().count() <= MESSAGE_LIMIT);
        prop_assert_eq!(Mark::find(&message), Some(mark.clone()));
        prop_assert_eq!(mark.put_before(&message), Err(InvalidMark::Marked));
    }

    #[test]
    fn different_bits_are_different_marks(one: [u8; 5], other: [u8; 5]) {
        prop_assert_eq!(Mark::from_random(one) == Mark::from_random(other), one == other);
    }

    /// Pages shift while they are read, so that orders come twice or in another order; other calls' orders lie between.
    #[test]
    fn a_marked_call_finds_its_orders_and_no_others(
        mine in prop::collection::btree_set("[a-f]{3}", 0..4),
        others in prop::collection::btree_set("[g-m]{3}", 0..6),
        seed: u64,
    ) {
        let (mark, other) = (Mark::from_random([1; 5]), Mark::from_random([2; 5]));
        let marked = format!("{} please pack well", mark.as_str());
        let foreign = format!("{} like {}", other.as_str(), mark.as_str());
        let mut orders: Vec<Order> = mine.iter().map(|id| order(id, Some(&marked))).collect();
        orders.extend(others.iter().map(|id| order(id, if seed % 2 == 0 { Some(&foreign) } else { None })));
        orders.extend(orders.clone());
        if !orders.is_empty() {
            let middle = usize::try_from(seed % orders.len() as u64).expect("it is small");
            orders.rotate_left(middle);
        }
        let expected = match mine.len() {
            0 => Look::Nothing { complete: true },
            _ => Look::Found(mine.into_iter().collect()),
        };
        prop_assert_eq!(judge(&expectation(Some(mark)), &orders, true), expected);
    }
}

#[test]
fn a_note_that_the_platform_would_cut_is_refused() {
    let mark = Mark::from_random([7; 5]);
    let longest = "好".repeat(MESSAGE_LIMIT - 11);
    assert!(mark.put_before(&longest).is_ok());
    let error = mark.put_before(&format!("{longest}!")).expect_err("it is a character too long");
    assert_eq!(
        error.to_string(),
        "the note is 490 characters long; with a mark before it, the maximum is 489"
    );
}

#[test]
fn words_that_look_like_marks_are_none() {
    for note in [
        "",
        "PP",
        "PP1234567",
        "PP123456789",
        "PP1234567I",
        "pp12345678",
        "see PP12345678",
        "PPrice 12345678",
    ] {
        assert_eq!(Mark::find(note), None, "{note}");
    }
    assert!(Mark::find(" PP12345678\nsecond line").is_some());
}

#[test]
fn without_a_mark_orders_of_the_time_with_these_goods_are_candidates() {
    let with = |change: &dyn Fn(&mut Order)| {
        let mut fitting = Order { lines: vec![line("mug", 1), line("mug", 2)], ..order("1", None) };
        change(&mut fitting);
        judge(&expectation(None), &[fitting], true)
    };
    let candidate = Look::Candidates(vec!["1".to_owned()]);
    assert_eq!(with(&|_| {}), candidate);
    assert_eq!(with(&|order| order.lines.clear()), candidate);
    assert_eq!(with(&|order| order.created_at = Some(601_000)), candidate);
    let nothing = Look::Nothing { complete: true };
    assert_eq!(with(&|order| order.created_at = Some(601_001)), nothing);
    assert_eq!(with(&|order| order.lines.push(line("mug", 1))), nothing);
    assert_eq!(with(&|order| order.lines.push(line("cup", 1))), nothing);
    assert_eq!(with(&|order| order.note = Some(Mark::from_random([3; 5]).as_str().to_owned())), nothing);
    let claimed = Expectation { claimed: BTreeSet::from(["1".to_owned()]), ..expectation(None) };
    assert_eq!(judge(&claimed, &[order("1", None)], false), Look::Nothing { complete: false });
}

#[test]
fn limits_name_endpoints_by_patterns() {
    let applies = |pattern: &str, name: &str| limit(pattern, Period::Call).applies_to(name);
    for (pattern, name) in [
        ("*", "alibaba.order.create"),
        ("alibaba.order.create", "alibaba.order.create"),
        ("*.order.*", "v2.alibaba.order.create"),
        ("taobao.*.pay", "taobao.order.pay"),
        ("*create", "ka.order.create"),
    ] {
        assert!(applies(pattern, name), "{pattern} {name}");
    }
    for (pattern, name) in [
        ("", "alibaba.order.create"),
        ("alibaba.order", "alibaba.order.create"),
        ("*.order.*.x", "alibaba.order.create"),
        ("a*a", "a"),
        ("order*", "alibaba.order.create"),
    ] {
        assert!(!applies(pattern, name), "{pattern} {name}");
    }
}

fn limit(endpoints: &str, per: Period) -> Limit {
    Limit { endpoints: endpoints.to_owned(), per, fen: Some(100), count: Some(2) }
}

#[test]
fn a_limit_counts_what_its_slot_has_reserved() {
    let daily = limit("*", Period::Day);
    assert!(daily.allows(Spending { fen: 60, count: 1 }, Some(40)));
    assert!(!daily.allows(Spending { fen: 61, count: 1 }, Some(40)));
    assert!(!daily.allows(Spending { fen: 0, count: 2 }, Some(1)));
    assert!(!daily.allows(Spending { fen: u64::MAX, count: 0 }, Some(u64::MAX)));
    assert!(!daily.allows(Spending::default(), None), "an amount that is not known is above any limit");
    assert!(limit("*", Period::Call).allows(Spending { fen: 900, count: 9 }, Some(100)));
    assert_eq!(daily.slot(86_400_000 * 3 - 1), Some(2));
    assert_eq!(limit("*", Period::Hour).slot(3_600_000), Some(1));
    assert_eq!(limit("*", Period::Call).slot(3_600_000), None);
}
