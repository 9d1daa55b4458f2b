//! Products on Taobao: found, read and checked, in both generations.

use std::collections::HashSet;

use serde_json::{json, Value};

use super::shopper::Shopper;
use crate::driver::{fen, JPEG};

#[test]
fn a_search_counts_in_yuan_and_the_detail_in_fen() {
    let mut shopper = Shopper::new();
    let page = shopper.ask("product.searchByKeyword", json!({ "keyword": "scarf" }));
    let found = &page["data"][0];
    let product = shopper.ask("product.get", json!({ "itemId": found["itemId"] }));
    assert!(found["price"].as_str().unwrap().contains('.'));
    assert_eq!(fen(&found["price"]), product["price"].as_i64().unwrap());
    assert_eq!(page["total"], 1);
}

#[test]
fn words_are_looked_for_in_both_languages_and_pages_follow_each_other() {
    let mut shopper = Shopper::new();
    for keyword in ["围巾", "wool SCARF", "Scarf 羊毛"] {
        assert_eq!(
            shopper.ask("product.searchByKeyword", json!({ "keyword": keyword }))["total"],
            1,
            "{keyword}"
        );
    }
    let all = shopper.ask("product.searchByKeyword", json!({ "pageSize": 40 }));
    let all = all["data"].as_array().unwrap();
    assert!(all.len() >= 30);
    let mut seen = Vec::new();
    for page in 1.. {
        let page = shopper.ask("product.searchByKeyword", json!({ "pageNo": page }));
        let products = page["data"].as_array().unwrap();
        assert!(page["pageSize"] == 10 && products.len() <= 10);
        if products.is_empty() {
            break;
        }
        seen.extend(products.clone());
    }
    assert_eq!(&seen, all);
    assert_eq!(shopper.code("product.searchByKeyword", json!({ "pageSize": 41 })), 990_008);
}

#[test]
fn searches_sort() {
    let mut shopper = Shopper::new();
    let mut prices = |sort: &str| -> Vec<i64> {
        let page = shopper.ask("product.searchByKeyword", json!({ "pageSize": 40, "sort": sort }));
        page["data"].as_array().unwrap().iter().map(|product| fen(&product["couponPrice"])).collect()
    };
    let (up, mut down) = (prices("PRICE_ASC"), prices("PRICE_DESC"));
    assert!(up.is_sorted() && up.first() < up.last());
    down.reverse();
    assert_eq!(up, down);
    assert_ne!(prices("SALE_QTY_ASC"), prices("SALE_QTY_DESC"));
}

#[test]
fn pictures_show_without_a_network() {
    let mut shopper = Shopper::new();
    let all = shopper.ask("product.searchByKeyword", json!({ "pageSize": 40 }));
    let mut taobao = HashSet::new();
    for product in all["data"].as_array().unwrap() {
        let picture = product["mainImageUrl"].as_str().unwrap();
        assert!(picture.starts_with("data:image/svg+xml,%3Csvg%20xmlns="), "{picture}");
        assert!(!picture.contains(['<', '>', '"', '#', ' ']));
        assert!(taobao.insert(picture.to_owned()), "two products look alike");
    }
    let all = shopper.driver.ask("alibaba.product.searchByKeyword", json!({ "pageSize": 50 }));
    let pictures: HashSet<_> =
        all["data"].as_array().unwrap().iter().map(|product| product["imageUrl"].to_string()).collect();
    assert_eq!(pictures.len(), all["data"].as_array().unwrap().len());
    assert!(pictures.iter().all(|picture| picture.starts_with("\"data:image/svg+xml,")));
}

#[test]
fn the_same_picture_is_always_like_the_same_products() {
    let mut shopper = Shopper::new();
    let mut ask =
        |picture| shopper.ask("product.searchByImage", json!({ "imageBase64": picture, "pageSize": 40 }));
    let one = ask(JPEG);
    assert_eq!(one, ask(JPEG));
    assert_ne!(one, ask("/9j/4AAQSkZJRgABAgA="));
    assert!((1..=100).contains(&one["total"].as_i64().unwrap()));
}

