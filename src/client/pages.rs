//! A listing, page after page.

use std::marker::PhantomData;

use futures_util::stream::{self, Stream};

use super::observer::Watch;
use super::{typed, CallOptions, Client, Reply, Transport};
use crate::call::paging::Listing;
use crate::credentials::Sign;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::schema::Json;

/// The pages of a listing, asked for one by one. Made by [`Client::pages`].
///
/// [`Pages::next`] asks for a page. As a stream, of pages or of records:
///
/// ```
/// use futures_util::TryStreamExt;
/// use pandapon::api::alibaba::order;
/// use pandapon::{CallOptions, Client, Error, Transport};
///
/// async fn count<T: Transport + Clone>(client: &Client<T>) -> Result<usize, Error> {
///     let pages = client.pages(&order::List::new().page_size(20))?;
///     let records = pages.into_records(CallOptions::default(), |page| page.result.unwrap_or_default());
///     records.try_fold(0, |count, _order| async move { Ok(count + 1) }).await
/// }
/// ```
#[derive(Debug)]
pub struct Pages<T, S, E> {
    client: Client<T, S>,
    members: Json,
    listing: Listing,
    endpoint: PhantomData<E>,
}

impl<T: Transport + Clone, S: Sign + Clone> Client<T, S> {
    /// The pages of a listing, from the page that the request asks for on, or else from the first.
    ///
    /// # Errors
    /// [`Error::Config`] if the endpoint is not paginated, or if the request asks for a page below 1.
    pub fn pages<E: Endpoint>(&self, request: &E) -> Result<Pages<T, S, E>, Error> {
        let members = serde_json::to_value(request).map(Json::from).unwrap_or_default();
        let first = |page: &str| members.get(page).cloned();
        let listing = Listing::new(E::DESCRIPTOR, first)?;
        Ok(Pages { client: self.clone(), members, listing, endpoint: PhantomData })
    }
}

impl<T: Transport, S: Sign, E: Endpoint> Pages<T, S, E> {
    /// The next page; none after the last. See [`Listing::read`] for which page is the last. A page whose records an
    /// earlier page had is left out.
    ///
    /// # Errors
    /// Any [`Error`]. The same page is asked for again if this is called again.
    pub async fn next(&mut self, options: &CallOptions) -> Result<Option<Reply<E::Answer>>, Error> {
        while let Some(number) = self.listing.next() {
            self.members.set(self.listing.member(), Json::Number(number.to_string()));
            let call = self.client.prepare_with(E::DESCRIPTOR, &self.members, options.allow)?;
            let listing = &self.listing;
            let read = |reply: Reply<Json>, watch: &Watch<'_, T>| {
                let page = listing.read(&reply.data.to_string())?;
                if !page.is_new {
                    return Ok((page, None));
                }
                page.in_declared_list(E::DESCRIPTOR)?;
                Ok((page, Some(typed(E::DESCRIPTOR, reply, watch)?)))
            };
            let (page, reply) = self.client.exchange(&call, Some(E::DESCRIPTOR), options, read).await?;
            self.listing.advance(page);
            if reply.is_some() {
                return Ok(reply);
            }
        }
        Ok(None)
    }

    /// The pages as a stream, which ends after the last page or the first error.
    pub fn into_stream(self, options: CallOptions) -> impl Stream<Item = Result<Reply<E::Answer>, Error>> {
        stream::try_unfold((self, options), |(mut pages, options)| async move {
            let page = pages.next(&options).await?;
            Ok(page.map(|page| (page, (pages, options))))
        })
    }

    /// The records of the pages as a stream, which ends after the last record or the first error. `records` takes them out of
    /// a page.
    pub fn into_records<R>(
        self,
        options: CallOptions,
        records: impl FnMut(E::Answer) -> Vec<R>,
    ) -> impl Stream<Item = Result<R, Error>> {
        let first = (self, options, records, Vec::new().into_iter());
        stream::try_unfold(first, |(mut pages, options, mut records, mut rest)| async move {
            loop {
                if let Some(record) = rest.next() {
                    return Ok(Some((record, (pages, options, records, rest))));
                }
                match pages.next(&options).await? {
                    Some(page) => rest = records(page.data).into_iter(),
                    None => return Ok(None),
                }
            }
        })
    }
}
