//! Data of the products on 1688: names, prices, weights and sizes, the same for every seed.

use serde::{Deserialize, Serialize};

use crate::model::alibaba::product::{packed, Packed};
use crate::model::picture::Shape;

/// A category. The ids are the emulator's own.
#[derive(Debug)]
pub struct Category {
    pub id: i64,
    pub name: &'static str,
    pub name_trans: &'static str,
    /// The shape in pictures of its products.
    pub shape: Shape,
}

const fn category(id: i64, (name, name_trans): Name, shape: Shape) -> Category {
    Category { id, name, name_trans, shape }
}

static CLOTHES: Category = category(990_001, ("服装", "Clothing"), Shape::Shirt);
static BAGS: Category = category(990_002, ("箱包", "Bags"), Shape::Bag);
static HOME: Category = category(990_003, ("家居", "Home"), Shape::Cup);
static DIGITAL: Category = category(990_004, ("数码", "Digital"), Shape::Phone);
static BEAUTY: Category = category(990_005, ("美妆", "Beauty"), Shape::Bottle);
static OUTDOOR: Category = category(990_006, ("户外", "Outdoor"), Shape::Tent);
static TOYS: Category = category(990_007, ("玩具文具", "Toys and stationery"), Shape::Blocks);

pub static CATEGORIES: [&Category; 7] = [&CLOTHES, &BAGS, &HOME, &DIGITAL, &BEAUTY, &OUTDOOR, &TOYS];

/// Stores a category in a snapshot as its id.
pub mod category_by_id {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Category, CATEGORIES};

    pub fn serialize<S: Serializer>(category: &Category, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_i64(category.id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<&'static Category, D::Error> {
        let id = i64::deserialize(source)?;
        let category = CATEGORIES.iter().copied().find(|category| category.id == id);
        category.ok_or_else(|| D::Error::custom(format_args!("unknown category {id}")))
    }
}

/// A name in Chinese and in English.
pub type Name = (&'static str, &'static str);

const COLOURS: &[Name] = &[("黑色", "Black"), ("白色", "White"), ("蓝色", "Blue")];
const SIZES: &[Name] = &[("S码", "Size S"), ("M码", "Size M"), ("L码", "Size L"), ("XL码", "Size XL")];
const SETS: &[Name] = &[("标准装", "Standard set"), ("豪华装", "Deluxe set")];
const NONE: &[Name] = &[];

/// How a product is priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pricing {
    /// Without SKUs, by quantity.
    Quantity = 0,
    /// With SKUs, each with its own price.
    Sku = 1,
    /// With SKUs, by quantity.
    SkuAndQuantity = 2,
}

/// The reason why a product cannot be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Obstacle {
    None,
    /// Upstream error 500_001.
    NotTradable,
    /// Upstream error 500_008.
    PriceOnInquiry,
}

/// The template of a product.
pub struct Ware {
    pub category: &'static Category,
    pub name: Name,
    /// Approximate price of a piece, in fen.
    pub price: i64,
    pub minimum: i64,
    pub packed: Packed,
    /// Number of pieces in a lot, if it is sold in lots.
    pub lot: Option<i64>,
    pub pricing: Pricing,
    pub variants: &'static [Name],
    pub obstacle: Obstacle,
}

const fn ware(category: &'static Category, name: Name, price: i64, minimum: i64, packed: Packed) -> Ware {
    Ware {
        category,
        name,
        price,
        minimum,
        packed,
        lot: None,
        pricing: Pricing::Quantity,
        variants: NONE,
        obstacle: Obstacle::None,
    }
}

impl Ware {
    const fn priced_by_sku(mut self, variants: &'static [Name]) -> Self {
        self.pricing = Pricing::Sku;
        self.variants = variants;
        self
    }

    const fn with_skus(mut self, variants: &'static [Name]) -> Self {
        self.pricing = Pricing::SkuAndQuantity;
        self.variants = variants;
        self
    }

