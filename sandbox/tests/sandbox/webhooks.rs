//! Delivery of push messages: at most six attempts, half an hour apart, by the sandbox's own clock.

use pandapon_sandbox::{PendingWebhook, Sandbox};
use serde_json::Value;

use crate::driver::{Driver, SECOND};

const HALF_AN_HOUR: u64 = 1800 * SECOND;

/// Returns a driver whose messages are posted, with one that is due.
fn with_a_message() -> Driver {
    let mut driver = Driver::new(1);
    driver.sandbox.set_posting(true);
    let line = driver.line("suitcase", 0, 1);
    driver.order(&[line]);
    driver
}

fn next(driver: &Driver) -> Option<PendingWebhook> {
    driver.sandbox.next_webhook(driver.now).cloned()
}

/// Reports an attempt of the message that is due. Returns the message.
fn report(driver: &mut Driver, accepted: bool) -> PendingWebhook {
    let delivery = next(driver).unwrap();
    driver.sandbox.report_attempt(delivery.id, accepted, driver.now);
    delivery
}

#[test]
fn a_message_that_is_accepted_is_posted_once() {
    let mut driver = with_a_message();
    let posted = report(&mut driver, true);
    assert_eq!(driver.sandbox.pushes(), [posted.push]);
    driver.sandbox.advance(100 * HALF_AN_HOUR, driver.now).unwrap();
    let closed = report(&mut driver, true);
    assert!(closed.push.body.contains("BOPS_CLOSE"));
    assert_eq!((next(&driver), driver.sandbox.next_due(driver.now)), (None, None));
}

#[test]
fn a_message_that_is_not_accepted_is_repeated_five_times_after_half_an_hour_each() {
    let mut driver = with_a_message();
    let first = report(&mut driver, false);
    for _ in 0..5 {
        assert_eq!((next(&driver), driver.sandbox.next_due(driver.now)), (None, Some(HALF_AN_HOUR)));
        driver.sandbox.advance(HALF_AN_HOUR - 1, driver.now).unwrap();
        assert_eq!(next(&driver), None);
        driver.sandbox.advance(1, driver.now).unwrap();
        let again = report(&mut driver, false);
        // Exactly the same bytes, including the timestamp.
        assert_eq!((again.id, &again.push), (first.id, &first.push));
    }
    assert_eq!(driver.sandbox.next_due(driver.now), None);
    // It can still be collected, once.
    assert_eq!(driver.sandbox.pushes(), [first.push]);
}

#[test]
fn messages_are_posted_in_the_order_in_which_they_are_due() {
    let mut driver = with_a_message();
    report(&mut driver, false);
    driver.now += 60 * SECOND;
    let line = driver.line("suitcase", 0, 1);
    let second = driver.order(&[line]);
    let delivery = report(&mut driver, true);
    assert!(delivery.push.body.contains(&second));
    driver.sandbox.advance(HALF_AN_HOUR, driver.now).unwrap();
    assert!(!report(&mut driver, true).push.body.contains(&second));
}

#[test]
fn messages_are_not_queued_for_posting_while_nobody_posts() {
    let mut driver = Driver::new(1);
    let line = driver.line("suitcase", 0, 1);
    driver.order(std::slice::from_ref(&line));
    driver.sandbox.set_posting(true);
    assert_eq!(next(&driver), None, "earlier messages are not posted");
    driver.order(&[line]);
    assert!(next(&driver).is_some());
    driver.sandbox.set_posting(false);
    assert_eq!(next(&driver), None);
    assert_eq!(driver.sandbox.pushes().len(), 2);
}

#[test]
fn a_snapshot_keeps_the_attempts() {
    let mut driver = with_a_message();
    report(&mut driver, false);
    let mut restored = Sandbox::restored(&driver.sandbox.snapshot().unwrap()).unwrap();
    restored.set_posting(true);
    assert_eq!(restored.next_webhook(driver.now), None);
    assert_eq!(restored.next_due(driver.now), Some(HALF_AN_HOUR));
    let due = restored.next_webhook(driver.now + HALF_AN_HOUR).unwrap();
    let envelope: Value = serde_json::from_str(&due.push.body).unwrap();
    assert_eq!(envelope["timestamp"], driver.now.to_string());
}

#[test]
fn reports_on_messages_of_the_previous_state_do_not_affect_restored_messages() {
    let mut driver = Driver::new(1);
    driver.sandbox.set_posting(true);
    let empty = driver.sandbox.snapshot().unwrap();
    let line = driver.line("suitcase", 0, 1);
    driver.order(std::slice::from_ref(&line));
    let with_one = driver.sandbox.snapshot().unwrap();
    let before = next(&driver).unwrap();

    driver.sandbox.restore(&empty).unwrap();
    driver.sandbox.report_attempt(before.id, true, driver.now);
    driver.sandbox.restore(&with_one).unwrap();
    driver.sandbox.report_attempt(before.id, true, driver.now);
    let restored = report(&mut driver, true);
    assert_eq!(restored.push, before.push, "the same message is posted");
    assert_eq!(next(&driver), None);

    driver.sandbox.set_posting(false);
    driver.sandbox.restore(&with_one).unwrap();
    assert_eq!(next(&driver), None, "posting stays disabled");
    assert!(driver.sandbox.restore("{}").is_err());
}
