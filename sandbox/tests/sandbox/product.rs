//! Products of 1688: search, recommendations, categories, details.

use serde_json::{json, Value};

use crate::driver::{fen, Driver, JPEG};

fn search(driver: &mut Driver, params: Value) -> Value {
    driver.data("alibaba.product.searchByKeyword", params)
}

/// The largest integer that a double represents exactly.
const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

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
fn each_product_is_on_one_page() {
    let mut driver = Driver::new(1);
    let all = search(&mut driver, json!({ "pageSize": 1000 }));
    let total = all["totalRecords"].as_i64().unwrap();
    assert!(total > 30 && all["totalPage"] == 1);
    let mut ids = Vec::new();
    for page in 1..=(total + 6) / 7 {
        let answer = search(&mut driver, json!({ "beginPage": page, "pageSize": 7 }));
        assert_eq!((&answer["totalPage"], &answer["currentPage"]), (&json!((total + 6) / 7), &json!(page)));
        ids.extend(offers(&answer));
    }
    assert_eq!(ids, offers(&all));
    assert_eq!(offers(&search(&mut driver, json!({ "beginPage": 99, "pageSize": 7 }))), Vec::<i64>::new());
    let far = json!({ "beginPage": MAX_SAFE_INTEGER, "pageSize": MAX_SAFE_INTEGER });
    assert_eq!(offers(&search(&mut driver, far)), Vec::<i64>::new());
}

