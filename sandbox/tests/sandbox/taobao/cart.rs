//! The cart of Taobao.

use serde_json::{json, Value};

use super::shopper::{receiver, Shopper};

fn goods(product: &Value, sku: usize, quantity: i64) -> Value {
    json!({
        "mpId": product["mpId"],
        "mpSkuId": product["skuList"][sku]["mpSkuId"].to_string(),
        "quantity": quantity,
    })
}

#[test]
fn items_are_added_changed_and_ordered() {
    let mut shopper = Shopper::new();
    let (scarf, mouse) = (shopper.product("scarf"), shopper.product("mouse"));
    let first = shopper.data("cart.add", goods(&scarf, 0, 2))["id"].clone();
    let more = shopper.data("cart.add", goods(&scarf, 0, 1));
    assert_eq!((&more["id"], &more["quantity"]), (&first, &json!(3)));
    let second = shopper.data("cart.add", goods(&mouse, 1, 1))["id"].clone();
    assert_eq!(shopper.data("cart.list", json!({})).as_array().unwrap().len(), 2);
    assert_eq!(shopper.data("cart.setQuantity", json!({ "id": first, "quantity": 2 })), true);
    let both = json!({ "ids": [first, second] });
    let previewed = shopper.data("cart.previewOrder", both.clone());
    assert_eq!(previewed["renderItemList"].as_array().unwrap().len(), 2);
    let mut order = both.clone();
    order["orderAddress"] = receiver();
    let created = shopper.data("cart.createOrder", order);
    let orders = created["orderList"].as_array().unwrap();
    let total: i64 = orders.iter().map(|order| order["estimateAmount"].as_i64().unwrap()).sum();
    assert_eq!(previewed["totalRealPayPrice"]["amount"], total);
    assert_eq!(shopper.status(orders[0]["purchaseId"].as_str().unwrap()), "WAIT_BUYER_P");
    assert_eq!(shopper.data("cart.list", json!({})), json!([]));
    for name in ["cart.createOrder", "cart.previewOrder", "cart.remove"] {
        assert_eq!(shopper.code(name, both.clone()), 990_011, "{name}");
    }
}

#[test]
fn items_are_removed() {
    let mut shopper = Shopper::new();
    let scarf = shopper.product("scarf");
    let id = shopper.data("cart.add", goods(&scarf, 0, 1))["id"].clone();
    assert_eq!(shopper.data("cart.remove", json!({ "ids": [id] })), true);
    assert_eq!(shopper.code("cart.setQuantity", json!({ "id": id, "quantity": 1 })), 990_011);
}

#[test]
fn both_ids_must_be_of_the_same_product() {
    let mut shopper = Shopper::new();
    let (scarf, mouse) = (shopper.product("scarf"), shopper.product("mouse"));
    let mut params = goods(&scarf, 0, 1);
    params["itemId"] = scarf["itemId"].clone();
    let first = shopper.data("cart.add", params.clone());
    params["itemId"] = mouse["itemId"].clone();
    assert_eq!(shopper.code("cart.add", params), 990_011);
    let mut mixed = goods(&scarf, 0, 1);
    mixed["mpSkuId"] = mouse["skuList"][0]["mpSkuId"].to_string().into();
    assert_eq!(shopper.code("cart.add", mixed), 990_011);
    shopper.group = "v2.taobao";
    let mut params = goods(&scarf, 0, 1);
    params["itemMapId"] = first["itemMapId"].clone();
    assert_eq!(shopper.data("cart.add", params.clone())["quantity"], 2);
    params["itemMapId"] = json!("WUnUC1cILiBjt-Jv3lDdlQ");
    assert_eq!(shopper.code("cart.add", params), 990_011);
}

#[test]
fn a_cart_belongs_to_its_user_and_contains_whole_pieces() {
    let mut shopper = Shopper::new();
    let scarf = shopper.product("scarf");
    for quantity in [0, -1, 1_000_001] {
        assert_eq!(shopper.code("cart.add", goods(&scarf, 0, quantity)), 990_013);
    }
    let id = shopper.data("cart.add", goods(&scarf, 0, 1_000_000))["id"].clone();
    assert_eq!(shopper.code("cart.createOrder", json!({ "ids": [id] })), 990_015);
    shopper.driver.user = "2100007340000".to_owned();
    assert_eq!(shopper.data("cart.list", json!({})), json!([]));
    assert_eq!(shopper.code("cart.remove", json!({ "ids": [id] })), 990_011);
}
