//! Enums of the words that a member may hold.

use heck::ToLowerCamelCase;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, ItemEnum, LitStr, Variant};

use crate::fields::{doc_of, named};

/// Whether words that are not listed pass.
pub struct Arguments {
    open: bool,
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "open" => Ok(Arguments { open: true }),
            "closed" => Ok(Arguments { open: false }),
            _ => Err(syn::Error::new(word.span(), "expected open or closed")),
        }
    }
}

struct Word {
    ident: Ident,
    wire: String,
    doc: String,
}

/// The enum with a variant for other words where it is open, its text forms, its description.
pub fn expand(arguments: &Arguments, mut item: ItemEnum) -> syn::Result<TokenStream> {
    let words = item.variants.iter_mut().map(take_word).collect::<syn::Result<Vec<_>>>()?;
    if arguments.open {
        item.variants.push(syn::parse_quote! {
            /// A word that this version does not know.
            Other(String)
        });
    }
    let name = &item.ident;
    let text_forms = text_forms(arguments, name, &words);
    let wire = wire(arguments, name, &doc_of(&item.attrs)?, &words);
    Ok(quote! {
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #item
        #text_forms
        #wire
    })
}

fn take_word(variant: &mut Variant) -> syn::Result<Word> {
    let mut wire = variant.ident.to_string().to_lower_camel_case();
    for attribute in variant.attrs.iter().filter(|attribute| attribute.path().is_ident("wire")) {
        wire = attribute.parse_args::<LitStr>()?.value();
    }
    variant.attrs.retain(|attribute| !attribute.path().is_ident("wire"));
    Ok(Word { ident: variant.ident.clone(), wire, doc: doc_of(&variant.attrs)? })
}

fn text_forms(arguments: &Arguments, name: &Ident, words: &[Word]) -> TokenStream {
    let idents: Vec<_> = words.iter().map(|word| &word.ident).collect();
    let wires: Vec<_> = words.iter().map(|word| &word.wire).collect();
    let (to_other, from_other) = if arguments.open {
        (quote!(Self::Other(word) => word,), quote!(other => Ok(Self::Other(other.to_owned())),))
    } else {
        (TokenStream::new(), quote!(other => Err(serde::de::Error::unknown_variant(other, &[#(#wires),*])),))
    };
    quote! {
        impl #name {
            /// The words that are known.
            pub const KNOWN: &'static [Self] = &[#(Self::#idents),*];

            /// The word on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #wires,)*
                    #to_other
                }
            }
        }

        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
                target.serialize_str(self.as_str())
            }
        }

        impl crate::schema::Lenient for #name {
            const EXPECTED: &'static str = "a word";

            fn read(
                value: crate::schema::Json,
                _: &mut crate::schema::Misfits,
            ) -> Result<Self, crate::schema::Json> {
                crate::schema::read_text(value)
            }
        }

        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                match <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(source)?.as_ref() {
                    #(#wires => Ok(Self::#idents),)*
                    #from_other
                }
            }
        }
    }
}

fn wire(arguments: &Arguments, name: &Ident, doc: &str, words: &[Word]) -> TokenStream {
    let open = arguments.open;
    let described = named(name, doc);
    let words = words.iter().map(|word| {
        let (wire, described) = (&word.wire, named(&word.ident, &word.doc));
        quote!(crate::schema::Word { wire: #wire, #described })
    });
    quote! {
        impl crate::schema::Wire for #name {
            const KIND: crate::schema::Kind = crate::schema::Kind::Choice(&crate::schema::Vocabulary {
                words: &[#(#words),*],
                open: #open,
                #described
            });
        }
    }
}
