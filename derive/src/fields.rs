//! The members of a structure: from `#[wire(…)]`, `#[sensible(…)]` and doc comments to a constant `Field`.

use heck::ToLowerCamelCase;
use proc_macro2::{Span, TokenStream};
use quote::{quote, ToTokens};
use syn::{parse_quote, Attribute, Expr, Field, GenericArgument, Ident, LitInt, LitStr, PathArguments, Type};

/// A member and what its attributes say of it.
pub struct Member {
    pub ident: Ident,
    pub ty: Type,
    pub wire_name: String,
    pub optional: bool,
    kind: Option<Expr>,
    least: Option<LitInt>,
    most: Option<LitInt>,
    upstream: bool,
    always: bool,
    sensible: Sensible,
    doc: String,
}

/// What `#[sensible(…)]` says: the rules of the crate itself, which are not known of the vendor.
#[derive(Default)]
struct Sensible {
    required: bool,
    or: Option<LitStr>,
    least: Option<LitInt>,
    most: Option<LitInt>,
    form: Option<&'static str>,
}

/// What a member's type is around the type that users give.
struct Container<'a> {
    is_json_text: bool,
    is_list: bool,
    item: &'a Type,
}

impl Member {
    /// Reads a field, and takes its attributes away. The rules of `#[sensible(…)]` are added to its doc comment.
    pub fn take(field: &mut Field) -> syn::Result<Member> {
        let Some(ident) = field.ident.clone() else {
            return Err(syn::Error::new_spanned(field, "members need names"));
        };
        let mut member = Member {
            wire_name: ident.to_string().to_lower_camel_case(),
            ty: field.ty.clone(),
            optional: is_option(&field.ty),
            kind: None,
            least: None,
            most: None,
            upstream: false,
            always: false,
            sensible: Sensible::default(),
            doc: doc_of(&field.attrs)?,
            ident,
        };
        for attribute in &field.attrs {
            if attribute.path().is_ident("wire") {
                member.read(attribute)?;
            } else if attribute.path().is_ident("sensible") {
                member.sensible.read(attribute)?;
            }
        }
        field
            .attrs
            .retain(|attribute| !["wire", "sensible"].iter().any(|name| attribute.path().is_ident(name)));
        if let Some(note) = member.sensible.note() {
            field.attrs.push(parse_quote!(#[doc = #note]));
            member.doc = format!("{}\n{note}", member.doc);
        }
        Ok(member)
    }

    fn read(&mut self, attribute: &Attribute) -> syn::Result<()> {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("name") {
                self.wire_name = meta.value()?.parse::<LitStr>()?.value();
            } else if meta.path.is_ident("kind") {
                self.kind = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("least") {
                self.least = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("most") {
                self.most = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("upstream") {
                self.upstream = true;
            } else if meta.path.is_ident("always") {
                self.always = true;
            } else {
                return Err(meta.error("expected name, kind, least, most, upstream or always"));
            }
            Ok(())
        })
    }

    /// The constant `Field`.
    pub fn constant(&self) -> TokenStream {
        let Member { ty, wire_name, .. } = self;
        let required = !self.optional || self.always;
        let kind = match &self.kind {
            Some(kind) => quote!(#kind),
            None => quote!(<#ty as crate::schema::Wire>::KIND),
        };
        let limits = limits(&self.least, &self.most);
        let sensible = self.sensible.constant();
        let doc = doc_member(&self.doc);
        let origin = self.origin();
        quote! {
            crate::schema::Field {
                name: #wire_name,
                kind: #kind,
                required: #required,
                limits: #limits,
                sensible: #sensible,
                #origin
                #doc
            }
        }
    }

    /// The member as an argument of a function, which takes whatever converts into it.
    pub fn argument(&self) -> TokenStream {
        let (ident, Container { item, .. }) = (&self.ident, self.container());
        if self.container().is_list {
            quote!(#ident: impl IntoIterator<Item = impl Into<#item>>)
        } else {
            quote!(#ident: impl Into<#item>)
        }
    }

    /// The value of the member from that argument.
    pub fn conversion(&self) -> TokenStream {
        let (ident, Container { is_json_text, is_list, .. }) = (&self.ident, self.container());
        let value = if is_list {
            quote!(#ident.into_iter().map(Into::into).collect())
        } else {
            quote!(#ident.into())
        };
        if is_json_text {
            quote!(crate::schema::JsonText(#value))
        } else {
            value
        }
    }

    /// A method that sets the member.
    pub fn setter(&self) -> TokenStream {
        let (ident, argument, value) = (&self.ident, self.argument(), self.conversion());
        let value = if self.optional { quote!(Some(#value)) } else { value };
        let doc = format!("Sets `{}`.\n\n{}", self.wire_name, self.doc);
        quote! {
            #[doc = #doc]
            #[must_use]
            pub fn #ident(mut self, #argument) -> Self {
                self.#ident = #value;
                self
            }
        }
    }

    fn container(&self) -> Container<'_> {
        let ty = argument_of(&self.ty, "Option").unwrap_or(&self.ty);
        let json = argument_of(ty, "JsonText");
        let inner = json.unwrap_or(ty);
        let item = argument_of(inner, "Vec");
        Container { is_json_text: json.is_some(), is_list: item.is_some(), item: item.unwrap_or(inner) }
    }

    /// Where its name stands, under the feature `describe`.
    fn origin(&self) -> TokenStream {
        let origin = if self.upstream { quote!(Upstream) } else { quote!(Page) };
        if cfg!(feature = "describe") {
            quote!(origin: crate::schema::Origin::#origin,)
        } else {
            TokenStream::new()
        }
    }

    /// The serde attributes by which the Rust field stands under its wire name.
    pub fn serde(&self) -> TokenStream {
        let name = &self.wire_name;
        if self.optional {
            quote!(#[serde(rename = #name, skip_serializing_if = "Option::is_none")])
        } else {
            quote!(#[serde(rename = #name)])
        }
    }
}

impl Sensible {
    fn read(&mut self, attribute: &Attribute) -> syn::Result<()> {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("required") {
                self.required = true;
            } else if meta.path.is_ident("or") {
                self.or = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("least") {
                self.least = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("most") {
                self.most = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("whole") {
                self.form = Some("Whole");
            } else if meta.path.is_ident("time") {
                self.form = Some("Time");
            } else if meta.path.is_ident("zero") {
                self.form = Some("Zero");
            } else {
                return Err(meta.error("expected required, or, least, most, whole, time or zero"));
            }
            Ok(())
        })
    }

    /// The constant `Sensible`.
    fn constant(&self) -> TokenStream {
        let (required, or, limits) = (self.required, option(&self.or), limits(&self.least, &self.most));
        let form = Ident::new(self.form.unwrap_or("Any"), Span::call_site());
        quote!(crate::schema::Sensible { required: #required, or: #or, limits: #limits, form: crate::schema::Form::#form })
    }

    /// The rules as a sentence for people, if there are any.
    fn note(&self) -> Option<String> {
        let required = self.required.then(|| match &self.or {
            Some(or) => format!("required, unless there is `{}`", or.value()),
            None => "required".to_owned(),
        });
        let form = self.form.and_then(|form| match form {
            "Whole" => Some("whole".to_owned()),
            "Time" => Some("a time such as `2018-06-14 10:19:42` or `20180614101942000+0800`".to_owned()),
            _ => None,
        });
        let least = self.least.as_ref().map(|least| format!("at least {least}"));
        let most = self.most.as_ref().map(|most| format!("at most {most} characters"));
        let rules: Vec<_> = [required, form, least, most].into_iter().flatten().collect();
        (!rules.is_empty()).then(|| format!("By this package, not the vendor: {}.", rules.join(", ")))
    }
}

/// The constant `Limits`.
fn limits(least: &Option<LitInt>, most: &Option<LitInt>) -> TokenStream {
    let (least, most) = (option(least), option(most));
    quote!(crate::schema::Limits { least: #least, most: #most })
}

/// The constant of an argument that may be missing.
fn option(argument: &Option<impl ToTokens>) -> TokenStream {
    match argument {
        Some(argument) => quote!(::core::option::Option::Some(#argument)),
        None => quote!(::core::option::Option::None),
    }
}

/// The doc comment of an item as one text.
pub fn doc_of(attributes: &[Attribute]) -> syn::Result<String> {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        if let syn::Meta::NameValue(pair) = &attribute.meta {
            if let Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) = &pair.value {
                let line = line.value();
                lines.push(line.strip_prefix(' ').unwrap_or(&line).to_owned());
            }
        }
    }
    Ok(lines.join("\n"))
}

/// The member `doc: "…",` of a constant, under the feature `describe`.
pub fn doc_member(doc: &str) -> TokenStream {
    if cfg!(feature = "describe") {
        quote!(doc: #doc,)
    } else {
        TokenStream::new()
    }
}

/// The members `name: "…", doc: "…",` of a constant, under the feature `describe`.
pub fn named(name: &Ident, doc: &str) -> TokenStream {
    let (name, doc) = (name.to_string(), doc_member(doc));
    if cfg!(feature = "describe") {
        quote!(name: #name, #doc)
    } else {
        TokenStream::new()
    }
}

/// Whether a type is an `Option`.
pub fn is_option(ty: &Type) -> bool {
    argument_of(ty, "Option").is_some()
}

/// The type inside a generic type of this name.
fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}
