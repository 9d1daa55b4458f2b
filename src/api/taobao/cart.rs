//! The shopping cart on Taobao: goods, collected before they are ordered.
//!
//! How ordering from the cart goes:
//!
//! 1. Read the product ([`super::product::Get`]): [`Add`] wants it with both of its ids, Taobao's own and those of
//!    the distributing platform (`mpId`, `mpSkuId`), which it requires.
//! 2. [`List`] shows the cart, [`SetQuantity`] changes how many of an item, [`Remove`] takes items out. Their pages
//!    could not be read.
//! 3. [`PreviewOrder`] asks what items would cost. Its page could not be read, either.
//! 4. [`CreateOrder`] orders them. From there on they are orders like any others ([`super::order`]).
//!
//! Without the cart, goods are ordered by their platform ids: [`super::order::Create`].
//!
//! Source: the vendor's pages. Taobao Global has no cart of its own.

use pandapon_derive::endpoint;

use super::order::TaobaoReceiver;
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

/// Puts goods into the cart.
///
/// Most members repeat what [`super::product::Get`] shows. No page that could be read shows the answer: it comes as
/// it is.
#[endpoint(
    name = "taobao.cart.add",
    route = Post "/open/cart/add",
    safety = Once,
    evidence = Converge { read: "taobao.cart.list", set: "taobao.cart.setQuantity" },
    repetition = Adds,
    provenance = Documented,
    title = "Add a shopping cart",
    page = "https://doc-en.pandapon.com/api-263477636",
    response = Json,
)]
pub struct Add {
    /// User, by the platform's id.
    pub user_id: Option<TextId>,
    /// Platform; 1 in the sample. What the numbers mean is not stated.
    pub platform: Option<i64>,
    /// Product, by Taobao's own id.
    pub item_id: Option<Id>,
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
    /// What distinguishes the SKU, a list of `valueId`, `valueName`, `propId` and `propName`; JSON text on the wire.
    pub properties: Option<JsonText<Json>>,
    /// How many.
    #[sensible(least = 1)]
    pub quantity: Option<i64>,
    /// The shop.
    pub shop_id: Option<Id>,
    /// The shop's name.
    pub shop_name: Option<String>,
    /// Stock of the SKU, a number as text.
    pub sku_quantity: Option<String>,
    /// A nick; of the seller, as the product shows it (inferred).
    pub user_nick: Option<String>,
}

/// Shows the cart.
///
/// The vendor names the endpoint; its page could not be read. Members pass as they are given, and the answer comes as
/// it is.
#[endpoint(
    name = "taobao.cart.list",
    route = Get,
    safety = Read,
    provenance = Unrouted,
    title = "List of shopping carts",
    page = "https://doc-en.pandapon.com/api-263477634",
    response = Json,
    open,
)]
pub struct List {}

/// Sets how many of an item are in the cart.
///
/// The vendor names the endpoint; its page could not be read. Members pass as they are given, and the answer comes as
/// it is.
#[endpoint(
    name = "taobao.cart.setQuantity",
    route = Post,
    safety = Idempotent,
    provenance = Unrouted,
    title = "Edit the quantity of goods",
    page = "https://doc-en.pandapon.com/api-263477637",
    response = Json,
    open,
    not_empty,
)]
pub struct SetQuantity {}

/// Takes items out of the cart.
///
/// The vendor names the endpoint; its page could not be read. Members pass as they are given, and the answer comes as
/// it is.
#[endpoint(
    name = "taobao.cart.remove",
    route = Post,
    safety = Once,
    evidence = State { read: "taobao.cart.list" },
    repetition = Guarded,
    provenance = Unrouted,
    title = "Delete the shopping cart products",
    page = "https://doc-en.pandapon.com/api-263477635",
    response = Json,
    open,
    not_empty,
)]
pub struct Remove {}

/// Asks what items of the cart would cost. Makes no order.
///
/// The vendor names the endpoint; its page could not be read. Members pass as they are given, and the answer comes as
/// it is.
#[endpoint(
    name = "taobao.cart.previewOrder",
    route = Post,
    safety = Read,
    provenance = Unrouted,
    title = "Generate an order preview",
    page = "https://doc-en.pandapon.com/api-263477633",
    response = Json,
    open,
    not_empty,
)]
pub struct PreviewOrder {}

/// Orders items of the cart. Several orders may come of it (inferred: they do from [`super::order::Create`]).
///
/// The vendor's page of the answer is cut: it comes as it is.
#[endpoint(
    name = "taobao.cart.createOrder",
    route = Post "/open/cart/create/order",
    safety = Once,
    evidence = Nothing,
    repetition = Unknown,
    provenance = Documented,
    title = "Create an order",
    page = "https://doc.pandapon.com/api-250313096",
    response = Json,
)]
pub struct CreateOrder {
    /// The items: the ids of their records in the cart.
    #[sensible(required)]
    pub ids: Option<Vec<Id>>,
    /// Where the goods go.
    pub order_address: Option<TaobaoReceiver>,
    /// User, by the platform's id.
    pub user_id: Option<TextId>,
}
