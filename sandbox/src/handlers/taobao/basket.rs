//! The goods of a request by shop, checked against the catalogue and priced, for previews and orders.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::error::{ApiError, INVALID_FIELD, TOO_MANY};
use crate::model::taobao::product::MAX_PIECES;
use crate::model::taobao::product::{Catalogue, Product, Sale, Shop, Sku};
use crate::money::{share, sum};
use crate::request_context::Params;

/// Maximum number of lines of a request. The emulator's own limit: each line is compared with all before it.
const MAX_LINES: usize = 1000;

/// A line of a request.
#[derive(Default)]
pub struct RequestedLine {
    pub mp_id: Option<i64>,
    pub mp_sku_id: Option<i64>,
    pub quantity: i64,
    pub line_no: Option<String>,
    pub remark: Option<String>,
}

/// Goods that can be ordered.
pub struct Line<'a> {
    pub product: &'a Product,
    pub sku: &'a Sku,
    pub quantity: i64,
    /// Its share of the freight.
    pub post_fee: Fen,
    pub line_no: Option<String>,
    pub remark: Option<String>,
}

impl Line<'_> {
    pub fn product_fee(&self) -> Fen {
        Fen(self.sku.price().0 * self.quantity)
    }
}

/// Goods of one shop.
pub struct Basket<'a> {
    pub shop: &'a Shop,
    pub lines: Vec<Line<'a>>,
}

impl Basket<'_> {
    pub fn product_fee(&self) -> Fen {
        sum(self.lines.iter().map(Line::product_fee))
    }

    pub fn freight(&self) -> Fen {
        self.shop.freight(self.product_fee())
    }

    pub fn total(&self) -> Fen {
        Fen(self.product_fee().0 + self.freight().0)
    }
}

/// The goods of a request by shop, and those that cannot be ordered.
pub struct Baskets<'a> {
    pub baskets: Vec<Basket<'a>>,
    /// Lines that cannot be ordered, each with the reason.
    pub unavailable: Vec<(RequestedLine, &'static str)>,
}

/// Reads a param that contains objects as JSON text.
pub fn records(params: Params<'_>, name: &str) -> Result<Vec<Json>, ApiError> {
    match params.text(name).map(Json::parse) {
        Some(Ok(Json::List(records))) if records.iter().all(|record| record.as_object().is_some()) => {
            Ok(records)
        }
        _ => Err(ApiError::new(INVALID_FIELD, format!("{name} must be a JSON array of objects, as text"))),
    }
}

/// Reads the lines of a request.
pub fn requested_lines(params: Params<'_>) -> Result<Vec<RequestedLine>, ApiError> {
    let lines = records(params, "orderLineList")?;
    if lines.is_empty() {
        return Err(ApiError::new(INVALID_FIELD, "the request contains no goods"));
    }
    if lines.len() > MAX_LINES {
        return Err(ApiError::new(TOO_MANY, format!("at most {MAX_LINES} lines can be ordered at once")));
    }
    lines.iter().map(|line| requested_line(Params(line))).collect()
}

fn requested_line(line: Params<'_>) -> Result<RequestedLine, ApiError> {
    let quantity = line.id("quantity").filter(|quantity| (1..=MAX_PIECES).contains(quantity));
    let text = |name| line.text(name).filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(RequestedLine {
        mp_id: line.id("itemId"),
        mp_sku_id: line.id("skuId"),
        quantity: quantity.ok_or_else(|| {
            ApiError::new(INVALID_FIELD, "quantity must be a whole number of pieces, at least 1")
        })?,
        line_no: line.0.get("orderLineNo").and_then(Json::as_digits).map(str::to_owned),
        remark: text("orderRemark"),
    })
}

/// Groups the lines by shop and distributes the freight among them.
pub fn by_shop(catalogue: &Catalogue, lines: Vec<RequestedLine>) -> Baskets<'_> {
    let mut goods = Baskets { baskets: Vec::new(), unavailable: Vec::new() };
    for requested in lines {
        let taken = |sku: &Sku| -> i64 {
            let lines = goods.baskets.iter().flat_map(|basket: &Basket| &basket.lines);
            lines.filter(|line| line.sku.mp_sku_id == sku.mp_sku_id).map(|line| line.quantity).sum()
        };
        let (product, sku, shop) = match find(catalogue, &requested) {
            Ok((_, sku, _)) if taken(sku) + requested.quantity > sku.stock => {
                goods.unavailable.push((requested, "not enough in stock"));
                continue;
            }
            Ok(line) => line,
            Err(reason) => {
                goods.unavailable.push((requested, reason));
                continue;
            }
        };
        let RequestedLine { quantity, line_no, remark, .. } = requested;
        let line = Line { product, sku, quantity, post_fee: Fen(0), line_no, remark };
        match goods.baskets.iter_mut().find(|basket| basket.shop.id == shop.id) {
            Some(basket) => basket.lines.push(line),
            None => goods.baskets.push(Basket { shop, lines: vec![line] }),
        }
    }
    goods.baskets.iter_mut().for_each(share_freight);
    goods
}

fn find<'a>(
    catalogue: &'a Catalogue,
    requested: &RequestedLine,
) -> Result<(&'a Product, &'a Sku, &'a Shop), &'static str> {
    let ids = requested.mp_id.zip(requested.mp_sku_id);
    let goods = ids.and_then(|(mp_id, mp_sku_id)| catalogue.goods(mp_id, mp_sku_id));
    let (product, sku) = goods.ok_or("no product has this mpId and mpSkuId")?;
    if product.sale != Sale::Open {
        return Err("the product is off the shelf");
    }
    let shop = catalogue.shop(product.shop_id).ok_or("the shop is closed")?;
    Ok((product, sku, shop))
}

fn share_freight(basket: &mut Basket<'_>) {
    let weights: Vec<_> = basket.lines.iter().map(Line::product_fee).collect();
    let shares = share(basket.freight(), &weights);
    for (line, share) in basket.lines.iter_mut().zip(shares) {
        line.post_fee = share;
    }
}
