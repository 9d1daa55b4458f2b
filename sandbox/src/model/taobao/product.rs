//! Shops, products, SKUs and their stock on Taobao. Generated once from the seed; only the stock changes.

use pandapon::scalar::Fen;
use serde::{Deserialize, Serialize};

use crate::ids::map_id;
use crate::integrity::{AMOUNT, COUNT, GOODS_ID, PRICE, STOCK};
use crate::model::picture::picture;
use crate::model::taobao::product_data::{self, Axis, Category, Ware, SHOPS, WARES};
use crate::random::Random;

/// Maximum quantity of a line: more than any stock.
pub const MAX_PIECES: i64 = 1_000_000;

/// All products, and the shops that sell them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Catalogue {
    shops: Vec<Shop>,
    products: Vec<Product>,
}

/// A shop.
#[derive(Debug, Serialize, Deserialize)]
pub struct Shop {
    pub id: i64,
    pub name: String,
    /// The seller's nick.
    pub nick: String,
    /// The seller's id.
    pub supplier_id: i64,
    /// Freight of an order.
    pub freight: Fen,
    /// Amount of goods from which the freight is free.
    free_from: Option<Fen>,
}

impl Shop {
    fn is_consistent(&self) -> bool {
        PRICE.contains(&self.freight) && self.free_from.is_none_or(|amount| AMOUNT.contains(&amount))
    }

    /// Returns the freight of an order with goods of this amount.
    pub fn freight(&self, goods: Fen) -> Fen {
        match self.free_from {
            Some(amount) if goods >= amount => Fen(0),
            _ => self.freight,
        }
    }
}

/// Whether a product can be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sale {
    Open,
    /// It can be read but not ordered.
    OffShelf,
    /// It exists on Taobao, but the platform does not distribute it.
    NotDistributed,
}

/// A product.
#[derive(Debug, Serialize, Deserialize)]
pub struct Product {
    /// Taobao's own number.
    pub item_id: i64,
    /// The distributing platform's number.
    pub mp_id: i64,
    /// The shop's id.
    pub shop_id: i64,
    pub category: Category,
    pub title: String,
    pub title_trans: String,
    pub sale: Sale,
    pub sold: i64,
    /// Never empty.
    pub skus: Vec<Sku>,
}

/// A SKU.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sku {
    /// Taobao's own number.
    pub sku_id: i64,
    /// The distributing platform's number.
    pub mp_sku_id: i64,
    /// The properties that distinguish it; empty if it is the only one.
    pub properties: Vec<Property>,
    /// The price before promotions.
    pub list_price: Fen,
    /// The price during a promotion.
    pub promotion_price: Option<Fen>,
    pub stock: i64,
}

/// A property that distinguishes a SKU.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    pub id: i64,
    pub name: String,
    pub value_id: i64,
    pub value: String,
}

impl Catalogue {
    pub fn new(random: &mut Random) -> Self {
        generate(random)
    }

    /// Returns whether all numbers are in range, and every product has a shop.
    pub fn is_consistent(&self) -> bool {
        self.shops.iter().all(Shop::is_consistent)
            && self
                .products
                .iter()
                .all(|product| self.shop(product.shop_id).is_some() && product.is_consistent())
    }

    pub fn shop(&self, id: i64) -> Option<&Shop> {
        self.shops.iter().find(|shop| shop.id == id)
    }

    /// Returns the products that the platform distributes.
    pub fn distributed(&self) -> impl Iterator<Item = &Product> {
        self.products.iter().filter(|product| product.sale != Sale::NotDistributed)
    }

    /// Returns the products that a search can find: those that can be ordered.
    pub fn on_sale(&self) -> impl Iterator<Item = &Product> {
        self.products.iter().filter(|product| product.sale == Sale::Open)
    }

    /// Returns the product with this number of Taobao's, distributed or not.
    pub fn item(&self, item_id: i64) -> Option<&Product> {
        self.products.iter().find(|product| product.item_id == item_id)
    }

    /// Returns the product with this mapped id, distributed or not.
    pub fn mapped(&self, map_id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.map_id() == map_id)
    }

    /// Returns a product and one of its SKUs, by the distributing platform's numbers.
    pub fn goods(&self, mp_id: i64, mp_sku_id: i64) -> Option<(&Product, &Sku)> {
        let product = self.distributed().find(|product| product.mp_id == mp_id)?;
        let sku = product.skus.iter().find(|sku| sku.mp_sku_id == mp_sku_id)?;
        Some((product, sku))
    }

    /// Takes pieces out of stock. The caller has checked that there are enough.
    pub fn take_from_stock(&mut self, mp_sku_id: i64, pieces: i64) {
        if let Some(sku) = self.sku(|sku| sku.mp_sku_id == mp_sku_id) {
            sku.stock -= pieces;
        }
    }

    /// Sets the stock of a SKU, by either of its numbers. Returns whether it exists.
    pub fn set_stock(&mut self, id: i64, pieces: i64) -> bool {
        let sku = self.sku(|sku| sku.mp_sku_id == id || sku.sku_id == id);
        sku.map(|sku| sku.stock = pieces).is_some()
    }

    fn sku(&mut self, matches: impl Fn(&Sku) -> bool) -> Option<&mut Sku> {
        self.products.iter_mut().flat_map(|product| &mut product.skus).find(|sku| matches(sku))
    }

    /// Returns unshipped pieces to stock.
    pub fn return_to_stock(&mut self, mp_sku_id: i64, pieces: i64) {
        self.take_from_stock(mp_sku_id, -pieces);
    }
}

