//! The goods of a request by seller, checked against the catalogue and priced, for previews and orders.

use pandapon::scalar::Fen;
use pandapon::schema::Json;

use crate::error::ApiError;
use crate::handlers::alibaba::product::ProductRef;
use crate::model::alibaba::product::MAX_PIECES;
use crate::model::alibaba::product::{Catalogue, Offer, Seller, Sku};
use crate::model::alibaba::product_data::Obstacle;
use crate::money::sum;
use crate::request_context::{Params, RequestContext};

/// The message for an invalid quantity.
pub const INVALID_QUANTITY: &str = "quantity must be a whole number of pieces, at least 1";
/// Maximum number of SKUs in an order.
const MAX_SKUS: usize = 50;

/// Goods of one seller that can be ordered.
pub struct Basket<'a> {
    pub seller: &'a Seller,
    pub lines: Vec<PricedLine<'a>>,
}

/// A SKU with its price.
pub struct PricedLine<'a> {
    pub offer: &'a Offer,
    pub sku: &'a Sku,
    pub quantity: i64,
    pub price: Fen,
}

impl PricedLine<'_> {
    pub fn amount(&self) -> Fen {
        Fen(self.price.0 * self.quantity)
    }
}

impl Basket<'_> {
    pub fn goods(&self) -> Fen {
        sum(self.lines.iter().map(PricedLine::amount))
    }

    pub fn freight(&self) -> Fen {
        self.seller.freight(self.goods())
    }

    pub fn total(&self) -> Fen {
        Fen(self.goods().0 + self.freight().0)
    }
}

/// A line whose goods are in the catalogue.
pub struct Line<'a> {
    pub offer: &'a Offer,
    pub sku: &'a Sku,
    pub quantity: i64,
    /// The product, as identified in the request.
    pub requested_id: String,
}

/// Reads the lines of a request.
pub fn lines<'a>(catalogue: &'a Catalogue, context: &RequestContext<'_>) -> Result<Vec<Line<'a>>, ApiError> {
    let lines = context.params.list("cargoParamList").iter();
    lines.map(Params).map(|line| find(catalogue, ProductRef::new(context.generation, line), line)).collect()
}

/// Prices the goods of one seller. Goods of several sellers are an error.
pub fn single(lines: Vec<Line<'_>>) -> Result<Basket<'_>, ApiError> {
    let mut baskets = by_seller(lines).into_iter();
    match (baskets.next(), baskets.next()) {
        (Some((_, lines)), None) => price(lines),
        (Some(_), Some((_, others))) => {
            Err(error("500_002", "the goods belong to several sellers", others.first()))
        }
        (None, _) => Err(ApiError::new("500_001", "the request contains no goods")),
    }
}

/// Prices the goods of each seller, in the order of the request. Goods that cannot be ordered are an error of their seller
/// only.
pub fn each_seller(lines: Vec<Line<'_>>) -> Result<Vec<Result<Basket<'_>, ApiError>>, ApiError> {
    let baskets = by_seller(lines);
    if baskets.is_empty() {
        return Err(ApiError::new("500_001", "the request contains no goods"));
    }
    Ok(baskets.into_iter().map(|(_, lines)| price(lines)).collect())
}

/// Groups lines by seller, and merges lines of the same SKU.
fn by_seller(lines: Vec<Line<'_>>) -> Vec<(&Seller, Vec<Line<'_>>)> {
    let mut baskets: Vec<(&Seller, Vec<Line>)> = Vec::new();
    for line in lines {
        let seller = &line.offer.seller;
        let basket = match baskets.iter_mut().find(|(other, _)| *other == seller) {
            Some((_, basket)) => basket,
            None => {
                baskets.push((seller, Vec::new()));
                match baskets.last_mut() {
                    Some((_, basket)) => basket,
                    None => continue,
                }
            }
        };
        match basket.iter_mut().find(|same| same.sku.id == line.sku.id) {
            Some(same) => same.quantity += line.quantity,
            None => basket.push(line),
        }
    }
    baskets
}

/// Reads a line of this product, with its SKU and quantity.
pub fn find<'a>(
    catalogue: &'a Catalogue,
    product: ProductRef<'_>,
    params: Params<'_>,
) -> Result<Line<'a>, ApiError> {
    let spec_id = params.text("specId").filter(|spec| !spec.is_empty());
    let fail = |code, message: &str| ApiError {
        goods: Some((product.text().to_owned(), spec_id.map(str::to_owned))),
        ..ApiError::new(code, message)
    };
    let offer = product.find(catalogue).ok_or_else(|| fail("500_001", "product not found"))?;
    if params.text("sellerOpenId").is_some_and(|seller| seller != offer.seller.open_id) {
        return Err(fail("500_002", "the product belongs to another seller"));
    }
    let sku = offer.sku(spec_id).ok_or_else(|| match spec_id {
        None => fail("500_002", "specId is required: the product has SKUs"),
        Some(_) => fail("500_003", "specId does not belong to this product"),
    })?;
    let quantity = params.0.get("quantity").and_then(pieces);
    let quantity = quantity.ok_or_else(|| fail("500_005", INVALID_QUANTITY))?;
    Ok(Line { offer, sku, quantity, requested_id: product.text().to_owned() })
}

