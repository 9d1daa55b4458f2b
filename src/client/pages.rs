//! A listing, page after page.

use std::marker::PhantomData;

use serde_json::{Map, Value};

use super::{CallOptions, Client, Reply, Transport};
use crate::call::paging::Progress;
use crate::credentials::Sign;
use crate::endpoint::{Endpoint, Paging};
use crate::error::Error;

/// The pages of a listing, asked for one by one. Made by [`Client::pages`].
#[derive(Debug)]
pub struct Pages<'a, T, S, E> {
    client: &'a Client<T, S>,
    paging: Paging,
    members: Map<String, Value>,
    next: Option<u64>,
    progress: Progress,
    endpoint: PhantomData<E>,
}

impl<T: Transport, S: Sign> Client<T, S> {
    /// The pages of a listing, from the page that the request asks for on, or else from the first.
    ///
    /// # Errors
    /// [`Error::Config`] if the endpoint gives no pages.
    pub fn pages<E: Endpoint>(&self, request: &E) -> Result<Pages<'_, T, S, E>, Error> {
        let name = E::DESCRIPTOR.name;
        let paging = E::DESCRIPTOR.paging;
        let paging = paging.ok_or_else(|| Error::Config(format!("{name} gives no pages")))?;
        let Ok(Value::Object(members)) = serde_json::to_value(request) else {
            return Err(Error::Config(format!("{name}: the request is no object")));
        };
        let first = members.get(paging.page).and_then(Value::as_u64).unwrap_or(1);
        let (next, progress) = (Some(first), Progress::default());
        Ok(Pages { client: self, paging, members, next, progress, endpoint: PhantomData })
    }
}

impl<T: Transport, S: Sign, E: Endpoint> Pages<'_, T, S, E> {
    /// The next page; none after the last.
    ///
    /// # Errors
    /// Any [`Error`]. The same page is asked for again if this is called again.
    pub async fn next(&mut self, options: &CallOptions) -> Result<Option<Reply<E::Answer>>, Error> {
        let Some(page) = self.next else { return Ok(None) };
        self.members.insert(self.paging.page.to_owned(), page.into());
        let members = Value::Object(self.members.clone());
        let reply: Reply<Value> = self.client.call(E::DESCRIPTOR, members, options).await?;
        let on_this_page = records(&reply.data, self.paging).unwrap_or_default();
        let so_far = self.progress.so_far + on_this_page;
        self.progress = Progress { page, on_this_page, so_far };
        let total = |name: Option<&str>| reply.data.get(name?)?.as_u64();
        let (records, pages) = (total(self.paging.total_records), total(self.paging.total_pages));
        self.next = self.progress.goes_on(records, pages).then_some(page + 1);
        reply.typed(E::DESCRIPTOR.name).map(Some)
    }
}

/// How many records an answer lists: in the list that is declared, or in the only one there is.
fn records(data: &Value, paging: Paging) -> Option<u64> {
    let declared = paging.records.and_then(|name| data.get(name)).and_then(Value::as_array);
    let list = data.as_array().or(declared).or_else(|| {
        let mut lists = data.as_object()?.values().filter_map(Value::as_array);
        lists.next().filter(|_| lists.next().is_none())
    })?;
    u64::try_from(list.len()).ok()
}
