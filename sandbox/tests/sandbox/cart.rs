//! The cart of 1688, in both generations.

use serde_json::{json, Value};

use crate::driver::{create, fen, number, Driver};

/// A generation: the prefix of its endpoints, and the param that identifies a product.
struct Generation {
    prefix: &'static str,
    product: &'static str,
}

const GENERATIONS: [Generation; 2] =
    [Generation { prefix: "", product: "offerId" }, Generation { prefix: "v2.", product: "offerMapId" }];

impl Generation {
    fn endpoint(&self, name: &str) -> String {
        format!("{}alibaba.cart.{name}", self.prefix)
    }

    /// Returns the params that add goods to the cart.
    fn goods(&self, driver: &mut Driver, keyword: &str, sku: usize, quantity: i64) -> Value {
        let mut line = driver.line(keyword, sku, quantity);
        let name = format!("{}alibaba.product.searchByKeyword", self.prefix);
        let product = driver.data(&name, json!({ "keyword": keyword }))["data"][0].clone();
        line.as_object_mut().unwrap().remove("offerId");
        line[self.product] = product[self.product].clone();
        line
    }

    /// Adds goods to the cart. Returns the id of the item.
    fn add(&self, driver: &mut Driver, keyword: &str, sku: usize, quantity: i64) -> i64 {
        let goods = self.goods(driver, keyword, sku, quantity);
        driver.data(&self.endpoint("add"), goods)["id"].as_i64().unwrap()
    }

    /// Returns the items that can be ordered, and those that cannot.
    fn list(&self, driver: &mut Driver) -> (Vec<Value>, Vec<Value>) {
        let cart = driver.data(&self.endpoint("list"), json!({}));
        let items = |shops: &Value| -> Vec<Value> {
            let shops = shops.as_array().unwrap().iter();
            shops.flat_map(|shop| shop["cartItemInfos"].as_array().unwrap().clone()).collect()
        };
        (items(&cart["enableList"]), items(&cart["disableList"]))
    }
}

fn order(ids: &[i64]) -> Value {
    json!({ "flow": "general", "addressParam": create(&[])["addressParam"], "cartIds": ids })
}

#[test]
fn items_are_grouped_by_shop() {
    for generation in GENERATIONS {
        let mut driver = Driver::new(1);
        assert_eq!(generation.list(&mut driver), (vec![], vec![]));
        let suitcase = driver.product("suitcase");
        let first = generation.add(&mut driver, "suitcase", 0, 2);
        let backpack = generation.add(&mut driver, "backpack", 1, 1);
        let second = generation.add(&mut driver, "suitcase", 1, 3);
        let cart = driver.data(&generation.endpoint("list"), json!({}));
        assert_eq!(cart["disableList"], json!([]));
        let shops = cart["enableList"].as_array().unwrap();
        let ids = |shop: &Value| -> Vec<i64> {
            shop["cartItemInfos"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["id"].as_i64().unwrap())
                .collect()
        };
        assert_eq!(shops.iter().map(ids).collect::<Vec<_>>(), [vec![first, second], vec![backpack]]);
        assert_eq!(shops[0]["sellerOpenId"], suitcase["sellerOpenId"]);
        let sku = &suitcase["productSkuInfos"][0];
        let item = &shops[0]["cartItemInfos"][0];
        assert_eq!((&item["quantity"], &item["specId"]), (&json!(2), &sku["specId"]));
        assert_eq!(
            (&item["skuId"], &item["amountOnSale"]),
            (&json!(sku["skuId"].to_string()), &sku["amountOnSale"])
        );
        assert_eq!(fen(&item["price"]), fen(&sku["price"]));
        let properties: Value = serde_json::from_str(item["properties"].as_str().unwrap()).unwrap();
        assert_eq!(properties, sku["skuAttributes"]);
        // An item of the list can be added again, which adds to its quantity.
        let again = driver.data(&generation.endpoint("add"), item.clone());
        assert_eq!((&again["id"], &again["quantity"]), (&item["id"], &json!(4)));
        assert_eq!(driver.messages(), []);
    }
}

#[test]
fn the_price_in_the_cart_depends_on_the_quantity() {
    let mut driver = Driver::new(1);
    let [first, _] = GENERATIONS;
    let product = driver.product("Cotton crew-neck");
    let tiers = &product["productSaleInfo"]["priceRangeList"];
    let half = tiers[1]["startQuantity"].as_i64().unwrap() / 2;
    first.add(&mut driver, "Cotton crew-neck", 0, half);
    first.add(&mut driver, "Cotton crew-neck", 1, half);
    let (items, _) = first.list(&mut driver);
    assert!(items.iter().all(|item| fen(&item["price"]) == fen(&tiers[1]["price"])));
}