impl Product {
    fn is_consistent(&self) -> bool {
        GOODS_ID.contains(&self.item_id)
            && GOODS_ID.contains(&self.mp_id)
            && COUNT.contains(&self.sold)
            && !self.skus.is_empty()
            && self.skus.iter().all(Sku::is_consistent)
    }

    /// Returns the mapped id, by which generation 2 identifies it.
    pub fn map_id(&self) -> String {
        map_id(self.item_id)
    }

    pub fn picture(&self) -> String {
        picture(self.category.shape(), self.item_id, &self.title_trans)
    }

    /// Returns the picture of a SKU: the product in another colour.
    pub fn picture_of(&self, sku: &Sku) -> String {
        let first = sku.properties.first().map_or(0, |property| property.value_id);
        picture(self.category.shape(), self.item_id + first, &self.title_trans)
    }

    pub fn stock(&self) -> i64 {
        self.skus.iter().map(|sku| sku.stock).sum()
    }

    /// Returns the price in search results: the lowest of its SKUs.
    pub fn search_price(&self) -> Fen {
        self.skus.iter().map(Sku::price).min().unwrap_or_default()
    }

    /// Returns the price before promotions in search results.
    pub fn search_list_price(&self) -> Fen {
        self.skus.iter().map(|sku| sku.list_price).min().unwrap_or_default()
    }
}

impl Sku {
    fn is_consistent(&self) -> bool {
        let ids = self.properties.iter().flat_map(|property| [property.id, property.value_id]);
        ids.chain([self.sku_id, self.mp_sku_id]).all(|id| GOODS_ID.contains(&id))
            && PRICE.contains(&self.list_price)
            && self.promotion_price.is_none_or(|price| PRICE.contains(&price))
            && STOCK.contains(&self.stock)
    }

    /// Returns the current price of one piece.
    pub fn price(&self) -> Fen {
        self.promotion_price.unwrap_or(self.list_price)
    }

    /// Returns its properties as text.
    pub fn label(&self) -> String {
        let labels = self.properties.iter().map(|property| format!("{}:{}", property.name, property.value));
        labels.collect::<Vec<_>>().join(";")
    }
}

fn generate(random: &mut Random) -> Catalogue {
    let shop = |(index, template): (usize, &product_data::Shop)| Shop {
        id: 57_000_000 + index as i64 * 1_000_000 + random.below(1_000_000),
        name: template.name.to_owned(),
        nick: template.nick.to_owned(),
        supplier_id: 2_200_000_000_001 + index as i64 * 1_000_000_000 + 2 * random.below(400_000_000),
        freight: Fen(template.freight),
        free_from: template.free_from.map(Fen),
    };
    let shops: Vec<_> = SHOPS.iter().enumerate().map(shop).collect();
    let pairs = WARES.iter().zip(shops.iter().cycle()).enumerate();
    let products =
        pairs.map(|(index, (ware, shop))| generate_product(index as i64, ware, shop.id, random)).collect();
    Catalogue { shops, products }
}

fn generate_product(index: i64, ware: &Ware, shop_id: i64, random: &mut Random) -> Product {
    let (title, title_trans) = ware.name;
    // Within 5 % of the price in the data.
    let price = ware.price * random.between(95, 105) / 100;
    let percent = random.between(70, 100);
    let variants = variants(ware.axes);
    let sku = |(number, properties): (usize, Vec<Property>)| {
        let list_price = price + price * number as i64 / 25;
        let number = number as i64;
        Sku {
            sku_id: 3_400_000_000_000
                + index * 1_000_000_000
                + number * 10_000_000
                + random.below(10_000_000),
            mp_sku_id: 4_951_000_000_001
                + index * 1_000_000_000
                + number * 10_000_000
                + 2 * random.below(4_000_000),
            properties,
            list_price: Fen(list_price),
            promotion_price: (percent < 90).then_some(Fen(list_price * percent / 100)),
            stock: random.between(20, 500),
        }
    };
    let skus = variants.into_iter().enumerate().map(sku).collect();
    Product {
        item_id: 672_000_000_000 + index * 1_000_000_000 + random.below(1_000_000_000),
        // Odd, so that it changes when it is read as a double.
        mp_id: 600_120_680_000_000_001 + index * 1_000_000_000 + 2 * random.below(400_000_000),
        shop_id,
        category: ware.category,
        title: format!("{title} 沙箱优选"),
        title_trans: title_trans.to_owned(),
        sale: ware.sale,
        sold: random.below(50_000),
        skus,
    }
}

/// Returns every combination of the values of the axes.
fn variants(axes: &[&Axis]) -> Vec<Vec<Property>> {
    let mut variants = vec![Vec::new()];
    for axis in axes {
        let combine = |variant: &Vec<Property>| {
            let extended = axis.values.iter().map(|(value_id, value)| {
                let property = Property {
                    id: axis.id,
                    name: axis.name.to_owned(),
                    value_id: *value_id,
                    value: (*value).to_owned(),
                };
                [variant.as_slice(), &[property]].concat()
            });
            extended.collect::<Vec<_>>()
        };
        variants = variants.iter().flat_map(combine).collect();
    }
    variants
}