#[test]
fn products_are_sorted_and_filtered_by_price() {
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
fn products_are_found_by_their_category() {
    let mut driver = Driver::new(1);
    let mug = driver.product("mug");
    let page = search(&mut driver, json!({ "categoryId": mug["categoryId"].to_string(), "pageSize": 100 }));
    assert!(offers(&page).contains(&mug["offerId"].as_i64().unwrap()));
    for offer in offers(&page) {
        let product = driver.data("alibaba.product.get", json!({ "offerId": offer }));
        assert_eq!(product["categoryId"], mug["categoryId"]);
    }
}

#[test]
fn products_have_skus_stock_and_prices() {
    let mut driver = Driver::new(1);
    let page = search(&mut driver, json!({ "pageSize": 100 }));
    let mut quotes = [0; 3];
    for offer in offers(&page) {
        let product = driver.data("alibaba.product.get", json!({ "offerId": offer, "country": "en" }));
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
fn an_unknown_product_is_an_error() {
    let answer = Driver::new(1).call("alibaba.product.get", json!({ "offerId": 1 }));
    assert_eq!(answer.code, 990_009);
    assert!(answer.msg.starts_with("PRODUCT_NOT_EXIST"));
}

/// The prefix of each generation's endpoints, and the field that identifies a product.
const GENERATIONS: [(&str, &str); 2] = [("", "offerId"), ("v2.", "offerMapId")];

fn ids<'a>(products: &'a Value, name: &str) -> Vec<&'a Value> {
    products.as_array().unwrap().iter().map(|product| &product[name]).collect()
}

#[test]
fn a_search_in_a_store_finds_the_products_of_its_seller() {
    let mut driver = Driver::new(1);
    let mug = driver.product("mug");
    let everything = offers(&search(&mut driver, json!({ "pageSize": 100 })));
    let mut expected = Vec::new();
    for offer in everything {
        let product = driver.data("alibaba.product.get", json!({ "offerId": offer }));
        if product["sellerOpenId"] == mug["sellerOpenId"] {
            expected.push(offer);
        }
    }
    let store =
        |keyword: &str| json!({ "sellerOpenId": mug["sellerOpenId"], "keyword": keyword, "pageSize": 100 });
    let page = driver.data("alibaba.product.searchInStore", store(""));
    assert_eq!((offers(&page), &page["totalRecords"]), (expected.clone(), &json!(expected.len())));
    assert!(expected.len() > 1);
    let page = driver.data("alibaba.product.searchInStore", store("mug"));
    assert_eq!(offers(&page), [mug["offerId"].as_i64().unwrap()]);
    let page = driver.data("v2.alibaba.product.searchInStore", store("mug"));
    let map_id = &page["data"][0]["offerMapId"];
    assert_eq!(driver.data("v2.alibaba.product.get", json!({ "offerMapId": map_id })), mug);
    let unknown = json!({ "sellerOpenId": "BBBgGWh2O6JFI6v1aQuZVgRIA" });
    assert_eq!(driver.data("alibaba.product.searchInStore", unknown)["totalRecords"], 0);
    assert_eq!(driver.data("alibaba.product.searchInStore", json!({}))["totalRecords"], 0);
}

#[test]
fn the_same_picture_finds_the_same_products_and_another_finds_others() {
    for (generation, name) in GENERATIONS {
        let mut driver = Driver::new(1);
        let mut search_by_image =
            |params: Value| driver.data(&format!("{generation}alibaba.product.searchByImage"), params);
        let first = search_by_image(json!({ "imageBase64": JPEG }));
        assert_eq!(first, search_by_image(json!({ "imageBase64": JPEG })));
        assert_eq!(first["totalRecords"], 12);
        let other = search_by_image(json!({ "imageBase64": "/9j/4AAQSkZJRgABAgA=" }));
        assert_ne!(ids(&first["data"], name), ids(&other["data"], name));
        let cheap =
            search_by_image(json!({ "imageBase64": JPEG, "priceEnd": "20", "sort": "{\"price\":\"asc\"}" }));
        let prices: Vec<_> = cheap["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|product| fen(&product["priceInfo"]["price"]))
            .collect();
        assert!(prices.is_sorted() && prices.iter().all(|price| *price <= 2000) && !prices.is_empty());
        // Each region of the picture can be searched for.
        let regions = first["picRegionInfo"]["yoloCropRegion"].as_str().unwrap();
        assert!(regions.starts_with(first["picRegionInfo"]["currentRegion"].as_str().unwrap()));
        let region = regions.split(';').next_back().unwrap();
        let part = search_by_image(json!({ "imageBase64": JPEG, "region": region }));
        assert_eq!(part["picRegionInfo"], json!({ "currentRegion": region, "yoloCropRegion": regions }));
        assert_ne!(ids(&first["data"], name), ids(&part["data"], name));
    }
}

#[test]
fn a_picture_of_the_sandbox_finds_its_product_first() {
    let mut driver = Driver::new(1);
    let mug = search(&mut driver, json!({ "keyword": "mug" }))["data"][0].clone();
    let params = json!({ "imageBase64": JPEG, "imageAddress": mug["imageUrl"] });
    assert_eq!(driver.data("alibaba.product.searchByImage", params)["data"][0], mug);
}

#[test]
fn related_products_are_of_the_same_category_and_count_sales_of_90_days() {
    for (generation, name) in GENERATIONS {
        let mut driver = Driver::new(1);
        let category = driver.product("mug")["categoryId"].to_string();
        let params = json!({ "categoryId": category, "pageSize": 100 });
        let page = driver.data(&format!("{generation}alibaba.product.searchByKeyword"), params);
        let all = page["data"].as_array().unwrap();
        let mug = &all[0];
        let text = mug[name].as_str().map_or_else(|| mug[name].to_string(), str::to_owned);
        let related = format!("{generation}alibaba.product.related");
        let products = driver.data(&related, json!({ "offerId": text, "pageSize": 100 }));
        assert_eq!(ids(&products, name), all[1..].iter().map(|product| &product[name]).collect::<Vec<_>>());
        let sold = |product: &Value| product["monthSold"].as_i64().unwrap();
        assert!(products
            .as_array()
            .unwrap()
            .iter()
            .zip(&all[1..])
            .all(|(related, listed)| sold(related) == 3 * sold(listed)));
        let second = driver.data(&related, json!({ "offerId": text, "pageNo": 2, "pageSize": 1 }));
        assert_eq!(ids(&second, name), [&products[1][name]]);
    }
}

#[test]
fn ids_of_the_other_generation_find_no_related_products() {
    let mut driver = Driver::new(1);
    let number = json!(driver.product("mug")["offerId"].to_string());
    let page = driver.data("v2.alibaba.product.searchByKeyword", json!({ "keyword": "mug" }));
    let map_id = page["data"][0]["offerMapId"].clone();
    for (name, id) in [("alibaba.product.related", map_id), ("v2.alibaba.product.related", number)] {
        let answer = driver.call(name, json!({ "offerId": id }));
        assert!(answer.msg.starts_with("PRODUCT_NOT_EXIST"), "{name}: {answer:?}");
    }
}

#[test]
fn recommendations_are_constant_for_each_member() {
    for (generation, name) in GENERATIONS {
        let mut driver = Driver::new(1);
        let mut recommend = |member: &str, page: i64| {
            let params = json!({ "outMemberId": member, "beginPage": page, "pageSize": 10 });
            driver.data(&format!("{generation}alibaba.product.recommend"), params)
        };
        let (first, second) = (recommend("anna", 1), recommend("anna", 2));
        assert_eq!(first, recommend("anna", 1));
        assert_ne!(first, recommend("boris", 1));
        assert!(ids(&first, name).iter().all(|id| !ids(&second, name).contains(id)));
        assert_eq!(recommend("anna", 4).as_array().unwrap().len(), 5, "35 products can be found");
    }
}

#[test]
fn categories_are_children_of_a_root_and_have_products() {
    for (generation, _) in GENERATIONS {
        let mut driver = Driver::new(1);
        let categories = format!("{generation}alibaba.product.categories");
        let root = driver.data(&categories, json!({ "categoryId": 0 }));
        assert_eq!((&root["leaf"], &root["level"]), (&json!(false), &json!("0")));
        for child in root["children"].as_array().unwrap() {
            let mut category = driver.data(&categories, json!({ "categoryId": child["categoryId"] }));
            assert_eq!(category.as_object_mut().unwrap().remove("children"), Some(json!([])));
            assert_eq!((&category, &category["parentCateId"]), (child, &json!(0)));
            let params = json!({ "categoryId": category["categoryId"].to_string() });
            assert!(search(&mut driver, params)["totalRecords"].as_i64() > Some(0));
        }
        assert_eq!(driver.call(&categories, json!({ "categoryId": 1 })).code, 990_011);
    }
}

#[test]
fn the_seller_of_a_product_has_a_chat_name() {
    let mut driver = Driver::new(1);
    let mug = driver.product("mug");
    let mapped = driver.data("v2.alibaba.product.searchByKeyword", json!({ "keyword": "mug" }));
    let mapped = mapped["data"][0]["offerMapId"].as_str().unwrap().to_owned();
    let number = mug["offerId"].to_string();
    let decrypt = "alibaba.product.decryptOpenUid";
    let params = |offer: &str| json!({ "offerId": offer, "openUid": mug["sellerOpenId"] });
    let nick = driver.data(decrypt, params(&number));
    assert!(nick["wangwangNick"].as_str().unwrap().starts_with("沙箱"));
    for id in [&number, &mapped] {
        assert_eq!(driver.data("v2.alibaba.product.decryptOpenUid", params(id)), nick);
    }
    assert!(driver.call(decrypt, params(&mapped)).msg.starts_with("PRODUCT_NOT_EXIST"));
    let other_seller = json!({ "offerId": number, "openUid": "BBBgGWh2O6JFI6v1aQuZVgRIA" });
    assert_eq!(driver.call(decrypt, other_seller).code, 990_011);
}
