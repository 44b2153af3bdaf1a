use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Fields, Meta, Result};

use crate::attribute::flatten;
use crate::key::{each_key, located, name, once, text, unknown, with_hint};
use crate::model::Errors;
use crate::{Located, snake_case};

/// An enum with `#[derive(ModelEnum)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelEnum {
    /// The enum's name.
    pub ident: Located<String>,
    /// Its name in a database that has types: `#[model(name = "…")]`, else the enum's in snake case.
    pub name: String,
    /// Its variants, in order.
    pub variants: Vec<VariantSyntax>,
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantSyntax {
    /// Its name in Rust.
    pub ident: Located<String>,
    /// What the database holds for it: `#[model(value = "…")]`, else the name in snake case.
    pub value: String,
}

impl ModelEnum {
    /// Reads what the derive macro is given.
    ///
    /// # Errors
    /// When it is no enum of plain variants, two have one value, or an attribute is not understood.
    pub fn new(input: &DeriveInput) -> Result<Self> {
        let Data::Enum(data) = &input.data else {
            let hint = "derive Model for a struct";
            return Err(syn::Error::new(input.ident.span(), with_hint("ModelEnum is for enums", hint)));
        };
        if data.variants.is_empty() {
            return Err(syn::Error::new(input.ident.span(), "an enum without variants has no value to store"));
        }
        let mut errors = Errors::default();
        let given = errors.catch(one_text(&flatten(&input.attrs), "name", "#[model(...)] on an enum"));
        let mut variants: Vec<VariantSyntax> = Vec::new();
        for variant in &data.variants {
            let ident = &variant.ident;
            let error = |message: String| Err(syn::Error::new(ident.span(), message));
            if !matches!(variant.fields, Fields::Unit) {
                errors.catch::<()>(error(with_hint(
                    &format!("the variant {ident} has fields, which a column cannot hold"),
                    "keep the variants plain, or store the enum as JSON with a type of your own",
                )));
                continue;
            }
            let Some(value) = errors.catch(one_text(&flatten(&variant.attrs), "value", "#[model(...)] on a variant"))
            else {
                continue;
            };
            let value = value.map_or_else(|| snake_case(&ident.unraw().to_string()), |value| value.value);
            if let Some(twin) = variants.iter().find(|twin| twin.value == value) {
                errors.catch::<()>(error(format!("{ident} and {} have one value, \"{value}\"", twin.ident.value)));
            }
            variants.push(VariantSyntax { ident: located(ident), value });
        }
        errors.end()?;
        let name = given.flatten().map_or_else(|| snake_case(&input.ident.unraw().to_string()), |name| name.value);
        Ok(Self { ident: located(&input.ident), name, variants })
    }
}

/// The text of the one key that `#[model(…)]` takes here.
fn one_text(metas: &[Meta], only: &str, what: &str) -> Result<Option<Located<String>>> {
    let mut found = None;
    for meta in metas.iter().filter(|meta| meta.path().is_ident("model")) {
        meta.require_list()?.parse_args_with(|input: ParseStream<'_>| {
            each_key(input, |key, input| {
                if key.unraw() != only {
                    return Err(unknown(key, what, &[only]));
                }
                let value = if only == "name" { name(input)? } else { text(input)? };
                once(&mut found, key, value)
            })
        })?;
    }
    Ok(found)
}