#[test]
fn items_that_cannot_be_ordered_are_listed_separately() {
    for generation in GENERATIONS {
        let mut driver = Driver::new(1);
        let keyboard = generation.add(&mut driver, "keyboard", 0, 1);
        let suitcase = generation.add(&mut driver, "suitcase", 0, 1);
        let ids = |items: &[Value]| items.iter().map(|item| item["id"].as_i64().unwrap()).collect::<Vec<_>>();
        let (enabled, disabled) = generation.list(&mut driver);
        assert_eq!((ids(&enabled), ids(&disabled)), (vec![suitcase], vec![keyboard]));
        // Another order takes the rest of the stock.
        let stock = driver.product("suitcase")["productSkuInfos"][0]["amountOnSale"].as_i64().unwrap();
        let all = driver.line("suitcase", 0, stock);
        driver.order(&[all]);
        let (enabled, disabled) = generation.list(&mut driver);
        assert_eq!((ids(&enabled), ids(&disabled)), (vec![], vec![keyboard, suitcase]));
    }
}

#[test]
fn quantities_are_set_and_items_removed() {
    for generation in GENERATIONS {
        let mut driver = Driver::new(1);
        let ids = [
            generation.add(&mut driver, "suitcase", 0, 2),
            generation.add(&mut driver, "backpack", 0, 2),
            generation.add(&mut driver, "mug", 0, 6),
        ];
        let set = |id: i64, quantity: i64| json!({ "id": id, "quantity": quantity });
        assert_eq!(driver.data(&generation.endpoint("setQuantity"), set(ids[1], 7)), true);
        let quantities = |driver: &mut Driver| -> Vec<i64> {
            generation.list(driver).0.iter().map(|item| item["quantity"].as_i64().unwrap()).collect()
        };
        assert_eq!(quantities(&mut driver), [2, 7, 6]);
        for quantity in [0, -1, 1_000_000_001] {
            let answer = driver.call(&generation.endpoint("setQuantity"), set(ids[1], quantity));
            assert!(answer.msg.starts_with("500_005"), "{answer:?}");
        }
        assert_eq!(driver.data(&generation.endpoint("remove"), json!({ "id": ids[0] })), true);
        assert_eq!(quantities(&mut driver), [7, 6]);
        // Removes all of them, or none.
        let both = json!({ "cartIds": [ids[2], ids[0]] });
        assert_eq!(driver.call(&generation.endpoint("remove"), both).code, 990_011);
        assert_eq!(quantities(&mut driver), [7, 6]);
        let both = json!({ "cartIds": [ids[2], ids[1]] });
        assert_eq!(driver.data(&generation.endpoint("remove"), both), true);
        assert_eq!(quantities(&mut driver), [0; 0]);
        for (name, params) in [
            ("setQuantity", set(ids[1], 1)),
            ("setQuantity", json!({})),
            ("remove", json!({})),
            ("remove", json!({ "cartIds": [] })),
        ] {
            assert_eq!(driver.call(&generation.endpoint(name), params).code, 990_011, "{name}");
        }
    }
}

#[test]
fn invalid_goods_are_refused_with_the_codes_of_1688() {
    let mut driver = Driver::new(1);
    for generation in GENERATIONS {
        let goods = generation.goods(&mut driver, "suitcase", 0, 1);
        let with = |param: &str, value: Value| {
            let mut goods = goods.clone();
            goods[param] = value;
            goods
        };
        for (params, code) in [
            (json!({}), "500_001"),
            (with(generation.product, json!("L0PTnwSnx_dWNZWCtgK7Gg")), "500_001"),
            (with("specId", json!("")), "500_002"),
            (with("sellerOpenId", json!("BBBgGWh2O6JFI6v1aQuZVgRIA")), "500_002"),
            (with("specId", json!("e61a85a671bb3d0301d0412b51641c6b")), "500_003"),
            (with("quantity", json!(1.5)), "500_005"),
            (with("quantity", Value::Null), "500_005"),
        ] {
            let answer = driver.call(&generation.endpoint("add"), params);
            assert_eq!((answer.code, answer.msg.split(':').next().unwrap()), (990_009, code));
        }
        assert_eq!(generation.list(&mut driver), (vec![], vec![]));
    }
    let [first, _] = GENERATIONS;
    first.add(&mut driver, "suitcase", 0, 1_000_000_000);
    let more = first.goods(&mut driver, "suitcase", 0, 1);
    assert!(driver.call("alibaba.cart.add", more).msg.starts_with("500_004"));
}

