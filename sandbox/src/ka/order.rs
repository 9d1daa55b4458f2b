//! Orders: a preview of KA's own shape, orders at several sellers at once, and payment.

use crate::alibaba::orders::basket::{each_seller, lines, Basket, PricedLine};
use crate::alibaba::orders::{check_terms, created, keep_each, make_each, pay_batch, pay_url};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::money::fen;
use crate::state::market::Market;
use pandapon::schema::Json;

/// What goods would cost: an entry for each order that they would make, all amounts in fen. `sumTotalPayment`, which
/// exceeds `sumPayment` in the vendor's sample by something that no page explains, is the same here.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let baskets: Vec<_> = baskets(market, asked)?;
    Ok(baskets.iter().map(of_basket).collect::<Vec<_>>().into())
}

/// The goods of each seller: all of them or none.
pub fn baskets<'a>(market: &'a Market, asked: &Asked<'_>) -> Result<Vec<Basket<'a>>, Failure> {
    each_seller(lines(&market.catalogue, asked)?)?.into_iter().collect()
}

fn of_basket(basket: &Basket<'_>) -> Json {
    Json::from([
        ("sumCarriage", fen(basket.freight())),
        ("sumPayment", fen(basket.total())),
        ("sumTotalPayment", fen(basket.total())),
        ("sumPaymentNoCarriage", fen(basket.goods())),
        ("orderItemTOList", basket.lines.iter().map(of_line).collect::<Vec<_>>().into()),
    ])
}

fn of_line(line: &PricedLine<'_>) -> Json {
    Json::from([
        ("amount", fen(line.amount())),
        ("message", Json::Null),
        ("finalUnitPrice", fen(line.price)),
        ("specId", line.sku.spec_id.as_deref().unwrap_or_default().into()),
        ("skuId", line.sku.id.into()),
        ("offerId", line.offer.id.into()),
        ("openOfferId", line.offer.map_id.as_str().into()),
    ])
}

/// Makes the orders that the preview shows, and answers as generation 1 does.
pub fn create(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    check_terms(asked)?;
    let orders = make_each(lines(&market.catalogue, asked)?, &mut market.ids, asked)?;
    let answer = created(&orders);
    keep_each(market, orders, asked.now);
    Ok(answer)
}

/// Pays one order by its `orderId`, or several by their `orderIds`, as generation 1 does.
pub fn pay(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    match asked.members.0.get("orderIds") {
        Some(_) => pay_batch(market, asked),
        None => pay_url(market, asked),
    }
}
