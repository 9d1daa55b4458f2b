//! Structures inside requests and answers.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{parse_quote, Expr, Fields, Ident, ItemStruct, Token};

use crate::fields::{doc_of, named, Member};

/// What is said of a structure: its rules, and whether it is open.
#[derive(Default)]
pub struct Facts {
    pub rules: Option<Expr>,
    pub open: bool,
}

impl Facts {
    /// Reads one fact; whether it was one of a structure.
    pub fn read(&mut self, name: &Ident, input: ParseStream) -> syn::Result<bool> {
        if name == "open" {
            self.open = true;
        } else if name == "rules" {
            input.parse::<Token![=]>()?;
            self.rules = Some(input.parse()?);
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

impl Parse for Facts {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut facts = Facts::default();
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            if !facts.read(&name, input)? {
                return Err(syn::Error::new(name.span(), "expected rules or open"));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(facts)
    }
}

/// A structure inside a request: the struct, its constructor from what is required, its description.
pub fn expand_record(facts: &Facts, mut item: ItemStruct) -> syn::Result<TokenStream> {
    let members = take_members(&mut item)?;
    let wire = wire(facts, &item, &members)?;
    let constructor = constructor(&mut item, &members);
    item.attrs.push(parse_quote!(#[derive(Debug, Clone, PartialEq, serde::Serialize)]));
    Ok(quote!(#item #constructor #wire))
}

/// A structure inside an answer: the struct with a place for members that are not known, its description.
pub fn expand_answer(mut item: ItemStruct) -> syn::Result<TokenStream> {
    let members = take_members(&mut item)?;
    if let Some(member) = members.iter().find(|member| !member.optional) {
        return Err(syn::Error::new_spanned(
            &member.ident,
            "members of answers are optional: nearly all may be null",
        ));
    }
    let facts = Facts { rules: None, open: true };
    let wire = wire(&facts, &item, &members)?;
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

/// `new`, with what is required; `Default` where nothing is.
fn constructor(item: &mut ItemStruct, members: &[Member]) -> TokenStream {
    let name = &item.ident;
    if members.iter().all(|member| member.optional) {
        item.attrs.push(parse_quote!(#[derive(Default)]));
        return TokenStream::new();
    }
    let required = members.iter().filter(|member| !member.optional);
    let arguments = required.clone().map(|Member { ident, ty, .. }| quote!(#ident: impl Into<#ty>));
    let given = required.map(|Member { ident, .. }| quote!(#ident: #ident.into()));
    let absent = members.iter().filter(|member| member.optional);
    let absent = absent.map(|Member { ident, .. }| quote!(#ident: None));
    quote! {
        impl #name {
            /// With the members that are required; the others follow by `..`.
            #[allow(clippy::too_many_arguments, reason = "as many as the vendor requires")]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#given,)* #(#absent),* }
            }
        }
    }
}

/// The description as data.
fn wire(facts: &Facts, item: &ItemStruct, members: &[Member]) -> syn::Result<TokenStream> {
    let name = &item.ident;
    let described = named(name, &doc_of(&item.attrs)?);
    let open = facts.open;
    let rules = facts.rules.as_ref().map_or_else(|| quote!([]), |rules| quote!(#rules));
    let fields = members.iter().map(Member::constant);
    Ok(quote! {
        impl crate::schema::Wire for #name {
            const KIND: crate::schema::Kind = crate::schema::Kind::Record(&crate::schema::Record {
                fields: &[#(#fields),*],
                rules: &#rules,
                open: #open,
                #described
            });
        }
    })
}
