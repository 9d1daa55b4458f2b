//! Transports behind pointers, and one whose type is chosen while the program runs.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::transport::{Event, Failure, Transport};
use crate::call::request::Request;
use crate::call::response::Response;
use crate::error::Error;
use crate::maybe_send::{BoxFuture, MaybeSend, MaybeSync};

macro_rules! forward {
    ($($pointer:ty),*) => {
        $(impl<T: Transport + ?Sized> Transport for $pointer {
            fn ready(&self) -> impl Future<Output = Result<impl MaybeSend, Failure>> + MaybeSend {
                (**self).ready()
            }

            fn send(&self, request: &Request) -> impl Future<Output = Result<Response, Failure>> + MaybeSend {
                (**self).send(request)
            }

            fn sleep(&self, pause: Duration) -> impl Future<Output = ()> + MaybeSend {
                (**self).sleep(pause)
            }

            fn now(&self) -> u64 {
                (**self).now()
            }

            fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
                (**self).fill(entropy)
            }

            fn read_date(&self, text: &str) -> Option<u64> {
                (**self).read_date(text)
            }

            fn observe(&self, event: Event<'_>) {
                (**self).observe(event);
            }
        })*
    };
}

forward!(&T, Arc<T>, Box<T>);

/// A [`Transport`] of any type. Every transport is one; `Arc<dyn DynTransport>` is a transport again.
///
/// ```
/// use std::sync::Arc;
///
/// use pandapon::client::DynTransport;
/// use pandapon::{Client, Credentials, Error, Settings};
///
/// fn client(transport: Arc<dyn DynTransport>) -> Result<Client<Arc<dyn DynTransport>>, Error> {
///     let credentials = Credentials::new("your access key", "your access secret")?;
///     Client::new(transport, credentials, Settings::new("your user id"))
/// }
/// ```
pub trait DynTransport: MaybeSend + MaybeSync {
    /// [`Transport::ready`].
    fn dyn_ready(&self) -> BoxFuture<'_, Result<Box<dyn MaybeSend + '_>, Failure>>;

    /// [`Transport::send`].
    fn dyn_send<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Response, Failure>>;

    /// [`Transport::sleep`].
    fn dyn_sleep(&self, pause: Duration) -> BoxFuture<'_, ()>;

    /// [`Transport::now`].
    fn dyn_now(&self) -> u64;

    /// [`Transport::fill`].
    ///
    /// # Errors
    /// As there.
    fn dyn_fill(&self, entropy: &mut [u8]) -> Result<(), Error>;

    /// [`Transport::read_date`].
    fn dyn_read_date(&self, text: &str) -> Option<u64>;

    /// [`Transport::observe`].
    fn dyn_observe(&self, event: Event<'_>);
}

impl<T: Transport> DynTransport for T {
    fn dyn_ready(&self) -> BoxFuture<'_, Result<Box<dyn MaybeSend + '_>, Failure>> {
        Box::pin(async { self.ready().await.map(|place| Box::new(place) as Box<dyn MaybeSend + '_>) })
    }

    fn dyn_send<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Response, Failure>> {
        Box::pin(self.send(request))
    }

    fn dyn_sleep(&self, pause: Duration) -> BoxFuture<'_, ()> {
        Box::pin(self.sleep(pause))
    }

    fn dyn_now(&self) -> u64 {
        self.now()
    }

    fn dyn_fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        self.fill(entropy)
    }

    fn dyn_read_date(&self, text: &str) -> Option<u64> {
        self.read_date(text)
    }

    fn dyn_observe(&self, event: Event<'_>) {
        self.observe(event);
    }
}

impl Transport for dyn DynTransport + '_ {
    async fn ready(&self) -> Result<impl MaybeSend, Failure> {
        self.dyn_ready().await
    }

    async fn send(&self, request: &Request) -> Result<Response, Failure> {
        self.dyn_send(request).await
    }

    async fn sleep(&self, pause: Duration) {
        self.dyn_sleep(pause).await
    }

    fn now(&self) -> u64 {
        self.dyn_now()
    }

    fn fill(&self, entropy: &mut [u8]) -> Result<(), Error> {
        self.dyn_fill(entropy)
    }

    fn read_date(&self, text: &str) -> Option<u64> {
        self.dyn_read_date(text)
    }

    fn observe(&self, event: Event<'_>) {
        self.dyn_observe(event);
    }
}
