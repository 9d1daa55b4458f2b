//! The shopping cart on 1688: goods of several sellers, collected before they are ordered.
//!
//! How ordering from the cart goes:
//!
//! 1. [`Add`] puts goods into the cart. Its page could not be read.
//! 2. [`List`] shows the cart, shop by shop: what can be ordered in `enableList`, what no longer can in `disableList`.
//!    The `id` of an item is the cart id that the other endpoints want.
//! 3. [`SetQuantity`] changes how many of an item, [`Remove`] takes items out.
//! 4. [`PreviewOrder`] asks what these items would cost, and makes no order.
//! 5. [`CreateOrder`] orders them. From there on they are orders like any others ([`super::order`]): pay, cancel,
//!    receive.
//!
//! Without the cart, goods are ordered by their product and SKU: [`super::order::CreateBatch`].
//!
//! Sources: the vendor's pages. 1688 has no such endpoints of its own: preview and order are those of
//! [`super::order`] (spec/semantics.md, section 2).

use pandapon_derive::{endpoint, params, response};

use super::order::{FastAddress, Flow, OrderPreviews, TradeType};
use crate::endpoint::{Descriptor, Endpoint};
use crate::scalar::{Id, TextId, Yuan};
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
/// The vendor names the endpoint; neither its path, its method nor its members are on a page that could be read.
/// Members pass as they are given.
#[endpoint(
    name = "alibaba.cart.add",
    route = Post,
    safety = Once,
    evidence = Converge { read: "alibaba.cart.list", set: "alibaba.cart.setQuantity" },
    repetition = Adds,
    provenance = Unrouted,
    title = "1688 shopping cart: add (title read on the v2 site)",
    page = "",
    response = Json,
    open,
    not_empty,
)]
pub struct Add {}

/// Shows the cart.
///
/// The members of its answer are read off the page of generation 2.
#[endpoint(
    name = "alibaba.cart.list",
    route = Get "/alibaba/cart/list",
    safety = Read,
    provenance = Derived,
    title = "Shopping Cart List",
    page = "https://doc-cnv2.pandapon.com/api-288837580",
    response = Cart,
)]
pub struct List {}

/// The cart, shop by shop.
#[response]
pub struct Cart {
    /// What can no longer be ordered.
    pub disable_list: Option<Vec<CartShop>>,
    /// What can be ordered.
    pub enable_list: Option<Vec<CartShop>>,
}

/// A shop's items in the cart.
#[response]
pub struct CartShop {
    /// The seller: the encrypted shop id.
    pub seller_open_id: Option<String>,
    /// The shop's name.
    pub seller_nick_name: Option<String>,
    /// The items.
    pub cart_item_infos: Option<Vec<CartItem>>,
}

/// An item of the cart. Its types are read off the vendor's sample.
#[response]
pub struct CartItem {
    /// The item: the cart id that the other endpoints want.
    pub id: Option<Id>,
    /// Product, as the mapped id of generation 2. What generation 1 shows in its place is not known; it may be an
    /// `offerId`.
    pub offer_map_id: Option<String>,
    /// SKU, unique within its product.
    pub spec_id: Option<String>,
    /// SKU, unique everywhere.
    pub sku_id: Option<TextId>,
    /// Title of the product.
    pub item_title: Option<String>,
    /// Picture.
    pub item_pic: Option<String>,
    /// Price of one. The page states no unit; yuan, as wherever products are shown (inferred).
    pub price: Option<Yuan>,
    /// How many are in the cart.
    pub quantity: Option<i64>,
    /// Stock.
    pub amount_on_sale: Option<i64>,
    /// What distinguishes the SKU: colour, size. JSON text on the wire.
    pub properties: Option<JsonText<Json>>,
}

/// Sets how many of an item are in the cart.
#[endpoint(
    name = "alibaba.cart.setQuantity",
    route = Post "/alibaba/cart/edit-quantity",
    safety = Idempotent,
    provenance = Documented,
    title = "(edit the quantity)",
    page = "https://doc.pandapon.com/api-250313129",
    response = Option<bool>,
)]
pub struct SetQuantity {
    /// How many, in all.
    #[sensible(required, least = 1)]
    pub quantity: Option<i64>,
    /// The item: its `id` in [`List`].
    #[sensible(required)]
    pub id: Option<Id>,
    /// Time of the change. The page shows an object of the vendor's own program, which no time can be written with:
    /// leave it out.
    pub update_time: Option<CartDateTime>,
    /// Product number. The page does not say whose.
    pub product_no: Option<String>,
    /// Number of the container or box.
    pub container: Option<String>,
}