#[test]
fn an_order_costs_what_the_preview_shows_and_empties_the_cart() {
    for generation in GENERATIONS {
        let mut driver = Driver::new(1);
        let suitcase = generation.add(&mut driver, "suitcase", 0, 2);
        let backpack = generation.add(&mut driver, "backpack", 0, 1);
        let kept = generation.add(&mut driver, "wallet", 0, 1);
        let ids = [backpack, suitcase, backpack];
        let preview = driver.data(&generation.endpoint("previewOrder"), json!({ "cartIds": ids }));
        assert_eq!((&preview["success"], generation.list(&mut driver).0.len()), (&json!(true), 3));
        let orders = driver.data(&generation.endpoint("createOrder"), order(&ids));
        let (orders, previews) =
            (orders.as_array().unwrap(), preview["orderPreviewResuslt"].as_array().unwrap());
        assert_eq!((orders.len(), previews.len()), (2, 2), "an order for each seller");
        for (order, preview) in orders.iter().zip(previews) {
            assert_eq!(fen(&order["baseInfo"]["totalAmount"]), preview["sumPayment"].as_i64().unwrap());
            assert_eq!(driver.read(order["baseInfo"]["idOfStr"].as_str().unwrap()), *order);
        }
        assert_eq!(orders[0]["productItems"][0]["quantity"], 1, "a repeated id counts once");
        let (remaining, _) = generation.list(&mut driver);
        assert_eq!((remaining.len(), &remaining[0]["id"]), (1, &json!(kept)));
        let created = ("ORDER_BUYER_VIEW_BUYER_MAKE".to_owned(), "waitbuyerpay".to_owned());
        assert_eq!(driver.statuses(), vec![created; 2]);
        // Ordered items are no longer in the cart.
        assert_eq!(driver.call(&generation.endpoint("createOrder"), order(&[suitcase])).code, 990_011);
        let preview = driver.data(&generation.endpoint("previewOrder"), json!({ "cartIds": [suitcase] }));
        assert_eq!((&preview["success"], &preview["errorCode"]), (&json!(false), &json!("990011")));
        assert_eq!(driver.data("alibaba.order.list", json!({}))["totalRecord"], 2);
    }
}

#[test]
fn the_cart_does_not_change_if_one_item_cannot_be_ordered() {
    for generation in GENERATIONS {
        let mut driver = Driver::new(1);
        let good = generation.add(&mut driver, "suitcase", 0, 1);
        let bad = generation.add(&mut driver, "Cotton crew-neck", 0, 1);
        let preview = driver.data(&generation.endpoint("previewOrder"), json!({ "cartIds": [good, bad] }));
        assert_eq!((&preview["success"], &preview["errorCode"]), (&json!(false), &json!("500_005")));
        let answer = driver.call(&generation.endpoint("createOrder"), order(&[good, bad]));
        assert!(answer.msg.starts_with("500_005"), "{answer:?}");
        let none = driver.call(&generation.endpoint("createOrder"), order(&[]));
        assert!(none.msg.starts_with("500_001"), "{none:?}");
        let mut other_flow = order(&[good]);
        other_flow["flow"] = json!("saleproxy");
        assert!(driver.call(&generation.endpoint("createOrder"), other_flow).msg.starts_with("500_007"));
        assert_eq!(generation.list(&mut driver).0.len(), 2);
        assert_eq!(driver.data("alibaba.order.list", json!({}))["totalRecord"], 0);
    }
}

#[test]
fn carts_belong_to_users_and_are_shared_by_generations() {
    let mut driver = Driver::new(1);
    let [first, second] = GENERATIONS;
    let id = first.add(&mut driver, "suitcase", 0, 1);
    assert_eq!(first.list(&mut driver), second.list(&mut driver));
    let user = std::mem::replace(&mut driver.user, "1234567890123".to_owned());
    assert_eq!(first.list(&mut driver), (vec![], vec![]));
    for (name, params) in [
        ("setQuantity", json!({ "id": id, "quantity": 5 })),
        ("remove", json!({ "id": id })),
        ("createOrder", order(&[id])),
    ] {
        assert_eq!(driver.call(&first.endpoint(name), params).code, 990_011, "{name}");
    }
    driver.user = user;
    assert_eq!(first.list(&mut driver).0[0]["quantity"], 1);
    let orders = driver.data("v2.alibaba.cart.createOrder", order(&[id]));
    let paid = driver.data("alibaba.order.payUrl", json!({ "orderId": orders[0]["baseInfo"]["idOfStr"] }));
    assert_eq!(paid["protocolPaySuccess"], true);
    assert_eq!(number(paid["orderId"].as_str().unwrap()), orders[0]["baseInfo"]["id"]);
}
