//! Products on Taobao: search, details and checks, in both generations.

use std::collections::HashSet;

use serde_json::{json, Value};

use super::shopper::Shopper;
use crate::driver::{fen, JPEG};

#[test]
fn prices_are_in_yuan_in_searches_and_in_fen_in_details() {
    let mut shopper = Shopper::new();
    let page = shopper.data("product.searchByKeyword", json!({ "keyword": "scarf" }));
    let result = &page["data"][0];
    let product = shopper.data("product.get", json!({ "itemId": result["itemId"] }));
    assert!(result["price"].as_str().unwrap().contains('.'));
    assert_eq!(fen(&result["price"]), product["price"].as_i64().unwrap());
    assert_eq!(page["total"], 1);
}

#[test]
fn both_languages_are_searched_and_pages_are_complete() {
    let mut shopper = Shopper::new();
    for keyword in ["围巾", "wool SCARF", "Scarf 羊毛"] {
        assert_eq!(
            shopper.data("product.searchByKeyword", json!({ "keyword": keyword }))["total"],
            1,
            "{keyword}"
        );
    }
    let all = shopper.data("product.searchByKeyword", json!({ "pageSize": 40 }));
    let all = all["data"].as_array().unwrap();
    assert!(all.len() >= 30);
    let mut listed = Vec::new();
    for page in 1.. {
        let page = shopper.data("product.searchByKeyword", json!({ "pageNo": page }));
        let products = page["data"].as_array().unwrap();
        assert!(page["pageSize"] == 10 && products.len() <= 10);
        if products.is_empty() {
            break;
        }
        listed.extend(products.clone());
    }
    assert_eq!(&listed, all);
    assert_eq!(shopper.code("product.searchByKeyword", json!({ "pageSize": 41 })), 990_008);
}

#[test]
fn search_results_are_sorted() {
    let mut shopper = Shopper::new();
    let mut prices = |sort: &str| -> Vec<i64> {
        let page = shopper.data("product.searchByKeyword", json!({ "pageSize": 40, "sort": sort }));
        page["data"].as_array().unwrap().iter().map(|product| fen(&product["couponPrice"])).collect()
    };
    let (up, mut down) = (prices("PRICE_ASC"), prices("PRICE_DESC"));
    assert!(up.is_sorted() && up.first() < up.last());
    down.reverse();
    assert_eq!(up, down);
    assert_ne!(prices("SALE_QTY_ASC"), prices("SALE_QTY_DESC"));
}

#[test]
fn pictures_are_data_urls_and_unique() {
    let mut shopper = Shopper::new();
    let all = shopper.data("product.searchByKeyword", json!({ "pageSize": 40 }));
    let mut taobao = HashSet::new();
    for product in all["data"].as_array().unwrap() {
        let picture = product["mainImageUrl"].as_str().unwrap();
        assert!(picture.starts_with("data:image/svg+xml,%3Csvg%20xmlns="), "{picture}");
        assert!(!picture.contains(['<', '>', '"', '#', ' ']));
        assert!(taobao.insert(picture.to_owned()), "two products look alike");
    }
    let all = shopper.driver.data("alibaba.product.searchByKeyword", json!({ "pageSize": 50 }));
    let pictures: HashSet<_> =
        all["data"].as_array().unwrap().iter().map(|product| product["imageUrl"].to_string()).collect();
    assert_eq!(pictures.len(), all["data"].as_array().unwrap().len());
    assert!(pictures.iter().all(|picture| picture.starts_with("\"data:image/svg+xml,")));
}

#[test]
fn the_same_picture_finds_the_same_products() {
    let mut shopper = Shopper::new();
    let mut search =
        |picture| shopper.data("product.searchByImage", json!({ "imageBase64": picture, "pageSize": 40 }));
    let first = search(JPEG);
    assert_eq!(first, search(JPEG));
    assert_ne!(first, search("/9j/4AAQSkZJRgABAgA="));
    assert!((1..=100).contains(&first["total"].as_i64().unwrap()));
}

#[test]
fn every_sku_has_unique_ids_and_a_unique_variant() {
    let mut shopper = Shopper::new();
    let page = shopper.data("product.searchByKeyword", json!({ "pageSize": 40 }));
    let (mut ids, mut shops) = (HashSet::new(), HashSet::new());
    for result in page["data"].as_array().unwrap() {
        let product = shopper.data("product.get", json!({ "itemId": result["itemId"] }));
        assert!(ids.insert(product["mpId"].to_string()));
        // Odd and above 2^53: a double cannot represent it.
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
fn an_unknown_product_has_no_data() {
    let mut shopper = Shopper::new();
    assert_eq!(shopper.data("product.get", json!({ "itemId": "1" })), Value::Null);
    assert_eq!(shopper.data("product.get", json!({})), Value::Null);
    assert_eq!(shopper.code("product.getSource", json!({ "itemId": "1" })), 990_011);
}

#[test]
fn several_products_are_checked_at_once() {
    let mut shopper = Shopper::new();
    let product = shopper.product("mouse");
    let sku = &product["skuList"][1];
    let params =
        json!([{ "itemId": product["itemId"].to_string(), "skuIds": [sku["skuId"]] }, { "itemId": "1" }]);
    let checked = shopper.data("product.checkBatch", json!({ "params": params.to_string() }));
    let distributed = &checked["mpProducts"];
    assert_eq!((&distributed[0]["mpId"], distributed.as_array().unwrap().len()), (&product["mpId"], 1));
    assert_eq!(
        distributed[0]["skuList"],
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
fn generation_2_identifies_products_by_mapped_ids() {
    let mut shopper = Shopper::new();
    let first = shopper.product("mouse");
    shopper.group = "v2.taobao";
    let result = shopper.data("product.searchByKeyword", json!({ "keyword": "mouse" }))["data"][0].clone();
    assert!(result.get("itemId").is_none());
    let map_id = result["itemMapId"].as_str().unwrap().to_owned();
    assert_eq!(map_id.len(), "WUnUC1cILiBjt-Jv3lDdlQ".len());
    assert_eq!(shopper.product("mouse"), first);
    assert_eq!(shopper.code("product.get", json!({ "itemId": first["itemId"] })), 990_011);
    for id in [map_id.as_str(), &first["itemId"].to_string()] {
        let source = shopper.data("product.getSource", json!({ "itemId": id }));
        assert_eq!(source["itemId"], first["itemId"]);
        let params = json!([{ "itemId": id }]).to_string();
        let checked = shopper.data("product.checkBatch", json!({ "params": params }));
        assert_eq!(checked["mpProducts"][0]["mpId"], first["mpId"]);
    }
}

#[test]
fn recommendations_are_constant_for_each_user() {
    let mut shopper = Shopper::new();
    let mine = shopper.data("product.recommend", json!({ "pageSize": 5 }));
    assert_eq!(mine["data"].as_array().unwrap().len(), 5);
    assert_eq!(shopper.data("product.recommend", json!({ "pageSize": 5 })), mine);
    shopper.driver.user = "2100007340000".to_owned();
    assert_ne!(shopper.data("product.recommend", json!({ "pageSize": 5 })), mine);
}
