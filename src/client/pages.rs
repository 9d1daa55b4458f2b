//! A listing, page after page.

use std::marker::PhantomData;

use serde_json::{Map, Value};

use super::{CallOptions, Client, Reply, Transport};
use crate::call::paging::Listing;
use crate::credentials::Sign;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::schema::Json;

/// The pages of a listing, asked for one by one. Made by [`Client::pages`].
#[derive(Debug)]
pub struct Pages<'a, T, S, E> {
    client: &'a Client<T, S>,
    members: Map<String, Value>,
    listing: Listing,
    endpoint: PhantomData<E>,
}

impl<T: Transport, S: Sign> Client<T, S> {
    /// The pages of a listing, from the page that the request asks for on, or else from the first.
    ///
    /// # Errors
    /// [`Error::Config`] if the endpoint is not paginated, or if the request asks for a page below 1.
    pub fn pages<E: Endpoint>(&self, request: &E) -> Result<Pages<'_, T, S, E>, Error> {
        let name = E::DESCRIPTOR.name;
        let Ok(Value::Object(members)) = serde_json::to_value(request) else {
            return Err(Error::Config(format!("{name}: the request is no object")));
        };
        let first = |page: &str| members.get(page).cloned().map(Json::from);
        let listing = Listing::new(E::DESCRIPTOR, first)?;
        Ok(Pages { client: self, members, listing, endpoint: PhantomData })
    }
}

impl<T: Transport, S: Sign, E: Endpoint> Pages<'_, T, S, E> {
    /// The next page; none after the last. See [`Listing::read`] for which page is the last. A page whose records an
    /// earlier page had is left out.
    ///
    /// # Errors
    /// Any [`Error`]. The same page is asked for again if this is called again.
    pub async fn next(&mut self, options: &CallOptions) -> Result<Option<Reply<E::Answer>>, Error> {
        while let Some(number) = self.listing.next() {
            self.members.insert(self.listing.member().to_owned(), number.into());
            let members = Value::Object(self.members.clone());
            let reply = self.client.call(E::DESCRIPTOR, members, options).await?;
            let page = self.listing.read(&reply.data.to_string())?;
            if !page.is_new {
                self.listing.advance(page);
                continue;
            }
            page.in_declared_list(E::DESCRIPTOR)?;
            let reply = self.client.typed(E::DESCRIPTOR, reply)?;
            self.listing.advance(page);
            return Ok(Some(reply));
        }
        Ok(None)
    }
}
