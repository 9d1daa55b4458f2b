//! The shopping cart on Taobao in generation 2: as [in generation 1](crate::api::taobao::cart), but with a mapped id
//! for a product ([`Add`]).

use pandapon_derive::{endpoint, params};

use crate::api::taobao::cart;
use crate::api::v2::derived_endpoints;
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Fen, Id, TextId};
use crate::schema::Json;
use crate::schema::JsonText;

/// The endpoints of this group.
pub const ENDPOINTS: &[&Descriptor] = &[
    Add::DESCRIPTOR,
    List::DESCRIPTOR,
    SetQuantity::DESCRIPTOR,
    Remove::DESCRIPTOR,
    PreviewOrder::DESCRIPTOR,
    CreateOrder::DESCRIPTOR,
];

derived_endpoints! {
    List(cart::List), Unrouted;
    SetQuantity(cart::SetQuantity), Unrouted;
    Remove(cart::Remove), Unrouted;
    PreviewOrder(cart::PreviewOrder), Unrouted;
    CreateOrder(cart::CreateOrder), Derived;
}

/// Puts goods into the cart.
///
/// Most members repeat what [`super::product::Get`] shows. No page that could be read shows the answer: it comes as
/// it is.
#[endpoint(
    name = "v2.taobao.cart.add",
    route = Post "/v2/taobao/cart/add",
    safety = Once,
    evidence = Converge { read: "taobao.cart.list", set: "taobao.cart.setQuantity" },
    repetition = Adds,
    provenance = Documented,
    title = "Add Cart Item",
    page = "https://doc-env2.pandapon.com/api-289121002",
    response = Json,
)]
pub struct Add {
    /// User, by the platform's id.
    pub user_id: Option<TextId>,
    /// Platform; 1 in the sample of generation 1. What the numbers mean is not stated.
    pub platform: Option<i64>,
    /// Product, by its mapped id.
    pub item_map_id: Option<TextId>,
    /// SKU, by Taobao's own id.
    pub sku_id: Option<TextId>,
    /// Title of the product.
    pub item_title: Option<String>,
    /// Picture.
    pub item_pic: Option<String>,
    /// Product, by the distributing platform's id.
    pub mp_id: TextId,
    /// SKU, by the distributing platform's id.
    pub mp_sku_id: TextId,
    /// Price of one, in fen (inferred: the vendor states no unit, Taobao Global's products count so).
    pub price: Option<Fen>,
    /// Price of one during a promotion, in fen (inferred as for `price`).
    pub promotion_price: Option<Fen>,
    /// What distinguishes the SKU, a list of `valueId`, `valueName`, `propId` and `propName` (so in generation 1);
    /// JSON text on the wire.
    pub properties: Option<JsonText<Json>>,
    /// How many.
    #[sensible(least = 1)]
    pub quantity: Option<i64>,
    /// The shop, by a number.
    pub shop_id: Option<Id>,
    /// The shop, by text.
    pub ali_shop_id: Option<TextId>,
    /// The shop's name.
    pub shop_name: Option<String>,
    /// Stock of the SKU, a number as text.
    pub sku_quantity: Option<String>,
    /// A nick; of the seller, as the product shows it (inferred).
    pub user_nick: Option<String>,
    /// Prices by quantity.
    pub price_ranges: Option<Vec<CartPriceRange>>,
    /// How it is priced; what the numbers mean is not stated. 1688 has a member of this name: 0 no SKUs, by quantity
    /// · 1 by SKU · 2 has SKUs, by quantity.
    pub quote_type: Option<i64>,
}

/// The price from a quantity on.
#[params]
pub struct CartPriceRange {
    /// From this quantity on.
    #[sensible(least = 1)]
    pub start_quantity: Option<i64>,
    /// Price; the unit is not stated.
    pub price: Option<f64>,
}