/// Reads a whole number of pieces. Quantities of the vendor are decimal numbers; the sandbox sells whole pieces only.
pub fn pieces(quantity: &Json) -> Option<i64> {
    let digits = quantity.as_digits()?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let pieces = whole.parse().ok()?;
    let is_whole = fraction.bytes().all(|digit| digit == b'0');
    (is_whole && (1..=MAX_PIECES).contains(&pieces)).then_some(pieces)
}

fn price(lines: Vec<Line<'_>>) -> Result<Basket<'_>, ApiError> {
    let seller = match lines.first() {
        Some(line) => &line.offer.seller,
        None => return Err(ApiError::new("500_001", "the request contains no goods")),
    };
    if lines.len() > MAX_SKUS {
        return Err(ApiError::new("TOO_MANY_SKUS", "an order holds at most 50 SKUs"));
    }
    let all_pieces: i64 = lines.iter().map(|line| line.quantity).sum();
    let pieces_of = |offer: &Offer| -> i64 {
        let same = lines.iter().filter(|line| line.offer.id == offer.id);
        same.map(|line| line.quantity).sum()
    };
    for line in &lines {
        check(line, pieces_of(line.offer), all_pieces)?;
    }
    let priced = lines.iter().map(|line| PricedLine {
        offer: line.offer,
        sku: line.sku,
        quantity: line.quantity,
        price: line.offer.unit_price(line.sku, pieces_of(line.offer)),
    });
    Ok(Basket { seller, lines: priced.collect() })
}

fn check(line: &Line<'_>, of_product: i64, of_seller: i64) -> Result<(), ApiError> {
    let fail = |code, message: String| Err(error(code, &message, Some(line)));
    let offer = line.offer;
    match offer.obstacle {
        Obstacle::NotTradable => return fail("500_001", "the product cannot be traded online".to_owned()),
        Obstacle::PriceOnInquiry => return fail("500_008", "the product has no price".to_owned()),
        Obstacle::None => {}
    }
    if line.quantity > line.sku.stock {
        return fail("500_004", format!("only {} pieces are in stock", line.sku.stock));
    }
    match offer.lot {
        Some(lot) if of_product % lot != 0 => {
            return fail("500_009", format!("the product is sold in lots of {lot}"));
        }
        _ => {}
    }
    match offer.seller.mix {
        _ if of_product >= offer.minimum => Ok(()),
        None => fail("500_005", format!("at least {} pieces must be ordered", offer.minimum)),
        Some(mix) if of_seller < mix => fail(
            "500_006",
            format!(
                "at least {} pieces of it, or {mix} pieces of the shop's products in total, must be ordered",
                offer.minimum
            ),
        ),
        Some(_) => Ok(()),
    }
}

fn error(code: &'static str, message: &str, line: Option<&Line<'_>>) -> ApiError {
    ApiError {
        goods: line.map(|line| (line.requested_id.clone(), line.sku.spec_id.clone())),
        ..ApiError::new(code, message)
    }
}
