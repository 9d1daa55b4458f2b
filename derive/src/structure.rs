//! Structures inside requests and answers.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{parse_quote, Expr, Fields, Ident, ItemStruct, Token};

use crate::fields::{doc_of, named, Member};

/// Maximum number of arguments of a function that clippy accepts.
const MAX_ARGUMENTS: usize = 7;

/// What is said of a structure: its rules, whether it is open, and whether an empty request is refused.
#[derive(Default)]
pub struct Arguments {
    pub rules: Option<Expr>,
    pub open: bool,
    pub not_empty: bool,
}

impl Arguments {
    /// Reads one argument; whether it was one of a structure.
    pub fn read(&mut self, name: &Ident, input: ParseStream) -> syn::Result<bool> {
        if name == "open" {
            self.open = true;
        } else if name == "not_empty" {
            self.not_empty = true;
        } else if name == "rules" {
            input.parse::<Token![=]>()?;
            self.rules = Some(input.parse()?);
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut arguments = Arguments::default();
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            if !arguments.read(&name, input)? {
                return Err(syn::Error::new(name.span(), "expected rules, open or not_empty"));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

/// A structure inside a request: the struct, its constructor and setters, its description.
pub fn expand_params(arguments: &Arguments, mut item: ItemStruct) -> syn::Result<TokenStream> {
    let members = take_members(&mut item)?;
    let wire = wire(arguments, &item, &members)?;
    let builder = builder(&mut item, &members);
    item.attrs.push(parse_quote!(#[derive(Debug, Clone, PartialEq, serde::Serialize)]));
    item.attrs.push(parse_quote!(#[non_exhaustive]));
    Ok(quote!(#item #builder #wire))
}

/// A structure inside an answer: the struct with a place for members that are not known, its description.
pub fn expand_response(mut item: ItemStruct) -> syn::Result<TokenStream> {
    let members = take_members(&mut item)?;
    if let Some(member) = members.iter().find(|member| !member.optional) {
        return Err(syn::Error::new_spanned(
            &member.ident,
            "members of answers are optional: nearly all may be null",
        ));
    }
    let arguments = Arguments { rules: None, open: true, not_empty: false };
    let wire = wire(&arguments, &item, &members)?;
    let reading = reading(&item.ident, &members);
    if let Fields::Named(fields) = &mut item.fields {
        fields.named.push(parse_quote! {
            /// Members that this version does not know, or that are not of their types, as they came. An item of a
            /// list that does not fit is here under its place, such as `result[3]`.
            #[serde(flatten)]
            pub other: std::collections::BTreeMap<String, crate::schema::Json>
        });
    }
    item.attrs.push(parse_quote!(#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]));
    item.attrs.push(parse_quote!(#[non_exhaustive]));
    Ok(quote!(#item #reading #wire))
}

/// `Lenient`, by which no member makes an answer unreadable, and `Deserialize` by it.
fn reading(name: &Ident, members: &[Member]) -> TokenStream {
    let fields = members.iter().map(|Member { ident, wire_name, .. }| {
        quote! {
            #wire_name => {
                crate::schema::read_field(&mut answer.#ident, #wire_name, value, &mut answer.other, misfits)
            }
        }
    });
    quote! {
        impl crate::schema::Lenient for #name {
            const EXPECTED: &'static str = "an object";

            fn read(
                value: crate::schema::Json,
                misfits: &mut crate::schema::Misfits,
            ) -> Result<Self, crate::schema::Json> {
                let crate::schema::Json::Object(members) = value else { return Err(value) };
                let mut answer = Self::default();
                for (name, value) in members {
                    match name.as_str() {
                        #(#fields)*
                        _ => {
                            answer.other.insert(name, value);
                        }
                    }
                }
                Ok(answer)
            }
        }

        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                let value = <crate::schema::Json as serde::Deserialize>::deserialize(source)?;
                let read = <Self as crate::schema::Lenient>::read(value, &mut crate::schema::Misfits::default());
                read.map_err(|_| serde::de::Error::custom("expected an object"))
            }
        }
    }
}

/// Reads the members of a struct and puts their serde attributes in place.
fn take_members(item: &mut ItemStruct) -> syn::Result<Vec<Member>> {
    let mut members = Vec::new();
    for field in &mut item.fields {
        let member = Member::take(field)?;
        let serde = member.serde();
        field.attrs.push(parse_quote!(#serde));
        members.push(member);
    }
    Ok(members)
}

/// `new` with the required members, and a setter for each; `Default` where none is required.
fn builder(item: &mut ItemStruct, members: &[Member]) -> TokenStream {
    let name = &item.ident;
    let (optional, required): (Vec<_>, Vec<_>) = members.iter().partition(|member| member.optional);
    if required.is_empty() {
        item.attrs.push(parse_quote!(#[derive(Default)]));
    }
    let lint = (required.len() > MAX_ARGUMENTS)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "as many as the vendor requires")]));
    let arguments = required.iter().map(|member| member.argument());
    let values = required.iter().map(|member| {
        let (ident, value) = (&member.ident, member.conversion());
        quote!(#ident: #value)
    });
    let absent = optional.iter().map(|Member { ident, .. }| quote!(#ident: None));
    let setters = members.iter().map(Member::setter);
    let doc = if required.is_empty() { "Without any of its members." } else { "With the required members." };
    quote! {
        impl #name {
            #[doc = #doc]
            #lint
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #(#absent),* }
            }

            #(#setters)*
        }
    }
}

/// The description as data.
fn wire(arguments: &Arguments, item: &ItemStruct, members: &[Member]) -> syn::Result<TokenStream> {
    let name = &item.ident;
    let described = named(name, &doc_of(&item.attrs)?);
    let Arguments { open, not_empty, .. } = *arguments;
    let rules = arguments.rules.as_ref().map_or_else(|| quote!([]), |rules| quote!(#rules));
    let fields = members.iter().map(Member::constant);
    Ok(quote! {
        impl crate::schema::Wire for #name {
            const KIND: crate::schema::Kind = crate::schema::Kind::Record(&crate::schema::Record {
                fields: &[#(#fields),*],
                rules: &#rules,
                open: #open,
                not_empty: #not_empty,
                #described
            });
        }
    })
}
