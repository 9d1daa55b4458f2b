//! What goods would cost. Totals in fen; the lines in yuan, as 1688's sample has them.

use super::basket::{each_seller, lines, single, Basket, Line, PricedLine};
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::money::{fen, yuan};
use crate::state::market::Market;
use pandapon::endpoint::Generation;
use pandapon::scalar::Fen;
use pandapon::schema::Json;

/// The one flow of the sandbox.
pub const FLOW: &str = "general";
/// The trade types of the sandbox: word, name, description.
pub const TRADE_TYPES: [(&str, &str, &str); 2] =
    [("assureTrade", "担保交易", "担保交易4.0"), ("alipay", "支付宝担保交易", "支付宝担保交易")];

/// Previews an order of one seller.
pub fn preview(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let basket = single(lines(&market.catalogue, asked)?)?;
    Ok(answer(vec![of_basket(&basket, asked.generation)], None))
}

/// Previews the orders of several sellers. What one seller cannot deliver does not hinder the others.
pub fn preview_batch(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    preview_each(lines(&market.catalogue, asked)?, asked.generation)
}

/// A preview for each seller of these lines.
pub fn preview_each(lines: Vec<Line<'_>>, generation: Generation) -> Result<Json, Failure> {
    let baskets = each_seller(lines)?;
    let previews = baskets.iter().map(|basket| match basket {
        Ok(basket) => of_basket(basket, generation),
        Err(failure) => Json::from([
            ("status", false.into()),
            ("tradeModeNameList", Vec::new().into()),
            ("resultCode", failure.code.into()),
            ("message", failure.message.as_str().into()),
        ]),
    });
    let previews = previews.collect();
    Ok(answer(previews, baskets.iter().find_map(|basket| basket.as_ref().err())))
}

fn answer(previews: Vec<Json>, failure: Option<&Failure>) -> Json {
    Json::from([
        ("orderPreviewResuslt", previews.into()),
        ("success", failure.is_none().into()),
        ("errorCode", failure.map(|failure| failure.code).into()),
        ("errorMsg", failure.map(|failure| failure.message.as_str()).into()),
        ("postFeeByDescOfferList", Vec::new().into()),
        ("consignOfferList", Vec::new().into()),
        ("unsupportedCrossBorderPayOfferList", Vec::new().into()),
    ])
}

fn of_basket(basket: &Basket<'_>, generation: Generation) -> Json {
    let words = TRADE_TYPES.map(|(word, ..)| Json::from(word));
    let models = TRADE_TYPES.map(|(word, name, description)| {
        Json::from([
            ("name", name.into()),
            ("description", description.into()),
            ("tradeType", word.into()),
            ("opSupport", true.into()),
        ])
    });
    let cargo: Vec<_> = basket.lines.iter().map(|line| of_line(line, generation)).collect();
    Json::from([
        ("discountFee", fen(Fen(0))),
        ("tradeModeNameList", Json::List(words.into())),
        ("status", true.into()),
        ("taoSampleSinglePromotion", true.into()),
        ("sumPayment", fen(basket.total())),
        ("sumCarriage", fen(basket.freight())),
        ("sumPaymentNoCarriage", fen(basket.goods())),
        ("additionalFee", fen(Fen(0))),
        ("flowFlag", FLOW.into()),
        ("cargoList", cargo.into()),
        ("shopPromotionList", Vec::new().into()),
        ("tradeModelList", Json::List(models.into())),
    ])
}

/// A line. Generation 2, which knows the product by its mapped id, has that beside the number.
fn of_line(line: &PricedLine<'_>, generation: Generation) -> Json {
    let map_id = (generation == Generation::V2).then_some(line.offer.map_id.as_str());
    Json::from([
        ("amount", yuan(line.amount())),
        ("finalUnitPrice", yuan(line.price)),
        ("specId", line.sku.spec_id.as_deref().into()),
        ("skuId", line.sku.id.into()),
        ("offerId", line.offer.id.into()),
        ("openOfferId", map_id.into()),
        ("cargoPromotionList", Vec::new().into()),
    ])
}
