//! How the goods come from the seed.

use super::words::{Axis, Ware, SHOPS, WARES};
use super::{Catalogue, Product, Property, Shop, Sku};
use crate::random::Random;
use pandapon::scalar::Fen;

pub fn catalogue(random: &mut Random) -> Catalogue {
    let shop = |(index, words): (usize, &super::words::Shop)| Shop {
        id: 57_000_000 + index as i64 * 1_000_000 + random.below(1_000_000),
        name: words.name.to_owned(),
        nick: words.nick.to_owned(),
        supplier_id: 2_200_000_000_001 + index as i64 * 1_000_000_000 + 2 * random.below(400_000_000),
        freight: Fen(words.freight),
        free_from: words.free_from.map(Fen),
    };
    let shops: Vec<_> = SHOPS.iter().enumerate().map(shop).collect();
    let pairs = WARES.iter().zip(shops.iter().cycle()).enumerate();
    let products = pairs.map(|(index, (ware, shop))| product(index as i64, ware, shop.id, random)).collect();
    Catalogue { shops, products }
}

fn product(index: i64, ware: &Ware, shop_id: i64, random: &mut Random) -> Product {
    let (title, title_trans) = ware.name;
    // A few per cent around what the words say.
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
        // Odd: whoever reads it as a double gets a wrong one.
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

/// Every combination of what the axes offer.
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
