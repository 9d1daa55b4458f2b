//! A page in Rust that searches 1688: [Yew](https://yew.rs) draws, the client's fetch transport sends, the server signs.

mod server;

use pandapon::api::alibaba::product::{Language, SearchByKeyword};
use pandapon::client::fetch::Fetch;
use pandapon::{Client, Error, Settings};
use server::Server;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A product on the page.
#[derive(Clone, PartialEq)]
struct Line {
    id: String,
    title: String,
    price: String,
}

/// The state of a search.
#[derive(Clone, PartialEq)]
enum View {
    Nothing,
    Searching,
    Found(Vec<Line>),
    Failed(String),
}

async fn search(keyword: String) -> Result<Vec<Line>, Error> {
    let server = Server::of_this_page()?;
    let settings = Settings { base_url: server.vendor(), ..Settings::new("1688000000001") };
    let client = Client::new(Fetch::default(), server, settings)?;
    let request = SearchByKeyword::new().keyword(keyword).country(Language::English);
    let products = client.send(request).await?.data.unwrap_or_default();
    let lines = products.into_iter().map(|product| Line {
        id: product.offer_id.map(|id| id.as_str().to_owned()).unwrap_or_default(),
        title: product.subject_trans.or(product.subject).unwrap_or_default(),
        price: product
            .price_info
            .and_then(|info| info.price)
            .map(|price| price.to_string())
            .unwrap_or_default(),
    });
    Ok(lines.collect())
}

#[component]
fn App() -> Html {
    let view = use_state(|| View::Nothing);
    let keyword = use_node_ref();
    let onsubmit = {
        let (view, keyword) = (view.clone(), keyword.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = keyword.cast::<HtmlInputElement>() else { return };
            let view = view.clone();
            view.set(View::Searching);
            spawn_local(async move {
                view.set(match search(input.value()).await {
                    Ok(lines) => View::Found(lines),
                    Err(error) => View::Failed(error.to_string()),
                });
            });
        })
    };
    html! {
        <main>
            <h1>{ "Search 1688" }</h1>
            <form {onsubmit}>
                <label>{ "Keyword " }<input ref={keyword} type="search" value="mug" /></label>
                <button>{ "Search" }</button>
            </form>
            <div role="status">{ shown(&view) }</div>
        </main>
    }
}

fn shown(view: &View) -> Html {
    match view {
        View::Nothing => Html::default(),
        View::Searching => html! { <p>{ "Searching …" }</p> },
        View::Failed(message) => html! { <p role="alert">{ message }</p> },
        View::Found(lines) if lines.is_empty() => html! { <p>{ "Nothing was found." }</p> },
        View::Found(lines) => html! {
            <ul>
                { for lines.iter().map(|Line { id, title, price }| html! {
                    <li key={id.clone()}>{ title }{ " " }<b>{ price }</b>{ " " }<small>{ id }</small></li>
                }) }
            </ul>
        },
    }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