/// A time as the page of [`SetQuantity`] shows it: an object of the vendor's own program, without the time itself.
#[params]
pub struct CartDateTime {
    /// Whether it may change.
    pub mutable: Option<bool>,
    /// First day of the week: `SUNDAY` to `SATURDAY`.
    pub first_day_of_week: Option<String>,
    /// Time zone.
    pub time_zone: Option<CartTimeZone>,
    /// Days that the first week of a year has at least.
    pub minimal_days_in_first_week: Option<i64>,
}

/// A time zone.
#[params]
pub struct CartTimeZone {
    /// Its name.
    #[wire(name = "ID")]
    pub id: Option<String>,
}

/// Takes items out of the cart.
///
/// The vendor names the endpoint; neither its path, its method nor its members are on a page that could be read.
/// Members pass as they are given.
#[endpoint(
    name = "alibaba.cart.remove",
    route = Post,
    safety = Once,
    evidence = State { read: "alibaba.cart.list" },
    repetition = Guarded,
    provenance = Unrouted,
    title = "1688 shopping cart: delete",
    page = "",
    response = Json,
    open,
    not_empty,
)]
pub struct Remove {}

/// Asks whether items of the cart can be ordered, and what they cost. Makes no order.
///
/// The vendor's page of the answer is cut: it is taken to be the answer of [`super::order::Preview`], whose upstream it
/// wraps (inferred); the upstream's errors are listed there.
#[endpoint(
    name = "alibaba.cart.previewOrder",
    route = Post "/alibaba/cart/preview/order",
    safety = Read,
    provenance = Documented,
    title = "(preview of an order made from the cart)",
    page = "https://doc-en.pandapon.com/api-263477664",
    response = OrderPreviews,
)]
pub struct PreviewOrder {
    /// Where the goods go: the freight depends on it.
    pub address_param: Option<FastAddress>,
    /// The items: their `id` in [`List`].
    pub cart_ids: Vec<Id>,
}

/// Orders items of the cart, at least one order for each seller.
///
/// Wraps the upstream of [`super::order::Create`] (inferred). What it answers is on no page that could be read:
/// the totals that [`super::order::Create`] answers, or the orders that [`super::order::CreateBatch`] does, with which
/// it shares most members. So look for `orderId` in either, or find the orders by [`super::order::List`].
#[endpoint(
    name = "alibaba.cart.createOrder",
    route = Post "/alibaba/cart/create/order",
    safety = Once,
    evidence = Mark { put: "message", list: "alibaba.order.list", found: Some("baseInfo.buyerFeedback") },
    repetition = Unknown,
    provenance = Documented,
    title = "Create an order",
    page = "https://doc-en.pandapon.com/api-263477662",
    response = Json,
)]
pub struct CreateOrder {
    /// How the orders are placed: the preview's `flowFlag`, or `general`.
    pub flow: Flow,
    /// Note to the sellers. No limit is stated here; 1688 keeps at most 500 characters.
    #[sensible(most = 500)]
    pub message: Option<String>,
    /// Promotion of the shop, from the preview; the default one if left out.
    pub shop_promotion_id: Option<String>,
    /// Your own number of the order, by which [`super::order::List`] filters. 1688 takes it; whether the vendor passes it on is not known, and
    /// nothing says that a number that was used before is refused: look for the order before you order again.
    #[wire(upstream)]
    pub out_order_id: Option<String>,
    /// How the orders are paid: one of the preview's `tradeModeNameList`.
    pub trade_type: Option<TradeType>,
    /// Where the goods go.
    pub address_param: Option<FastAddress>,
    /// The items: their `id` in [`List`].
    pub cart_ids: Vec<Id>,
    /// User, by id.
    pub user_id: Option<TextId>,
    /// Name of the employee who orders.
    pub staff_name: Option<String>,
}