    const fn in_lots_of(mut self, lot: i64) -> Self {
        self.lot = Some(lot);
        self
    }

    const fn with_obstacle(mut self, obstacle: Obstacle) -> Self {
        self.obstacle = obstacle;
        self
    }
}

pub static WARES: &[Ware] = &[
    ware(&CLOTHES, ("纯棉圆领T恤", "Cotton crew-neck T-shirt"), 1580, 2, packed(180, [30, 25, 2]))
        .with_skus(SIZES),
    ware(&CLOTHES, ("加绒连帽卫衣", "Fleece hoodie"), 4200, 1, packed(650, [35, 30, 8])).priced_by_sku(SIZES),
    ware(&CLOTHES, ("防晒衣外套", "Sun protection jacket"), 3590, 1, packed(240, [28, 22, 4]))
        .priced_by_sku(COLOURS),
    ware(&CLOTHES, ("直筒牛仔裤", "Straight jeans"), 4980, 1, packed(580, [35, 28, 4])).priced_by_sku(SIZES),
    ware(&CLOTHES, ("针织开衫", "Knitted cardigan"), 3850, 2, packed(420, [32, 26, 6])).with_skus(COLOURS),
    ware(&CLOTHES, ("运动短袜", "Sports socks"), 320, 10, packed(45, [20, 8, 2])).with_skus(COLOURS),
    ware(&BAGS, ("帆布托特包", "Canvas tote bag"), 1290, 2, packed(260, [38, 34, 3])).with_skus(COLOURS),
    ware(&BAGS, ("旅行双肩包", "Travel backpack"), 5680, 1, packed(850, [46, 32, 14])).priced_by_sku(COLOURS),
    ware(&BAGS, ("拉杆行李箱", "Trolley suitcase"), 12_800, 1, packed(3200, [58, 38, 24]))
        .priced_by_sku(SETS),
    ware(&BAGS, ("真皮短款钱包", "Leather short wallet"), 3980, 1, packed(120, [13, 10, 3]))
        .priced_by_sku(COLOURS),
    ware(&BAGS, ("防水腰包", "Waterproof waist bag"), 1860, 3, packed(160, [24, 14, 5])),
    ware(&HOME, ("陶瓷马克杯", "Ceramic mug"), 680, 6, packed(380, [13, 11, 11])).with_skus(COLOURS),
    ware(&HOME, ("不锈钢保温杯", "Stainless steel thermos"), 2450, 2, packed(320, [8, 8, 26]))
        .priced_by_sku(COLOURS),
    ware(&HOME, ("折叠收纳箱", "Foldable storage box"), 1580, 4, packed(740, [42, 30, 8])),
    ware(&HOME, ("法兰绒毛毯", "Flannel blanket"), 2990, 1, packed(980, [40, 32, 12])).priced_by_sku(SETS),
    ware(&HOME, ("LED小夜灯", "LED night light"), 890, 5, packed(90, [9, 9, 7])),
    ware(&HOME, ("香薰蜡烛", "Scented candle"), 1150, 3, packed(230, [9, 9, 10])).with_skus(SETS),
    ware(&DIGITAL, ("蓝牙无线耳机", "Bluetooth wireless earphones"), 3680, 1, packed(110, [12, 9, 4]))
        .priced_by_sku(COLOURS),
    ware(&DIGITAL, ("快充数据线", "Fast charging cable"), 460, 10, packed(40, [14, 9, 2])),
    ware(&DIGITAL, ("桌面手机支架", "Desktop phone stand"), 590, 5, packed(130, [15, 10, 4])),
    ware(&DIGITAL, ("硅胶手机壳", "Silicone phone case"), 380, 5, packed(35, [18, 10, 2])).with_skus(COLOURS),
    ware(&DIGITAL, ("便携移动电源", "Portable power bank"), 5290, 1, packed(260, [16, 9, 4]))
        .priced_by_sku(COLOURS),
    ware(&DIGITAL, ("机械键盘", "Mechanical keyboard"), 9800, 1, packed(1050, [46, 18, 6]))
        .priced_by_sku(SETS)
        .with_obstacle(Obstacle::PriceOnInquiry),
    ware(&BEAUTY, ("化妆刷套装", "Makeup brush set"), 1980, 2, packed(210, [24, 10, 5])).priced_by_sku(SETS),
    ware(&BEAUTY, ("折叠化妆镜", "Folding makeup mirror"), 1360, 2, packed(280, [20, 16, 3])),
    ware(&BEAUTY, ("保湿护手霜", "Moisturising hand cream"), 560, 6, packed(95, [14, 5, 4])),
    ware(&BEAUTY, ("发夹套装", "Hair clip set"), 290, 20, packed(60, [15, 10, 2])).with_skus(SETS),
    ware(&OUTDOOR, ("加厚瑜伽垫", "Thick yoga mat"), 2280, 1, packed(1400, [62, 16, 16]))
        .priced_by_sku(COLOURS),
    ware(&OUTDOOR, ("露营折叠椅", "Camping folding chair"), 4590, 1, packed(2600, [72, 18, 16]))
        .priced_by_sku(COLOURS),
    ware(&OUTDOOR, ("碳纤维登山杖", "Carbon trekking pole"), 3120, 1, packed(420, [66, 9, 7]))
        .priced_by_sku(SETS)
        .with_obstacle(Obstacle::NotTradable),
    ware(&OUTDOOR, ("计数跳绳", "Counting skipping rope"), 480, 5, packed(190, [20, 14, 5])),
    ware(&OUTDOOR, ("自动雨伞", "Automatic umbrella"), 2190, 2, packed(390, [30, 6, 6])).with_skus(COLOURS),
    ware(&TOYS, ("硬壳笔记本", "Hardcover notebook"), 860, 5, packed(310, [22, 15, 2])).with_skus(COLOURS),
    ware(&TOYS, ("黑色中性笔", "Black gel pen"), 120, 12, packed(12, [15, 2, 2])).in_lots_of(12),
    ware(&TOYS, ("儿童积木", "Children's building blocks"), 3360, 1, packed(1150, [36, 28, 10]))
        .priced_by_sku(SETS),
    ware(&TOYS, ("毛绒公仔", "Plush toy"), 1690, 2, packed(340, [35, 25, 18])).with_skus(COLOURS),
];

