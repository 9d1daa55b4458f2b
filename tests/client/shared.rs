//! A value that tests change through `&`, from any thread, as transports must be `Sync`.

use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// `Cell` and `RefCell` in one, behind a lock.
#[derive(Default)]
pub struct Shared<T>(RwLock<T>);

impl<T> Shared<T> {
    pub fn new(value: T) -> Self {
        Self(RwLock::new(value))
    }

    pub fn borrow(&self) -> RwLockReadGuard<'_, T> {
        self.0.read().unwrap()
    }

    pub fn borrow_mut(&self) -> RwLockWriteGuard<'_, T> {
        self.0.write().unwrap()
    }

    pub fn get(&self) -> T
    where
        T: Copy,
    {
        *self.borrow()
    }

    pub fn set(&self, value: T) {
        *self.borrow_mut() = value;
    }
}
