//! The server of the page: it signs, because it has the secret, and forwards calls to the vendor, which refuses other origins.

use gloo_net::http::Request;
use pandapon::credentials::{Sign, Unsigned};
use pandapon::error::Error;

/// The origin of the page.
#[derive(Clone)]
pub struct Server {
    origin: String,
}

impl Server {
    /// # Errors
    /// [`Error::Config`] outside of a page.
    pub fn of_this_page() -> Result<Self, Error> {
        let origin = web_sys::window().and_then(|window| window.location().origin().ok());
        let origin = origin.ok_or_else(|| Error::Config("there is no page".to_owned()))?;
        Ok(Self { origin })
    }

    /// Returns the address at which the page reaches the vendor.
    pub fn vendor(&self) -> String {
        format!("{}/vendor", self.origin)
    }

    async fn ask(&self, timestamp: &str, nonce: &str) -> Result<String, gloo_net::Error> {
        let parts = serde_json::json!({ "timestamp": timestamp, "nonceStr": nonce }).to_string();
        let request =
            Request::post(&format!("{}/sign", self.origin)).header("content-type", "application/json");
        request.body(parts)?.send().await?.text().await
    }
}

impl Sign for Server {
    /// A placeholder: the server inserts the access key.
    fn access_key(&self) -> &str {
        "the-server-knows-it"
    }

    async fn sign(&self, parts: Unsigned<'_>) -> Result<String, Error> {
        self.ask(parts.timestamp, parts.nonce).await.map_err(|error| Error::Signature(error.to_string()))
    }
}
