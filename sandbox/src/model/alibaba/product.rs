//! Sellers, products, SKUs and their stock on 1688. Generated once from the seed; only the stock changes.

use pandapon::scalar::Fen;
use pandapon::schema::Json;
use serde::{Deserialize, Serialize};

use crate::ids::map_id;
use crate::integrity::{AMOUNT, COUNT, GOODS_ID, PIECES, PRICE, STOCK};
use crate::model::alibaba::product_data::{
    category_by_id, Category, Name, Obstacle, Pricing, Shop, Ware, SHOPS, WARES,
};
use crate::model::picture::picture;
use crate::random::Random;

/// Maximum quantity of a line: more than any stock.
pub const MAX_PIECES: i64 = 1_000_000_000;

/// Host of uploaded vouchers: a name that never resolves.
pub const IMAGE_HOST: &str = "img.sandbox.invalid";

/// All products.
#[derive(Debug, Serialize, Deserialize)]
pub struct Catalogue {
    offers: Vec<Offer>,
}

/// A seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// The member id, `b2b-…`.
    pub member_id: String,
    /// The encrypted shop id.
    pub open_id: String,
    pub name: String,
    pub identity: String,
    freight: Fen,
    free_from: Option<Fen>,
    /// Minimum number of pieces of its products in total from which their own minimums do not apply.
    pub mix: Option<i64>,
}

impl Seller {
    /// Returns whether its prices are in range.
    pub fn is_consistent(&self) -> bool {
        PRICE.contains(&self.freight)
            && self.free_from.is_none_or(|amount| AMOUNT.contains(&amount))
            && self.mix.is_none_or(|mix| PIECES.contains(&mix))
    }

    /// Returns the freight of an order with goods of this amount.
    pub fn freight(&self, goods: Fen) -> Fen {
        match self.free_from {
            Some(amount) if goods >= amount => Fen(0),
            _ => self.freight,
        }
    }
}

/// A product.
#[derive(Debug, Serialize, Deserialize)]
pub struct Offer {
    /// 1688's own number, by which generation 1 identifies it.
    pub id: i64,
    /// The mapped id, by which generation 2 identifies it.
    pub map_id: String,
    pub seller: Seller,
    #[serde(with = "category_by_id")]
    pub category: &'static Category,
    pub subject: String,
    pub subject_trans: String,
    pub pricing: Pricing,
    /// Prices by quantity, smallest quantity first. Never empty.
    pub tiers: Vec<Tier>,
    pub skus: Vec<Sku>,
    pub minimum: i64,
    pub lot: Option<i64>,
    pub obstacle: Obstacle,
    pub month_sold: i64,
    pub repurchase_percent: i64,
}

/// A price that applies from a quantity.
#[derive(Debug, Serialize, Deserialize)]
pub struct Tier {
    pub start: i64,
    pub price: Fen,
}

/// A SKU: one per variant, or a single one without `spec_id`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Sku {
    pub id: i64,
    pub spec_id: Option<String>,
    /// The name of the variant in Chinese and in English.
    pub variant: Option<(String, String)>,
    pub packed: Packed,
    price: Fen,
    pub stock: i64,
}

impl Catalogue {
    pub fn new(random: &mut Random) -> Self {
        let sellers: Vec<_> = SHOPS.iter().map(|shop| seller(shop, random)).collect();
        let pairs = WARES.iter().zip(sellers.iter().cycle());
        let offers =
            pairs.enumerate().map(|(index, (ware, seller))| offer(index as i64, ware, seller, random));
        Self { offers: offers.collect() }
    }

    /// Returns whether all numbers are in range.
    pub fn is_consistent(&self) -> bool {
        self.offers.iter().all(Offer::is_consistent)
    }

    /// Returns the products that a search can find: those that can be traded.
    pub fn tradable(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(|offer| offer.obstacle != Obstacle::NotTradable)
    }

    /// Returns the product with this number.
    pub fn offer(&self, id: i64) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == id)
    }

    /// Returns the product with this mapped id.
    pub fn mapped(&self, map_id: &str) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.map_id == map_id)
    }

    /// Returns a product and one of its SKUs.
    pub fn goods(&self, offer_id: i64, sku_id: i64) -> Option<(&Offer, &Sku)> {
        let offer = self.offer(offer_id)?;
        let sku = offer.skus.iter().find(|sku| sku.id == sku_id)?;
        Some((offer, sku))
    }

    /// Takes pieces out of stock. The caller has checked that there are enough.
    pub fn take_from_stock(&mut self, sku_id: i64, pieces: i64) {
        if let Some(sku) = self.sku(sku_id) {
            sku.stock -= pieces;
        }
    }

    /// Sets the stock of a SKU. Returns whether it exists.
    pub fn set_stock(&mut self, sku_id: i64, pieces: i64) -> bool {
        let sku = self.sku(sku_id);
        sku.map(|sku| sku.stock = pieces).is_some()
    }

    /// Returns unshipped pieces to stock.
    pub fn return_to_stock(&mut self, sku_id: i64, pieces: i64) {
        self.take_from_stock(sku_id, -pieces);
    }

    fn sku(&mut self, id: i64) -> Option<&mut Sku> {
        self.offers.iter_mut().flat_map(|offer| &mut offer.skus).find(|sku| sku.id == id)
    }
}

impl Offer {
    fn is_consistent(&self) -> bool {
        let counts = [self.month_sold, self.repurchase_percent];
        GOODS_ID.contains(&self.id)
            && self.seller.is_consistent()
            && PIECES.contains(&self.minimum)
            && self.lot.is_none_or(|lot| PIECES.contains(&lot))
            && counts.iter().all(|count| COUNT.contains(count))
            && !self.tiers.is_empty()
            && self.tiers.iter().all(|tier| PIECES.contains(&tier.start) && PRICE.contains(&tier.price))
            && self.skus.iter().all(Sku::is_consistent)
    }

