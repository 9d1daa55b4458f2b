//! Finding products by words or by a picture, and what may please a user. The answers to searches are on no page:
//! they are as that of the recommendations, and count all that was found.

use std::collections::BTreeSet;

use super::show::found;
use crate::asked::Asked;
use crate::envelope::Failure;
use crate::members::Page;
use crate::state::market::Market;
use crate::state::taobao::catalogue::{Catalogue, Product};
use crate::taste::Taste;
use pandapon::schema::Json;

/// Products a page if nothing is said: as Taobao Global.
const PAGE_SIZE: i64 = 10;
/// How many products a picture is like.
const ALIKE: usize = 12;

/// The page of products that have every word in the Chinese or the English title. A word to sort by that is not
/// known leaves the order of the catalogue.
pub fn by_keyword(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let words = asked.members.text("keyword").unwrap_or_default().to_lowercase();
    // Each once: a text can repeat a word a million times.
    let words: BTreeSet<_> = words.split_whitespace().collect();
    let has_words = |product: &&Product| {
        let titles = format!("{}\n{}", product.title, product.title_trans).to_lowercase();
        words.iter().all(|word| titles.contains(word))
    };
    let mut products: Vec<_> = catalogue.on_sale().filter(has_words).collect();
    match asked.members.text("sort") {
        Some("PRICE_ASC") => products.sort_by_key(|product| product.shown_price()),
        Some("PRICE_DESC") => products.sort_by_key(|product| std::cmp::Reverse(product.shown_price())),
        Some("SALE_QTY_ASC") => products.sort_by_key(|product| product.sold),
        Some("SALE_QTY_DESC") => products.sort_by_key(|product| -product.sold),
        _ => {}
    }
    Ok(counted(catalogue, &products, asked))
}

/// Products that a picture is like. What lies in the picture is not looked at: another picture is like other
/// products, and the same one always like the same.
pub fn by_image(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let mut products: Vec<_> = catalogue.on_sale().collect();
    let picture = asked.members.text("imageBase64").unwrap_or_default();
    Taste::of(&[picture]).sort(&mut products, |product| product.item_id);
    products.truncate(ALIKE);
    Ok(counted(catalogue, &products, asked))
}

/// All products, what this user likes first.
pub fn recommend(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let catalogue = &market.taobao.catalogue;
    let mut products: Vec<_> = catalogue.on_sale().collect();
    Taste::of(&[asked.user]).sort(&mut products, |product| product.item_id);
    Ok(Json::Object(page(catalogue, &products, asked)))
}

fn counted(catalogue: &Catalogue, products: &[&Product], asked: &Asked<'_>) -> Json {
    let mut members = page(catalogue, products, asked);
    members.insert(2, ("total".to_owned(), (products.len() as i64).into()));
    Json::Object(members)
}

fn page(catalogue: &Catalogue, products: &[&Product], asked: &Asked<'_>) -> Vec<(String, Json)> {
    let page: Page = asked.members.page_of("pageNo", "pageSize", PAGE_SIZE);
    let shown = page.of(products.iter()).map(|product| found(catalogue, product, asked.generation));
    let members = [
        ("pageNo", Json::from(page.number)),
        ("pageSize", page.size.into()),
        ("data", shown.collect::<Vec<_>>().into()),
    ];
    members.map(|(name, value)| (name.to_owned(), value)).into()
}
