//! Pagination.

use futures_util::{FutureExt, StreamExt, TryStreamExt};
use pandapon::api::alibaba::{order, product};
use pandapon::api::taobao::refund;
use pandapon::client::{CallOptions, Settings};
use pandapon::endpoint::Endpoint;
use pandapon::error::Error;
use pandapon_sandbox::Sandbox;
use serde_json::{json, Value};

use crate::answers::{self, Answers};
use crate::sandbox::{client, Shop};

fn search(page_size: i64) -> product::SearchByKeyword {
    product::SearchByKeyword::new().page_size(page_size)
}

#[test]
fn every_product_is_on_one_page() {
    let shop = Shop::new(Sandbox::new(1));
    let client = client(&shop);
    let mut pages = client.pages(&search(7)).unwrap();
    let mut ids = Vec::new();
    let mut total = None;
    while let Some(page) = pages.next(&CallOptions::default()).now_or_never().unwrap().unwrap() {
        total = page.data.total_records;
        ids.extend(page.data.data.unwrap().into_iter().map(|product| product.offer_id.unwrap()));
    }
    assert_eq!(ids.len() as i64, total.unwrap());
    ids.sort_by(|one, other| one.as_str().cmp(other.as_str()));
    ids.dedup();
    assert_eq!(ids.len() as i64, total.unwrap());
}

#[test]
fn a_listing_starts_at_the_requested_page_and_requests_no_page_too_many() {
    let shop = Shop::new(Sandbox::new(1));
    let client = client(&shop);
    let request = search(7).begin_page(2);
    let mut pages = client.pages(&request).unwrap();
    let first = pages.next(&CallOptions::default()).now_or_never().unwrap().unwrap().unwrap();
    assert_eq!(first.data.current_page, Some(2));
    let mut count = 1;
    while pages.next(&CallOptions::default()).now_or_never().unwrap().unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, first.data.total_page.unwrap() - 1);
}

#[test]
fn endpoints_without_pages_are_refused() {
    let shop = Shop::new(Sandbox::new(1));
    let client = client(&shop);
    let request = order::Get::new(order::WebSite::Alibaba1688);
    let Err(Error::Config(says)) = client.pages(&request) else { panic!("an order has no pages") };
    assert_eq!(says, "alibaba.order.get is not a paginated endpoint");
}

#[test]
fn pages_and_records_are_streams_that_own_their_client() {
    fn owned<T: Send + 'static>(stream: T) -> T {
        stream
    }
    let product = |id: i64| json!({ "offerId": id });
    let data = [json!([product(1), product(2)]), json!([product(3)]), json!([])];
    let answers: &'static Answers = Box::leak(Box::new(Answers::new(data)));
    let pages = || {
        answers::client(answers, Settings::new("1"))
            .pages(&product::Related::new().offer_id(1).page_size(2))
            .unwrap()
    };

    let records = owned(pages().into_records(CallOptions::default(), |page| page));
    let ids = records.map_ok(|product| product.offer_id.unwrap()).try_collect::<Vec<_>>();
    let ids = ids.now_or_never().unwrap().unwrap();
    assert_eq!(ids.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);

    let failing = Answers::new([json!([product(1)]), json!("not a list")]);
    let client = answers::client(&failing, Settings::new("1"));
    let stream = client
        .pages(&product::Related::new().offer_id(1).page_size(1))
        .unwrap()
        .into_stream(CallOptions::default());
    let ends: Vec<_> = stream.map(|page| page.is_ok()).collect::<Vec<_>>().now_or_never().unwrap();
    assert_eq!(ends, [true, false], "it ends after an error");
}

/// Returns all pages of a listing, until an error or 50 requests.
fn all<E: Endpoint>(answers: &Answers, request: &E) -> Result<usize, Error> {
    let client = answers::client(answers, Settings::new("1"));
    let mut pages = client.pages(request)?;
    let mut count = 0;
    while pages.next(&CallOptions::default()).now_or_never().unwrap()?.is_some() {
        count += 1;
        assert!(count < 50, "it never ends");
    }
    Ok(count)
}

#[test]
fn a_vendor_that_repeats_pages_ends_the_listing() {
    let product = |id: i64| json!({ "offerId": id });
    let repeats: &[(Vec<Value>, usize, usize)] = &[
        // The last page is repeated.
        (vec![json!([product(1), product(2)]), json!([product(3)])], 2, 3),
        // The only page.
        (vec![json!([product(1)])], 1, 2),
        // The pages repeat in a cycle.
        (vec![json!([product(1)]), json!([product(2)]), json!([product(1)]), json!([product(2)])], 2, 3),
        // An empty page.
        (vec![json!([product(1)]), json!([])], 2, 2),
        (vec![json!([])], 1, 1),
    ];
    for (data, pages, requests) in repeats {
        let answers = Answers::new(data.clone());
        let related = product::Related::new().offer_id(1).page_size(2);
        assert_eq!(all(&answers, &related), Ok(*pages), "{data:?}");
        assert_eq!(answers.requests.borrow().len(), *requests, "{data:?}");
    }
}

#[test]
fn an_untyped_listing_ends_or_fails_but_never_silently() {
    let rows = |id: i64| json!({ "total": 2, "rows": [{ "refundId": id }] });
    let answers = Answers::new([rows(1), rows(2), rows(2)]);
    assert_eq!(all(&answers, &refund::List::new(20)), Ok(2));
    for data in [json!({ "rows": [1], "columns": [2] }), json!({ "total": 2 }), json!("rows")] {
        let error = all(&Answers::new([data]), &refund::List::new(20)).unwrap_err();
        assert!(matches!(error, Error::Decode { .. }) && error.sent(), "{error}");
    }
    assert_eq!(all(&Answers::new([json!(null)]), &refund::List::new(20)), Ok(1));
}

#[test]
fn a_page_that_cannot_be_decoded_is_requested_again() {
    let page = |page: i64| json!({ "result": [{ "baseInfo": { "id": page } }], "totalRecord": 3 });
    for broken in [
        json!([{ "baseInfo": { "id": 2 } }]),
        json!("busy"),
        json!(7),
        json!({ "result": "busy" }),
        json!({ "orders": [{}], "totalRecord": 3 }),
        json!({ "rows": [], "columns": [] }),
    ] {
        let answers = Answers::new([page(1), broken.clone(), broken.clone(), page(2), page(3)]);
        let client = answers::client(&answers, Settings::new("1"));
        let mut pages = client.pages(&order::List::default()).unwrap();
        let mut next = || {
            let reply = pages.next(&CallOptions::default()).now_or_never().unwrap();
            reply.map(|reply| reply.map(|reply| reply.data.result.unwrap().len()))
        };
        assert_eq!(next(), Ok(Some(1)));
        for _ in 0..2 {
            assert!(matches!(next(), Err(Error::Decode { .. })), "{broken}");
        }
        assert_eq!([next(), next(), next()], [Ok(Some(1)), Ok(Some(1)), Ok(None)], "{broken}");
        assert_eq!(answers.asked("page"), [json!(1), json!(2), json!(2), json!(2), json!(3)], "{broken}");
    }
}

#[test]
fn an_invalid_page_is_refused_before_anything_is_sent() {
    let answers = Answers::new([json!([])]);
    for page in [0, -1, i64::MIN, i64::MAX] {
        let request = order::List::new().page(page);
        assert!(matches!(all(&answers, &request), Err(Error::Config(_))), "{page}");
    }
    assert!(answers.requests.borrow().is_empty());
}
