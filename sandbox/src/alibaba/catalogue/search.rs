//! Finding products by words, by a picture, in a store; narrowed by price and category.

use std::collections::BTreeSet;

use super::show::found;
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::members::{number, Members};
use crate::state::alibaba::catalogue::{Catalogue, Offer};
use crate::state::market::Market;
use crate::taste::Taste;
use pandapon::scalar::{yuan_to_fen, Fen};
use pandapon::schema::Json;

/// How many products a picture is like.
const ALIKE: usize = 12;

/// The page of products that have every word in the Chinese or the English title.
///
/// `filter` is looked at by no search, and the order without `sort` is that of the catalogue.
pub fn by_keyword(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    Ok(page(having_words(&market.catalogue, asked.members), asked))
}

/// The page of products of one seller that have every word.
pub fn in_store(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let seller = asked.members.text("sellerOpenId");
    let mut offers = having_words(&market.catalogue, asked.members);
    offers.retain(|offer| Some(offer.seller.open_id.as_str()) == seller);
    Ok(page(offers, asked))
}

/// The page of products that a picture is like. What lies in the picture is not looked at: another picture is
/// like other products, and the same one always like the same. A picture of the sandbox's own, by its address, is
/// first of all like its product.
pub fn by_image(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let text = |name| asked.members.text(name).unwrap_or_default();
    let (picture, address) = (text("imageBase64"), text("imageAddress"));
    let region = text("region");
    let taste = Taste::of(&[picture, address, region]);
    let mut offers: Vec<_> = market.catalogue.tradable().collect();
    taste.sort(&mut offers, |offer| offer.id);
    offers.sort_by_key(|offer| offer.image() != address);
    offers.truncate(ALIKE);
    let mut answer = page(offers, asked);
    if let Json::Object(members) = &mut answer {
        members.push(("picRegionInfo".to_owned(), regions(region, Taste::of(&[picture, address]))));
    }
    Ok(answer)
}

/// The things that were seen in a picture: the one that was asked for, or the first of two.
fn regions(asked: &str, taste: Taste) -> Json {
    let seen = taste.regions();
    let current = if asked.is_empty() { seen.split(';').next().unwrap_or_default() } else { asked };
    Json::from([("currentRegion", current.into()), ("yoloCropRegion", seen.as_str().into())])
}

fn having_words<'a>(catalogue: &'a Catalogue, asked: Members<'_>) -> Vec<&'a Offer> {
    let words = asked.text("keyword").unwrap_or_default().to_ascii_lowercase();
    // Each once: a text can repeat a word a million times.
    let words: BTreeSet<_> = words.split_whitespace().collect();
    let has_words = |offer: &&Offer| {
        let titles = format!("{}\n{}", offer.subject, offer.subject_trans).to_ascii_lowercase();
        words.iter().all(|word| titles.contains(word))
    };
    catalogue.tradable().filter(has_words).collect()
}

/// The page that is asked for of those that fit price and category, sorted if so asked.
fn page(mut offers: Vec<&Offer>, asked: &Asked<'_>) -> Json {
    let members = asked.members;
    let bound = |name| yuan_to_fen(members.text(name)?).ok();
    let (lowest, highest) = (bound("priceStart"), bound("priceEnd"));
    let category = members.0.get("categoryId").and_then(number).filter(|id| *id != 0);
    offers.retain(|offer| {
        let price = offer.shown_price();
        lowest.is_none_or(|lowest| price >= lowest)
            && highest.is_none_or(|highest| price <= highest)
            && category.is_none_or(|category| offer.category.id == category)
    });
    sort(&mut offers, members);
    let page = members.page("beginPage", "pageSize");
    let products: Vec<_> = page.of(offers.iter()).map(|offer| found(offer, asked.generation)).collect();
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