/// The template of a seller.
pub struct Shop {
    pub name: &'static str,
    pub identity: &'static str,
    /// Freight of an order, in fen.
    pub freight: i64,
    /// Amount of goods from which the freight is free, in fen.
    pub free_from: Option<i64>,
    /// Minimum number of pieces of its products in total from which their own minimums do not apply.
    pub mix: Option<i64>,
}

const fn shop(name: &'static str, identity: &'static str, freight: i64) -> Shop {
    Shop { name, identity, freight, free_from: None, mix: None }
}

impl Shop {
    const fn free_from(mut self, amount: i64) -> Self {
        self.free_from = Some(amount);
        self
    }

    const fn mixing_from(mut self, pieces: i64) -> Self {
        self.mix = Some(pieces);
        self
    }
}

/// The shops. Products are assigned to them in turn, so that each sells a bit of everything.
pub static SHOPS: &[Shop] = &[
    shop("沙箱义乌百货商行", "tp_member", 600),
    shop("沙箱广州服饰工厂", "super_factory", 800).free_from(80_000),
    shop("沙箱深圳数码贸易", "powerful_merchants", 550),
    shop("沙箱温州皮具厂", "super_factory", 1000),
    shop("沙箱宁波家居馆", "tp_member", 1200).free_from(80_000),
    shop("沙箱杭州综合批发", "powerful_merchants", 700).mixing_from(10),
    shop("沙箱汕头玩具厂", "super_factory", 0),
];
