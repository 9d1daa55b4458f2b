//! Finding products by words, price and category.

use super::show::found;
use crate::sandbox::members::Members;
use crate::sandbox::state::catalogue::{Catalogue, Obstacle, Offer};
use crate::scalar::{yuan_to_fen, Fen};
use crate::schema::Json;

/// The page of products that a search asks for. Every word must stand in the Chinese or the English title;
/// `filter` is not looked at, and the order without `sort` is that of the catalogue.
pub fn search(catalogue: &Catalogue, asked: Members<'_>) -> Json {
    let words: Vec<_> =
        asked.text("keyword").unwrap_or_default().split_whitespace().map(str::to_ascii_lowercase).collect();
    let bound = |name| yuan_to_fen(asked.text(name)?).ok();
    let (lowest, highest) = (bound("priceStart"), bound("priceEnd"));
    let category = asked.text("categoryId").filter(|id| !matches!(*id, "" | "0"));
    let fits = |offer: &&Offer| {
        let titles = format!("{}\n{}", offer.subject, offer.subject_trans).to_ascii_lowercase();
        let price = offer.shown_price();
        offer.obstacle != Obstacle::NotTradable
            && words.iter().all(|word| titles.contains(word))
            && lowest.is_none_or(|lowest| price >= lowest)
            && highest.is_none_or(|highest| price <= highest)
            && category.is_none_or(|category| offer.category.id.to_string() == category)
    };
    let mut offers: Vec<_> = catalogue.offers().filter(fits).collect();
    sort(&mut offers, asked);
    let page = asked.page("beginPage", "pageSize");
    let products: Vec<_> = page.of(offers.iter()).map(|offer| found(offer)).collect();
    Json::from([
        ("totalRecords", Json::from(offers.len() as i64)),
        ("totalPage", page.count(offers.len()).into()),
        ("pageSize", page.size.into()),
        ("currentPage", page.number.into()),
        ("data", products.into()),
    ])
}

/// Sorts by the first member of `sort`, JSON text such as `{"price":"asc"}`.
fn sort(offers: &mut [&Offer], asked: Members<'_>) {
    let Some(Ok(Json::Object(sort))) = asked.text("sort").map(Json::parse) else {
        return;
    };
    let Some((name, direction)) = sort.first() else {
        return;
    };
    let key: fn(&Offer) -> i64 = match name.as_str() {
        "price" => |offer| {
            let Fen(price) = offer.shown_price();
            price
        },
        "monthSold" => |offer| offer.month_sold,
        "rePurchaseRate" => |offer| offer.repurchase_percent,
        _ => return,
    };
    let sign = if direction.as_text() == Some("desc") { -1 } else { 1 };
    offers.sort_by_key(|offer| sign * key(offer));
}
