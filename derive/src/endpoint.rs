//! Endpoints: the struct of a request, with what is known of the endpoint.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, ItemStruct, LitStr, Token, Type};

use crate::fields::{doc_member, doc_of, is_option};
use crate::structure;

/// What `#[endpoint(…)]` says.
pub struct Arguments {
    name: LitStr,
    method: Ident,
    path: Option<LitStr>,
    safety: Ident,
    idempotent_with: Option<LitStr>,
    outcome: Option<Outcome>,
    signs_query: bool,
    omit_empty_body: bool,
    provenance: Ident,
    title: LitStr,
    page: LitStr,
    response: Type,
    request: structure::Arguments,
}

/// How the outcome of a `Once` endpoint is looked up, and what a repetition does.
struct Outcome {
    evidence: Expr,
    repetition: Ident,
}

/// The arguments as they are read: a name and its value, in any order.
#[derive(Default)]
struct Draft {
    name: Option<LitStr>,
    method: Option<Ident>,
    path: Option<LitStr>,
    safety: Option<Ident>,
    idempotent_with: Option<LitStr>,
    evidence: Option<Expr>,
    repetition: Option<Ident>,
    signs_query: bool,
    omit_empty_body: bool,
    provenance: Option<Ident>,
    title: Option<LitStr>,
    page: Option<LitStr>,
    response: Option<Type>,
    request: structure::Arguments,
}

impl Draft {
    fn read(&mut self, input: ParseStream) -> syn::Result<()> {
        let argument: Ident = input.parse()?;
        if self.request.read(&argument, input)? {
            return Ok(());
        }
        let flag = match argument.to_string().as_str() {
            "signs_query" => Some(&mut self.signs_query),
            "omit_empty_body" => Some(&mut self.omit_empty_body),
            _ => None,
        };
        if let Some(flag) = flag {
            *flag = true;
            return Ok(());
        }
        input.parse::<Token![=]>()?;
        match argument.to_string().as_str() {
            "name" => self.name = Some(input.parse()?),
            "route" => {
                self.method = Some(input.parse()?);
                if input.peek(LitStr) {
                    self.path = Some(input.parse()?);
                }
            }
            "safety" => self.safety = Some(input.parse()?),
            "idempotent_with" => self.idempotent_with = Some(input.parse()?),
            "evidence" => self.evidence = Some(input.parse()?),
            "repetition" => self.repetition = Some(input.parse()?),
            "provenance" => self.provenance = Some(input.parse()?),
            "title" => self.title = Some(input.parse()?),
            "page" => self.page = Some(input.parse()?),
            "response" => self.response = Some(input.parse()?),
            _ => {
                let known = "name, route, safety, idempotent_with, evidence, repetition, signs_query, omit_empty_body, provenance, title, page, response, rules, open or not_empty";
                return Err(syn::Error::new(argument.span(), format!("expected {known}")));
            }
        }
        Ok(())
    }
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut draft = Draft::default();
        while !input.is_empty() {
            draft.read(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let missing = |argument: &str| syn::Error::new(input.span(), format!("{argument} is missing"));
        let safety = draft.safety.ok_or_else(|| missing("safety"))?;
        let outcome = match (safety == "Once", draft.evidence, draft.repetition) {
            (true, Some(evidence), Some(repetition)) => Some(Outcome { evidence, repetition }),
            (true, ..) => return Err(missing("evidence or repetition of a Once endpoint")),
            (false, None, None) => None,
            (false, ..) => {
                return Err(syn::Error::new(safety.span(), "evidence and repetition are for Once endpoints"));
            }
        };
        Ok(Arguments {
            name: draft.name.ok_or_else(|| missing("name"))?,
            method: draft.method.ok_or_else(|| missing("route"))?,
            path: draft.path,
            safety,
            idempotent_with: draft.idempotent_with,
            outcome,
            signs_query: draft.signs_query,
            omit_empty_body: draft.omit_empty_body,
            provenance: draft.provenance.ok_or_else(|| missing("provenance"))?,
            title: draft.title.ok_or_else(|| missing("title"))?,
            page: draft.page.ok_or_else(|| missing("page"))?,
            response: draft.response.ok_or_else(|| missing("response"))?,
            request: draft.request,
        })
    }
}

/// The struct of the request and its implementation of `Endpoint`.
pub fn expand(arguments: &Arguments, item: ItemStruct) -> syn::Result<TokenStream> {
    let Arguments {
        name,
        method,
        safety,
        signs_query,
        omit_empty_body,
        provenance,
        title,
        page,
        response,
        ..
    } = arguments;
    let path = optional(&arguments.path);
    let idempotent_with = optional(&arguments.idempotent_with);
    let outcome: Expr = match &arguments.outcome {
        Some(Outcome { evidence, repetition }) => syn::parse_quote!(Some(crate::endpoint::Outcome {
            evidence: {
                use crate::endpoint::Evidence::*;
                #evidence
            },
            repetition: crate::endpoint::Repetition::#repetition,
        })),
        None => syn::parse_quote!(None),
    };
    let may_be_absent = is_option(response);
    let request = &item.ident.clone();
    let doc = doc_member(&doc_of(&item.attrs)?);
    let response_kind = if cfg!(feature = "describe") {
        quote!(answer: <#response as crate::schema::Wire>::KIND,)
    } else {
        TokenStream::new()
    };
    let record = structure::expand_params(&arguments.request, item)?;
    Ok(quote! {
        #record

        impl crate::endpoint::Endpoint for #request {
            type Answer = #response;
            const DESCRIPTOR: &'static crate::endpoint::Descriptor = &crate::endpoint::Descriptor {
                name: #name,
                method: crate::endpoint::Method::#method,
                path: #path,
                safety: crate::endpoint::Safety::#safety,
                idempotent_with: #idempotent_with,
                outcome: #outcome,
                signs_query: #signs_query,
                omit_empty_body: #omit_empty_body,
                provenance: crate::endpoint::Provenance::#provenance,
                title: #title,
                page: #page,
                request: crate::schema::record_of(&<#request as crate::schema::Wire>::KIND),
                exact_names: {
                    const KIND: crate::schema::Kind = <#response as crate::schema::Wire>::KIND;
                    const COUNT: usize = crate::schema::FieldNames::EXACT.count(&KIND);
                    const NAMES: [&str; COUNT] = crate::schema::FieldNames::EXACT.collect(&KIND);
                    &NAMES
                },
                json_names: {
                    const KIND: crate::schema::Kind = <#response as crate::schema::Wire>::KIND;
                    const COUNT: usize = crate::schema::FieldNames::JSON_TEXT.count(&KIND);
                    const NAMES: [&str; COUNT] = crate::schema::FieldNames::JSON_TEXT.collect(&KIND);
                    &NAMES
                },
                paging: crate::endpoint::Paging::for_endpoint(
                    crate::schema::record_of(&<#request as crate::schema::Wire>::KIND),
                    &<#response as crate::schema::Wire>::KIND,
                ),
                needs_data: !#may_be_absent
                    && matches!(<#response as crate::schema::Wire>::KIND, crate::schema::Kind::Record(_)),
                #response_kind
                #doc
            };
        }
    })
}

/// `Some` of a argument that is given.
fn optional(argument: &Option<LitStr>) -> Expr {
    match argument {
        Some(text) => syn::parse_quote!(Some(#text)),
        None => syn::parse_quote!(None),
    }
}
