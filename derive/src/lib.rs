//! The attributes by which the crate `pandapon` declares what the vendor has.
//!
//! A declaration is a plain struct or enum with doc comments. From it come the type that Rust users fill in or read,
//! and a constant that describes it as data. Doc comments become data only under the feature `describe`, so that they
//! are in no wasm.
//!
//! - `#[endpoint(…)]` on the struct of a request
//! - `#[wire(…)]` on a member: what the vendor or the upstream documents of it
//! - `#[sensible(…)]` on a member: what the crate itself asks of it, so that no nonsense is sent
//! - `#[params]` on a structure inside a request
//! - `#[response]` on a structure inside a response: every member is optional, and kept if it is unknown or of another type
//! - `#[string_enum(open)]` or `#[string_enum(closed)]` on an enum of words

mod endpoint;
mod fields;
mod string_enum;
mod structure;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Declares an endpoint: on the struct of its request.
#[proc_macro_attribute]
pub fn endpoint(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as endpoint::Arguments);
    finish(endpoint::expand(&arguments, parse_macro_input!(item)))
}

/// Declares a structure inside a request.
#[proc_macro_attribute]
pub fn params(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as structure::Arguments);
    finish(structure::expand_params(&arguments, parse_macro_input!(item)))
}

/// Declares a structure inside a response.
#[proc_macro_attribute]
pub fn response(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    finish(structure::expand_response(parse_macro_input!(item)))
}

/// Declares the words that a member may hold.
#[proc_macro_attribute]
pub fn string_enum(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as string_enum::Arguments);
    finish(string_enum::expand(&arguments, parse_macro_input!(item)))
}

fn finish(expanded: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    expanded.unwrap_or_else(|error| error.to_compile_error()).into()
}
