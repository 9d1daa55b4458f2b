//! Searching and reading products.

use serde_json::{json, Value};

use crate::driver::{fen, Driver};

fn search(driver: &mut Driver, members: Value) -> Value {
    driver.ask("alibaba.product.searchByKeyword", members)
}

/// The largest integer that a double holds.
const FAR: i64 = 9_007_199_254_740_991;

fn offers(page: &Value) -> Vec<i64> {
    page["data"].as_array().unwrap().iter().map(|product| product["offerId"].as_i64().unwrap()).collect()
}

#[test]
fn products_are_found_in_both_languages() {
    let mut driver = Driver::new(1);
    let english = search(&mut driver, json!({ "keyword": "Ceramic MUG" }));
    let chinese = search(&mut driver, json!({ "keyword": "马克杯" }));
    assert_eq!(english["totalRecords"], 1);
    assert_eq!(offers(&english), offers(&chinese));
    assert_eq!(search(&mut driver, json!({ "keyword": "zeppelin" }))["totalRecords"], 0);
}

#[test]
fn pages_hold_every_product_once() {
    let mut driver = Driver::new(1);
    let all = search(&mut driver, json!({ "pageSize": 1000 }));
    let total = all["totalRecords"].as_i64().unwrap();
    assert!(total > 30 && all["totalPage"] == 1);
    let mut seen = Vec::new();
    for page in 1..=(total + 6) / 7 {
        let answer = search(&mut driver, json!({ "beginPage": page, "pageSize": 7 }));
        assert_eq!((&answer["totalPage"], &answer["currentPage"]), (&json!((total + 6) / 7), &json!(page)));
        seen.extend(offers(&answer));
    }
    assert_eq!(seen, offers(&all));
    assert_eq!(offers(&search(&mut driver, json!({ "beginPage": 99, "pageSize": 7 }))), Vec::<i64>::new());
    let far = json!({ "beginPage": FAR, "pageSize": FAR });
    assert_eq!(offers(&search(&mut driver, far)), Vec::<i64>::new());
}

#[test]
fn products_are_sorted_and_bounded() {
    let mut driver = Driver::new(1);
    let prices = |page: &Value| -> Vec<i64> {
        let products = page["data"].as_array().unwrap();
        products.iter().map(|product| fen(&product["priceInfo"]["price"])).collect()
    };
    let rising = prices(&search(&mut driver, json!({ "sort": "{\"price\":\"asc\"}", "pageSize": 100 })));
    assert!(rising.is_sorted());
    let mut falling =
        prices(&search(&mut driver, json!({ "sort": "{\"price\":\"desc\"}", "pageSize": 100 })));
    falling.reverse();
    assert_eq!(rising, falling);
    let sold = search(&mut driver, json!({ "sort": "{\"monthSold\":\"desc\"}", "pageSize": 100 }));
    let sold: Vec<_> =
        sold["data"].as_array().unwrap().iter().map(|product| product["monthSold"].as_i64()).collect();
    assert!(sold.iter().rev().is_sorted());
    let bounds = json!({ "priceStart": "10", "priceEnd": "20.5", "pageSize": 100 });
    let bounded = prices(&search(&mut driver, bounds));
    let expected: Vec<_> = rising.iter().copied().filter(|price| (1000..=2050).contains(price)).collect();
    assert!(!expected.is_empty());
    assert_eq!(bounded.len(), expected.len());
    assert!(bounded.iter().all(|price| expected.contains(price)));
}

#[test]
fn categories_hold_what_products_say() {
    let mut driver = Driver::new(1);
    let mug = driver.product("mug");
    let page = search(&mut driver, json!({ "categoryId": mug["categoryId"].to_string(), "pageSize": 100 }));
    assert!(offers(&page).contains(&mug["offerId"].as_i64().unwrap()));
    for offer in offers(&page) {
        let product = driver.ask("alibaba.product.get", json!({ "offerId": offer }));
        assert_eq!(product["categoryId"], mug["categoryId"]);
    }
}

#[test]
fn products_have_skus_stock_and_prices() {
    let mut driver = Driver::new(1);
    let page = search(&mut driver, json!({ "pageSize": 100 }));
    let mut quotes = [0; 3];
    for offer in offers(&page) {
        let product = driver.ask("alibaba.product.get", json!({ "offerId": offer, "country": "en" }));
        let sale = &product["productSaleInfo"];
        let skus = product["productSkuInfos"].as_array().unwrap();
        let quote = sale["quoteType"].as_u64().unwrap() as usize;
        quotes[quote] += 1;
        assert_eq!(skus.is_empty(), quote == 0);
        assert!(skus.iter().all(|sku| sku["specId"].as_str().unwrap().len() == 32));
        let tiers = sale["priceRangeList"].as_array().unwrap();
        assert_eq!(tiers.is_empty(), quote == 1);
        assert!(tiers.iter().map(|tier| fen(&tier["price"])).rev().is_sorted());
        assert!(tiers.iter().map(|tier| tier["startQuantity"].as_i64()).is_sorted());
        assert!(product["minOrderQuantity"].as_i64().unwrap() >= 1);
    }
    assert!(quotes.iter().all(|count| *count > 0), "{quotes:?}");
}

#[test]
fn a_product_that_is_not_there_is_refused() {
    let answer = Driver::new(1).call("alibaba.product.get", json!({ "offerId": 1 }));
    assert_eq!(answer.code, 990_009);
    assert!(answer.msg.starts_with("PRODUCT_NOT_EXIST"));
}
