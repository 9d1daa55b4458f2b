//! 1688: wholesale.
//!
//! # A purchase, from search to refund
//!
//! The ten calls of a shop, here against the sandbox (the crate `pandapon-sandbox`). Against the vendor only the client is another
//! one: `Client::new(Reqwest::new()?, credentials, Settings::new(user_id))?`.
//!
//! ```
//! use pandapon::api::alibaba::{order, product, refund};
//! use pandapon::{event, CallOptions, Client, Credentials, Error, Fen, Id, Transport};
//! use pandapon_sandbox::Sandbox;
//!
//! async fn search<T: Transport>(client: &Client<T>, keyword: &str) -> Result<Option<Id>, Error> {
//!     let page = client.send(product::SearchByKeyword::new().keyword(keyword)).await?;
//!     Ok(page.data.unwrap_or_default().into_iter().find_map(|product| product.offer_id))
//! }
//!
//! /// The first SKU of a product.
//! async fn sku<T: Transport>(client: &Client<T>, offer_id: &Id) -> Result<Option<String>, Error> {
//!     let product = client.send(product::Get::new().offer_id(offer_id.clone())).await?;
//!     Ok(product.product_sku_infos.unwrap_or_default().into_iter().find_map(|sku| sku.spec_id))
//! }
//!
//! /// The price in fen, freight included. Orders nothing.
//! async fn preview<T: Transport>(client: &Client<T>, offer_id: &Id, spec_id: &str) -> Result<Option<Fen>, Error> {
//!     let line = order::PreviewLine::new(2).offer_id(offer_id.clone()).spec_id(spec_id);
//!     let previews = client.send(order::Preview::new().cargo_param_list([line])).await?;
//!     Ok(previews.order_preview_result.unwrap_or_default().into_iter().find_map(|preview| preview.sum_payment))
//! }
//!
//! /// Orders. After an error whose `sent()` is true the order may exist: look it up before ordering again.
//! async fn create<T: Transport>(client: &Client<T>, offer_id: Id, spec_id: String) -> Result<Option<Id>, Error> {
//!     let address = order::DeliveryAddress::new(
//!         "王先生",       // full name
//!         "13800000000", // mobile
//!         "",            // phone
//!         "杭州市",       // city
//!         "浙江省",       // province
//!         "长河镇",       // town
//!         "网商路699号",   // street
//!     );
//!     let line = order::CargoLine::new(offer_id, spec_id, 2);
//!     let created = client.send(order::Create::new(order::Flow::General, address, [line])).await?;
//!     Ok(created.order_id.map(|id| id.as_str().into()))
//! }
//!
//! /// Pays, if the account has agreed to payment without a password, or else returns the cashier's address.
//! async fn pay<T: Transport>(client: &Client<T>, order_id: &Id) -> Result<Option<String>, Error> {
//!     let payment = client.send(order::PayUrl::new().order_id(order_id.as_str())).await?;
//!     Ok(payment.pay_url.filter(|_| payment.protocol_pay_success != Some(true)))
//! }
//!
//! async fn read<T: Transport>(client: &Client<T>, order_id: &Id) -> Result<order::Order, Error> {
//!     client.send(order::Get::new(order::WebSite::Alibaba1688).order_id(order_id.as_str())).await
//! }
//!
//! /// The number of orders, read page by page.
//! async fn count<T: Transport + Clone>(client: &Client<T>) -> Result<usize, Error> {
//!     let mut pages = client.pages(&order::List::new().page_size(20))?;
//!     let mut count = 0;
//!     while let Some(page) = pages.next(&CallOptions::default()).await? {
//!         count += page.data.result.unwrap_or_default().len();
//!     }
//!     Ok(count)
//! }
//!
//! async fn waybill<T: Transport>(client: &Client<T>, order_id: &Id) -> Result<Option<String>, Error> {
//!     let tracking = client.send(order::Tracking::new(order_id.as_str())).await?;
//!     Ok(tracking.logistics_trace.unwrap_or_default().into_iter().find_map(|parcel| parcel.logistics_bill_no))
//! }
//!
//! /// Asks for the money of an order's first line, before it is shipped.
//! async fn ask_back<T: Transport>(client: &Client<T>, order: &order::Order) -> Result<(), Box<dyn std::error::Error>> {
//!     let order_id = order.base_info.as_ref().and_then(|base| base.id.clone()).ok_or("no id")?;
//!     let line = order.product_items.iter().flatten().next().ok_or("no line")?;
//!     let paid = line.item_amount.as_ref().ok_or("no amount")?.to_fen()?;
//!     let request = refund::Create::new(
//!         order_id,
//!         refund::DisputeRequest::Refund,
//!         paid,
//!         Fen(0), // of the freight
//!         20028,  // one of the reasons that refund::Reasons lists
//!         "agreed with the seller",
//!         refund::GoodsStatus::RefundWaitSellerSend,
//!     );
//!     client.send(request.order_entry_ids(line.sub_item_id.clone())).await?;
//!     Ok(())
//! }
//!
//! # futures_util::FutureExt::now_or_never(async {
//! let client = Sandbox::new(1).client(1_779_263_269_000)?;
//! let offer_id = search(&client, "suitcase").await?.ok_or("nothing was found")?;
//! let spec_id = sku(&client, &offer_id).await?.ok_or("no SKU")?;
//! assert!(preview(&client, &offer_id, &spec_id).await?.is_some());
//! let order_id = create(&client, offer_id, spec_id).await?.ok_or("no order")?;
//! assert_eq!(pay(&client, &order_id).await?, None);
//! assert_eq!(count(&client).await?, 1);
//! ask_back(&client, &read(&client, &order_id).await?).await?;
//!
//! // The platform posts push messages. A web server hands the raw body and the Authorization header to this:
//! let account = client.transport().with(|sandbox, _| sandbox.credentials().clone());
//! let credentials = Credentials::new(account.access_key, account.access_secret)?;
//! for push in client.transport().with(|sandbox, _| sandbox.pushes()) {
//!     let event = event::construct(push.body.as_bytes(), &push.authorization, &credentials)?;
//!     println!("{:?}", event.topic());
//! }
//! # let _ = waybill(&client, &order_id).await;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! # }).expect("nothing waits").unwrap();
//! ```

pub mod cart;
pub mod order;
pub mod product;
pub mod refund;

use pandapon_derive::response;

/// Whether it worked, in the vendor's own words. Read the order or refund again rather than deciding by this alone.
#[response]
pub struct Done {
    /// Whether it worked.
    pub success: Option<bool>,
    /// Error code.
    pub error_code: Option<String>,
    /// Error text.
    pub error_info: Option<String>,
}
