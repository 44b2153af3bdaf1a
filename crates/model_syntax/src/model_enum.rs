use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Fields, Meta, Result, Token};

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
    /// The schema of its type: `#[model(schema = "…")]`.
    pub schema: Option<String>,
    /// The comment stored with its type: `#[model(comment = "…")]`.
    pub comment: Option<String>,
    /// The SQL types that it is read from and written to beside text: `#[diesel(sql_type = …)]`.
    pub sql_types: Vec<String>,
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
        let metas = flatten(&input.attrs);
        let keys = ["name", "schema", "comment"];
        let given = errors.catch(texts(&metas, keys, "#[model(...)] on an enum"));
        let sql_types = errors.catch(sql_types(&metas)).unwrap_or_default();
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
            let what = "#[model(...)] on a variant";
            let Some([value]) = errors.catch(texts(&flatten(&variant.attrs), ["value"], what)) else { continue };
            let value = value.map_or_else(|| snake_case(&ident.unraw().to_string()), |value| value.value);
            if let Some(twin) = variants.iter().find(|twin| twin.value == value) {
                errors.catch::<()>(error(format!("{ident} and {} have one value, \"{value}\"", twin.ident.value)));
            }
            variants.push(VariantSyntax { ident: located(ident), value });
        }
        errors.end()?;
        let [name, schema, comment] = given.unwrap_or_default();
        let name = name.map_or_else(|| snake_case(&input.ident.unraw().to_string()), |name| name.value);
        let (schema, comment) = (schema.map(|own| own.value), comment.map(|own| own.value));
        Ok(Self { ident: located(&input.ident), name, schema, comment, sql_types, variants })
    }
}

/// The texts of the keys that `#[model(…)]` takes here.
fn texts<const N: usize>(metas: &[Meta], keys: [&str; N], what: &str) -> Result<[Option<Located<String>>; N]> {
    let mut found = [const { None }; N];
    for meta in metas.iter().filter(|meta| meta.path().is_ident("model")) {
        meta.require_list()?.parse_args_with(|input: ParseStream<'_>| {
            each_key(input, |key, input| {
                let slot = keys.iter().zip(&mut found).find(|(own, _)| key.unraw() == **own);
                let Some((own, slot)) = slot else { return Err(unknown(key, what, &keys)) };
                let value = if ["name", "schema"].contains(own) { name(input)? } else { text(input)? };
                once(slot, key, value)
            })
        })?;
    }
    Ok(found)
}

/// What `#[diesel(sql_type = …)]` names; Diesel's other attributes are Diesel's.
fn sql_types(metas: &[Meta]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for meta in metas.iter().filter(|meta| meta.path().is_ident("diesel")) {
        meta.require_list()?.parse_args_with(|input: ParseStream<'_>| {
            each_key(input, |key, input| {
                if key.unraw() != "sql_type" {
                    return Err(unknown(key, "#[diesel(...)] on a ModelEnum", &["sql_type"]));
                }
                input.parse::<Token![=]>()?;
                let path = input.call(syn::Path::parse_mod_style)?;
                let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                let root = if path.leading_colon.is_some() { "::" } else { "" };
                found.push(format!("{root}{}", names.join("::")));
                Ok(())
            })
        })?;
    }
    Ok(found)
}