    /// Returns the price of one piece of a SKU when `pieces` of the whole product are ordered.
    pub fn unit_price(&self, sku: &Sku, pieces: i64) -> Fen {
        if self.pricing == Pricing::Sku {
            return sku.price;
        }
        let reached = self.tiers.iter().rev().find(|tier| tier.start <= pieces);
        reached.or(self.tiers.first()).map_or(sku.price, |tier| tier.price)
    }

    /// Returns the price in search results: the lowest of its SKUs, at the smallest quantity.
    pub fn search_price(&self) -> Fen {
        let prices = self.skus.iter().map(|sku| self.unit_price(sku, self.minimum));
        prices.min().unwrap_or_default()
    }

    /// Returns the SKU with this `specId`, or the only one of a product without SKUs.
    pub fn sku(&self, spec_id: Option<&str>) -> Option<&Sku> {
        self.skus.iter().find(|sku| sku.spec_id.as_deref() == spec_id)
    }

    /// Returns whether at least one piece of a SKU can be ordered.
    pub fn is_available(&self, sku: &Sku) -> bool {
        self.obstacle == Obstacle::None && sku.stock > 0
    }

    pub fn image(&self) -> String {
        let label = self.subject_trans.split(',').next().unwrap_or_default();
        picture(self.category.shape, self.id, label)
    }
}

impl Sku {
    fn is_consistent(&self) -> bool {
        GOODS_ID.contains(&self.id)
            && self.packed.is_consistent()
            && PRICE.contains(&self.price)
            && STOCK.contains(&self.stock)
    }

    /// Returns the attributes that distinguish it. Their field names are the emulator's own: no readable page shows them.
    pub fn attributes(&self) -> Option<Json> {
        let (value, value_trans) = self.variant.as_ref()?;
        Some(Json::from([
            ("attributeName", "规格".into()),
            ("attributeNameTrans", "Specification".into()),
            ("value", value.as_str().into()),
            ("valueTrans", value_trans.as_str().into()),
        ]))
    }
}

fn seller(shop: &Shop, random: &mut Random) -> Seller {
    Seller {
        member_id: format!("b2b-22{:011}", random.below(100_000_000_000)),
        open_id: format!("sandbox{}", random.hexadecimal(17)),
        name: shop.name.to_owned(),
        identity: shop.identity.to_owned(),
        freight: Fen(shop.freight),
        free_from: shop.free_from.map(Fen),
        mix: shop.mix,
    }
}

fn offer(index: i64, ware: &Ware, seller: &Seller, random: &mut Random) -> Offer {
    let price = match ware.obstacle {
        Obstacle::PriceOnInquiry => 0,
        // Within 5 % of the price in the data.
        _ => ware.price * random.between(95, 105) / 100,
    };
    let tiers = [(1, 100), (10, 96), (100, 91)]
        .map(|(times, percent)| Tier { start: ware.minimum * times, price: Fen(price * percent / 100) });
    let (subject, subject_trans) = ware.name;
    let id = 690_000_000_000 + index * 1_000_000_000 + random.below(1_000_000_000);
    Offer {
        id,
        map_id: map_id(id),
        seller: seller.clone(),
        category: ware.category,
        subject: format!("{subject} {} 现货批发", ware.category.name),
        subject_trans: format!("{subject_trans}, {}, wholesale from stock", ware.category.name_trans),
        pricing: ware.pricing,
        tiers: tiers.into(),
        skus: skus(index, ware, price, random),
        minimum: ware.minimum,
        lot: ware.lot,
        obstacle: ware.obstacle,
        month_sold: random.below(20_000),
        repurchase_percent: random.between(3, 60),
    }
}

fn skus(index: i64, ware: &Ware, price: i64, random: &mut Random) -> Vec<Sku> {
    let variants: Vec<_> = match ware.variants {
        [] => vec![None],
        variants => variants.iter().copied().map(Some).collect(),
    };
    let sku = |(number, variant): (usize, Option<Name>)| Sku {
        id: 5_000_000_000_000
            + index * 10_000_000_000
            + number as i64 * 1_000_000_000
            + random.below(1_000_000_000),
        spec_id: variant.map(|_| random.hexadecimal(32)),
        variant: variant.map(|(name, trans)| (name.to_owned(), trans.to_owned())),
        packed: ware.packed.for_variant(number),
        price: Fen(price + price * number as i64 / 20),
        stock: random.between(20, 2000),
    };
    variants.into_iter().enumerate().map(sku).collect()
}

/// Weight and size of a packed piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    pub grams: i64,
    /// Length, width and height, in centimetres.
    pub size: [i64; 3],
}

pub const fn packed(grams: i64, size: [i64; 3]) -> Packed {
    Packed { grams, size }
}

impl Packed {
    /// Returns whether it weighs at most a ton and is at most ten metres long.
    pub fn is_consistent(self) -> bool {
        (0..=1_000_000).contains(&self.grams) && self.size.iter().all(|side| (0..=1000).contains(side))
    }

    pub fn cubic_centimetres(self) -> i64 {
        self.size.iter().product()
    }

    /// Returns the measures of a variant: each weighs a twentieth more than the one before.
    pub fn for_variant(self, number: usize) -> Packed {
        Packed { grams: self.grams + self.grams * number as i64 / 20, ..self }
    }
}
