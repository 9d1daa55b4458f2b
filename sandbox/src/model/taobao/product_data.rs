//! Data of the products on Taobao: names and prices, the same for every seed.

use serde::{Deserialize, Serialize};
use Category::{Bags, Beauty, Clothing, Digital, Kitchen, Outdoor, Toys};

use crate::model::picture::Shape;
use crate::model::taobao::product::Sale;

/// A category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Category {
    Clothing,
    Bags,
    Kitchen,
    Digital,
    Beauty,
    Outdoor,
    Toys,
}

impl Category {
    /// Returns the id. The ids are the emulator's own.
    pub const fn id(self) -> &'static str {
        match self {
            Category::Clothing => "990101",
            Category::Bags => "990102",
            Category::Kitchen => "990103",
            Category::Digital => "990104",
            Category::Beauty => "990105",
            Category::Outdoor => "990106",
            Category::Toys => "990107",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Category::Clothing => "服装",
            Category::Bags => "箱包",
            Category::Kitchen => "餐厨",
            Category::Digital => "数码",
            Category::Beauty => "美妆",
            Category::Outdoor => "户外",
            Category::Toys => "玩具",
        }
    }

    pub const fn shape(self) -> Shape {
        match self {
            Category::Clothing => Shape::Shirt,
            Category::Bags => Shape::Bag,
            Category::Kitchen => Shape::Cup,
            Category::Digital => Shape::Phone,
            Category::Beauty => Shape::Bottle,
            Category::Outdoor => Shape::Tent,
            Category::Toys => Shape::Blocks,
        }
    }
}

/// A property by which SKUs differ. The ids of the colour and of yellow are in the vendor's sample; the others are the
/// emulator's own.
pub struct Axis {
    pub id: i64,
    pub name: &'static str,
    pub values: &'static [(i64, &'static str)],
}

static COLOUR: Axis = Axis {
    id: 1_627_207,
    name: "颜色分类",
    values: &[(28_324, "黄色"), (990_201, "黑色"), (990_202, "雾蓝")],
};
static SIZE: Axis =
    Axis { id: 990_301, name: "尺码", values: &[(990_311, "S"), (990_312, "M"), (990_313, "L")] };
static SET: Axis =
    Axis { id: 990_302, name: "套餐", values: &[(990_321, "单件"), (990_322, "礼盒装")] };

/// The template of a product.
pub struct Ware {
    pub category: Category,
    /// The name in Chinese and in English.
    pub name: (&'static str, &'static str),
    /// Approximate price of a piece, in fen.
    pub price: i64,
    pub axes: &'static [&'static Axis],
    pub sale: Sale,
}

const fn ware(
    category: Category,
    name: (&'static str, &'static str),
    price: i64,
    axes: &'static [&'static Axis],
) -> Ware {
    Ware { category, name, price, axes, sale: Sale::Open }
}

impl Ware {
    const fn with_sale(mut self, sale: Sale) -> Self {
        self.sale = sale;
        self
    }
}

pub static WARES: &[Ware] = &[
    ware(Clothing, ("亚麻衬衫", "Linen shirt"), 12_900, &[&COLOUR, &SIZE]),
    ware(Clothing, ("羊毛围巾", "Wool scarf"), 8_800, &[&COLOUR]),
    ware(Clothing, ("棉质睡衣", "Cotton pyjamas"), 11_900, &[&COLOUR, &SIZE]),
    ware(Clothing, ("渔夫帽", "Bucket hat"), 4_590, &[&COLOUR]),
    ware(Clothing, ("百褶裙", "Pleated skirt"), 13_900, &[&COLOUR, &SIZE]),
    ware(Bags, ("邮差包", "Messenger bag"), 15_900, &[&COLOUR]),
    ware(Bags, ("零钱包", "Coin purse"), 2_990, &[&COLOUR]),
    ware(Bags, ("登机箱", "Cabin suitcase"), 32_900, &[&COLOUR, &SET]),
    ware(Bags, ("洗漱包", "Toiletry bag"), 3_990, &[]),
    ware(Kitchen, ("手冲咖啡壶", "Pour-over coffee pot"), 9_900, &[&SET]),
    ware(Kitchen, ("青瓷茶具", "Celadon tea set"), 23_900, &[&SET]),
    ware(Kitchen, ("双层玻璃杯", "Double-wall glass"), 2_590, &[&SET]),
    ware(Kitchen, ("竹砧板", "Bamboo cutting board"), 4_900, &[]),
    ware(Kitchen, ("铸铁锅", "Cast iron pot"), 26_900, &[&COLOUR]),
    ware(Digital, ("无线鼠标", "Wireless mouse"), 6_900, &[&COLOUR]),
    ware(Digital, ("降噪耳机", "Noise-cancelling headphones"), 39_900, &[&COLOUR]),
    ware(Digital, ("充电器", "Wall charger"), 5_900, &[]),
    ware(Digital, ("平板支架", "Tablet stand"), 4_290, &[&COLOUR]),
    ware(Digital, ("胶片相机", "Film camera"), 48_000, &[&SET]).with_sale(Sale::OffShelf),
    ware(Beauty, ("护手霜礼盒", "Hand cream gift box"), 5_990, &[&SET]),
    ware(Beauty, ("竹炭面膜", "Charcoal face mask"), 3_590, &[]),
    ware(Beauty, ("香水小样", "Perfume sampler"), 9_900, &[&SET]),
    ware(Beauty, ("牛角梳", "Horn comb"), 3_290, &[]).with_sale(Sale::NotDistributed),
    ware(Outdoor, ("双人帐篷", "Two-person tent"), 29_900, &[&COLOUR]),
    ware(Outdoor, ("露营灯", "Camping lantern"), 7_900, &[&COLOUR]),
    ware(Outdoor, ("野餐垫", "Picnic mat"), 4_500, &[&COLOUR]),
    ware(Outdoor, ("折叠水壶", "Collapsible bottle"), 3_600, &[&COLOUR]),
    ware(Toys, ("木质拼图", "Wooden jigsaw"), 6_900, &[]),
    ware(Toys, ("磁力片", "Magnetic tiles"), 16_900, &[&SET]),
    ware(Toys, ("毛绒熊猫", "Plush panda"), 5_900, &[&SIZE]),
    ware(Toys, ("遥控小车", "Remote-controlled car"), 12_900, &[&COLOUR]),
    ware(Toys, ("水彩套装", "Watercolour set"), 4_900, &[&SET]),
];

/// The template of a shop.
pub struct Shop {
    pub name: &'static str,
    pub nick: &'static str,
    /// Freight of an order, in fen.
    pub freight: i64,
    /// Amount of goods from which the freight is free, in fen.
    pub free_from: Option<i64>,
}

const fn shop(name: &'static str, nick: &'static str, freight: i64, free_from: Option<i64>) -> Shop {
    Shop { name, nick, freight, free_from }
}

/// The shops. Products are assigned to them in turn, so that each sells a bit of everything.
pub static SHOPS: &[Shop] = &[
    shop("沙箱生活旗舰店", "沙箱生活", 800, Some(19_900)),
    shop("沙箱杂货铺", "沙箱杂货", 650, None),
    shop("沙箱好物馆", "沙箱好物", 0, None),
    shop("沙箱设计师店", "沙箱设计师", 1_200, Some(30_000)),
    shop("沙箱数码专营店", "沙箱数码", 533, None),
];
