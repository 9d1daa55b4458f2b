//! Shopping carts: one per user and marketplace.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::integrity::{GOODS_ID, PIECES};

/// An item of a cart. It does not reserve stock.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CartItem {
    /// The id of the item.
    pub id: i64,
    pub product_id: i64,
    pub sku_id: i64,
    pub quantity: i64,
}

/// The carts of all users. Items are in the order in which they were added.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Carts(BTreeMap<String, Vec<CartItem>>);

impl Carts {
    /// Returns whether all items have valid ids and quantities.
    pub fn is_consistent(&self) -> bool {
        let mut items = self.0.values().flatten();
        items.all(|item| PIECES.contains(&item.quantity) && GOODS_ID.contains(&item.product_id))
    }

    pub fn of_user(&self, user: &str) -> &[CartItem] {
        self.0.get(user).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the item with this id if it is in the user's cart.
    pub fn item(&self, user: &str, id: i64) -> Option<&CartItem> {
        self.of_user(user).iter().find(|item| item.id == id)
    }

    /// Returns the items with these ids, without duplicates, if all of them are in the user's cart.
    pub fn pick(&self, user: &str, ids: &[i64]) -> Option<Vec<&CartItem>> {
        let mut items: Vec<&CartItem> = Vec::new();
        for id in ids {
            let item = self.item(user, *id)?;
            if items.iter().all(|other| other.id != *id) {
                items.push(item);
            }
        }
        Some(items)
    }

    /// Adds an item, or replaces the one with the same id.
    pub fn put(&mut self, user: &str, item: CartItem) {
        let items = self.0.entry(user.to_owned()).or_default();
        match items.iter_mut().find(|other| other.id == item.id) {
            Some(other) => *other = item,
            None => items.push(item),
        }
    }

    pub fn remove(&mut self, user: &str, ids: &[i64]) {
        if let Some(items) = self.0.get_mut(user) {
            items.retain(|item| !ids.contains(&item.id));
        }
    }
}
