//! What an order would cost, and what cannot be had.

use super::basket::{sort, wanted, Basket, Line, Sorted, Wanted};
use super::receiver::receiver;
use crate::asked::Asked;
use crate::envelope::{Failure, UNAVAILABLE};
use crate::money::sum;
use crate::state::market::Market;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

/// Previews the orders that these lines would make. What cannot be had does not hinder the rest.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    receiver(asked.members)?;
    let lines = wanted(asked.members)?;
    Ok(show_preview(&sort(&market.taobao.catalogue, lines)))
}

pub fn show_preview(sorted: &Sorted<'_>) -> Json {
    let total = sum(sorted.baskets.iter().map(Basket::total));
    Json::from([
        ("renderItemList", sorted.baskets.iter().map(basket).collect::<Vec<_>>().into()),
        ("unavailableSkuList", sorted.unavailable.iter().map(unavailable).collect::<Vec<_>>().into()),
        ("totalRealPayPrice", price(total)),
    ])
}

fn basket(basket: &Basket<'_>) -> Json {
    Json::from([
        ("shopName", basket.shop.name.as_str().into()),
        ("orderFee", price(basket.total())),
        ("mainlandShippingFee", price(basket.freight())),
        ("itemPriceInfos", basket.lines.iter().map(line).collect::<Vec<_>>().into()),
    ])
}

fn line(line: &Line<'_>) -> Json {
    Json::from([
        ("itemId", line.product.mp_id.to_string().into()),
        ("skuId", line.sku.mp_sku_id.to_string().into()),
        ("quantity", line.quantity.into()),
        ("price", price(line.sku.price())),
        ("totalPrice", price(line.product_fee())),
    ])
}

fn unavailable((wanted, reason): &(Wanted, &'static str)) -> Json {
    Json::from([
        ("itemId", wanted.mp_id.map(|id| id.to_string()).into()),
        ("skuId", wanted.mp_sku_id.map(|id| id.to_string()).into()),
        ("reason", (*reason).into()),
        ("errorCode", UNAVAILABLE.into()),
    ])
}

fn price(amount: Fen) -> Json {
    Json::from([("amount", amount.0.into()), ("currency", "CNY".into())])
}
