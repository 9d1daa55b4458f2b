//! A native program: finds a product, orders it once, and lists all orders.
//!
//!     PANDAPON_ACCESS_KEY=… PANDAPON_ACCESS_SECRET=… PANDAPON_USER_ID=… PANDAPON_BASE_URL=… \
//!         cargo run --example tokio --features reqwest -- mug
//!
//! `npx pandapon sandbox` prints values for a sandbox that buys nothing.

use std::env;

use pandapon::api::alibaba::order::{self, CargoLine, Create, DeliveryAddress, Flow};
use pandapon::api::alibaba::product;
use pandapon::client::reqwest::Reqwest;
use pandapon::{CallOptions, Client, Credentials, Error, Settings};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let variable = |name: &str| env::var(name).map_err(|_| Error::Config(format!("{name} is not set")));
    let credentials =
        Credentials::new(variable("PANDAPON_ACCESS_KEY")?, variable("PANDAPON_ACCESS_SECRET")?)?;
    let settings =
        Settings { base_url: variable("PANDAPON_BASE_URL")?, ..Settings::new(variable("PANDAPON_USER_ID")?) };
    let client = Client::new(Reqwest::new()?, credentials, settings)?;
    let keyword = env::args().nth(1).unwrap_or_else(|| "mug".to_owned());
    for line in run(&client, &keyword).await? {
        println!("{line}");
    }
    Ok(())
}

/// Orders the first product of a search, and prints all orders.
pub async fn run(client: &Client<Reqwest>, keyword: &str) -> Result<Vec<String>, Error> {
    let search = product::SearchByKeyword::new().keyword(keyword);
    let found = client.send(search).await?.data.unwrap_or_default();
    let Some(offer_id) = found.into_iter().find_map(|product| product.offer_id) else {
        return Ok(vec![format!("there is no {keyword}")]);
    };
    let product = client.send(product::Get::new().offer_id(offer_id.clone())).await?;
    let skus = product.product_sku_infos.unwrap_or_default();
    let Some(spec_id) = skus.into_iter().find_map(|sku| sku.spec_id) else {
        return Ok(vec![format!("{} has no SKUs", offer_id.as_str())]);
    };
    let quantity = product.min_order_quantity.unwrap_or(1) as f64;
    let create = Create::new(Flow::General, warehouse(), [CargoLine::new(offer_id, spec_id, quantity)]);

    // An order is sent once. If its response is lost, the order may exist nevertheless: look before ordering again.
    match client.send(create).await {
        Ok(made) => {
            let id = made.order_id.map(|id| id.as_str().to_owned()).unwrap_or_default();
            Ok([vec![format!("ordered: {id}")], orders(client).await?].concat())
        }
        Err(error) if error.sent() => {
            Ok([vec![format!("in doubt: {error}")], orders(client).await?].concat())
        }
        Err(error) => Err(error),
    }
}

/// Returns a line for each order, from all pages.
async fn orders(client: &Client<Reqwest>) -> Result<Vec<String>, Error> {
    let mut lines = Vec::new();
    let mut pages = client.pages(&order::List::new().page_size(20))?;
    while let Some(page) = pages.next(&CallOptions::default()).await? {
        // An order that cannot be decoded must not be ignored.
        if !page.misfits.is_empty() {
            lines.push(format!("not as expected: {}", page.misfits));
        }
        for order in page.data.result.unwrap_or_default() {
            let Some(base) = order.base_info else { continue };
            let id = base.id.map(|id| id.as_str().to_owned()).unwrap_or_default();
            let total = base.total_amount.map(|total| total.to_string()).unwrap_or_default();
            let status = base.status.map(|status| status.as_str().to_owned()).unwrap_or_default();
            lines.push(format!("{id}  {total}  {status}"));
        }
    }
    Ok(lines)
}

fn warehouse() -> DeliveryAddress {
    DeliveryAddress::new("王先生", "13800000000", "", "杭州市", "浙江省", "长河镇", "网商路699号")
        .post_code("310052")
        .area_text("滨江区")
}
