//! The attributes by which the crate `pandapon` declares what the vendor has.
//!
//! A declaration is a plain struct or enum with doc comments. From it come the type that Rust users fill in or read,
//! and a constant that describes it as data. Doc comments become data only under the feature `describe`, so that they
//! are in no wasm.
//!
//! - `#[endpoint(…)]` on the struct of a request
//! - `#[record]` on a structure inside a request
//! - `#[answer]` on a structure inside an answer: every member optional, and kept if it is unknown or of another type
//! - `#[vocabulary(open)]` or `#[vocabulary(closed)]` on an enum of words

mod endpoint;
mod fields;
mod structure;
mod vocabulary;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Declares an endpoint: on the struct of its request.
#[proc_macro_attribute]
pub fn endpoint(facts: TokenStream, item: TokenStream) -> TokenStream {
    let facts = parse_macro_input!(facts as endpoint::Facts);
    finish(endpoint::expand(&facts, parse_macro_input!(item)))
}

/// Declares a structure inside a request.
#[proc_macro_attribute]
pub fn record(facts: TokenStream, item: TokenStream) -> TokenStream {
    let facts = parse_macro_input!(facts as structure::Facts);
    finish(structure::expand_record(&facts, parse_macro_input!(item)))
}

/// Declares a structure inside an answer.
#[proc_macro_attribute]
pub fn answer(_facts: TokenStream, item: TokenStream) -> TokenStream {
    finish(structure::expand_answer(parse_macro_input!(item)))
}

/// Declares the words that a member may hold.
#[proc_macro_attribute]
pub fn vocabulary(facts: TokenStream, item: TokenStream) -> TokenStream {
    let facts = parse_macro_input!(facts as vocabulary::Facts);
    finish(vocabulary::expand(&facts, parse_macro_input!(item)))
}

fn finish(expanded: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    expanded.unwrap_or_else(|error| error.to_compile_error()).into()
}
