//! The transport for native programs in the fault table of `npm run test:faults`, which sets `FAULTS_CONTROL`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod program;

use pandapon::client::reqwest::Reqwest;

struct Control {
    address: String,
    client: reqwest::Client,
}

impl program::Control for Control {
    async fn post(&self, path: &str, body: String) -> String {
        let url = format!("{}{path}", self.address);
        self.client.post(url).body(body).send().await.unwrap().text().await.unwrap()
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let control =
        Control { address: std::env::var("FAULTS_CONTROL").unwrap(), client: reqwest::Client::new() };
    program::run(&control, &Reqwest::new().unwrap()).await;
}
