//! Listings, page after page.

use futures_util::FutureExt;
use pandapon::api::alibaba::{order, product};
use pandapon::client::CallOptions;
use pandapon::error::Error;
use pandapon_sandbox::Sandbox;

use crate::sandbox::{client, Shop};

fn search(page_size: i64) -> product::SearchByKeyword {
    product::SearchByKeyword { page_size: Some(page_size), ..Default::default() }
}

#[test]
fn every_product_stands_on_one_page() {
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
fn a_listing_begins_where_the_request_says_and_asks_for_no_page_too_many() {
    let shop = Shop::new(Sandbox::new(1));
    let client = client(&shop);
    let request = product::SearchByKeyword { begin_page: Some(2), ..search(7) };
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
fn what_is_no_listing_is_refused() {
    let shop = Shop::new(Sandbox::new(1));
    let client = client(&shop);
    let request = order::Get { web_site: order::WebSite::Alibaba1688, order_id: None };
    let Err(Error::Config(says)) = client.pages(&request) else { panic!("an order has no pages") };
    assert_eq!(says, "alibaba.order.get gives no pages");
}