#[test]
fn every_sku_has_two_ids_and_a_variant_of_its_own() {
    let mut shopper = Shopper::new();
    let page = shopper.ask("product.searchByKeyword", json!({ "pageSize": 40 }));
    let (mut ids, mut shops) = (HashSet::new(), HashSet::new());
    for found in page["data"].as_array().unwrap() {
        let product = shopper.ask("product.get", json!({ "itemId": found["itemId"] }));
        assert!(ids.insert(product["mpId"].to_string()));
        // Above 2^53, and odd: a double cannot hold it.
        let mp_id: i64 = product["mpId"].as_str().unwrap().parse().unwrap();
        assert!(mp_id > 1 << 53 && mp_id % 2 == 1);
        shops.insert(product["shopId"].to_string());
        let skus = product["skuList"].as_array().unwrap();
        let variants: HashSet<_> = skus.iter().map(|sku| sku["properties"].to_string()).collect();
        assert!(!skus.is_empty() && variants.len() == skus.len());
        assert!(skus.iter().all(|sku| ids.insert(sku["mpSkuId"].to_string())));
        let stock: i64 = skus.iter().map(|sku| sku["quantity"].as_i64().unwrap()).sum();
        assert_eq!(product["quantity"].as_i64(), Some(stock));
    }
    assert!(shops.len() > 3);
}

#[test]
fn a_product_that_is_not_there_has_no_data() {
    let mut shopper = Shopper::new();
    assert_eq!(shopper.ask("product.get", json!({ "itemId": "1" })), Value::Null);
    assert_eq!(shopper.ask("product.get", json!({})), Value::Null);
    assert_eq!(shopper.code("product.getSource", json!({ "itemId": "1" })), 990_011);
}

#[test]
fn products_are_checked_together() {
    let mut shopper = Shopper::new();
    let product = shopper.product("mouse");
    let sku = &product["skuList"][1];
    let params =
        json!([{ "itemId": product["itemId"].to_string(), "skuIds": [sku["skuId"]] }, { "itemId": "1" }]);
    let checked = shopper.ask("product.checkBatch", json!({ "params": params.to_string() }));
    let found = &checked["mpProducts"];
    assert_eq!((&found[0]["mpId"], found.as_array().unwrap().len()), (&product["mpId"], 1));
    assert_eq!(
        found[0]["skuList"],
        json!([{ "skuId": sku["skuId"], "mpSkuId": sku["mpSkuId"].to_string() }])
    );
    assert_eq!(checked["noMpProductItemIds"], json!(["1"]));
    assert_eq!(checked["noMpReasonList"][0]["itemId"], "1");
    for broken in ["", "{}", "[1]", "["] {
        assert_eq!(
            shopper.code("product.checkBatch", json!({ "params": broken })),
            if broken.is_empty() { 990_008 } else { 990_013 }
        );
    }
}

#[test]
fn generation_2_calls_products_by_mapped_ids() {
    let mut shopper = Shopper::new();
    let first = shopper.product("mouse");
    shopper.group = "v2.taobao";
    let found = shopper.ask("product.searchByKeyword", json!({ "keyword": "mouse" }))["data"][0].clone();
    assert!(found.get("itemId").is_none());
    let map_id = found["itemMapId"].as_str().unwrap().to_owned();
    assert_eq!(map_id.len(), "WUnUC1cILiBjt-Jv3lDdlQ".len());
    assert_eq!(shopper.product("mouse"), first);
    assert_eq!(shopper.code("product.get", json!({ "itemId": first["itemId"] })), 990_011);
    for id in [map_id.as_str(), &first["itemId"].to_string()] {
        let source = shopper.ask("product.getSource", json!({ "itemId": id }));
        assert_eq!(source["itemId"], first["itemId"]);
        let params = json!([{ "itemId": id }]).to_string();
        let checked = shopper.ask("product.checkBatch", json!({ "params": params }));
        assert_eq!(checked["mpProducts"][0]["mpId"], first["mpId"]);
    }
}

#[test]
fn everybody_keeps_a_taste() {
    let mut shopper = Shopper::new();
    let mine = shopper.ask("product.recommend", json!({ "pageSize": 5 }));
    assert_eq!(mine["data"].as_array().unwrap().len(), 5);
    assert_eq!(shopper.ask("product.recommend", json!({ "pageSize": 5 })), mine);
    shopper.driver.user = "2100007340000".to_owned();
    assert_ne!(shopper.ask("product.recommend", json!({ "pageSize": 5 })), mine);
}
