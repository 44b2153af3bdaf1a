use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitInt, Meta, Result, Token};

use crate::attribute::flatten;
use crate::key::{located, words};
use crate::{Located, Position, TypeSyntax};

/// What stands between the braces of `table! { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableMacro {
    /// The module that it makes.
    pub module: Located<String>,
    /// The schema in front of the module's name.
    pub schema: Option<String>,
    /// The table's name in the database: `#[sql_name = "…"]`, else the module's name.
    pub name: String,
    /// The columns of the primary key as they are called in Rust; without any, `id`.
    pub primary_key: Vec<Located<String>>,
    /// The columns.
    pub columns: Vec<TableColumn>,
}

/// A column of a `table!`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name in Rust.
    pub ident: Located<String>,
    /// Its name in the database.
    pub name: String,
    /// The Diesel type.
    pub ty: Located<TypeSyntax>,
    /// `#[max_length = N]`.
    pub max_length: Option<u64>,
}

impl Parse for TableMacro {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        skip_uses(input)?;
        let attributes = Attribute::parse_outer(input)?;
        let mut module = Ident::parse_any(input)?;
        let mut schema = None;
        if input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            schema = Some(module.unraw().to_string());
            module = Ident::parse_any(input)?;
        }
        let mut primary_key = Vec::new();
        if input.peek(syn::token::Paren) {
            primary_key = words(input)?;
        }
        let content;
        syn::braced!(content in input);
        let mut columns = Vec::new();
        while !content.is_empty() {
            columns.push(content.parse()?);
            crate::key::comma(&content)?;
        }
        if columns.is_empty() {
            return Err(syn::Error::new(module.span(), "a table! without columns"));
        }
        let name = sql_name(&flatten(&attributes)).unwrap_or_else(|| module.unraw().to_string());
        Ok(Self { module: located(&module), schema, name, primary_key, columns })
    }
}

impl Parse for TableColumn {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let metas = flatten(&Attribute::parse_outer(input)?);
        let ident = Ident::parse_any(input)?;
        input.parse::<Token![->]>()?;
        let at = Position::from(input.span());
        let ty: syn::TypePath = input.parse()?;
        Ok(Self {
            name: sql_name(&metas).unwrap_or_else(|| ident.unraw().to_string()),
            ident: located(&ident),
            ty: Located { value: TypeSyntax::new(&syn::Type::Path(ty)), at },
            max_length: max_length(&metas)?,
        })
    }
}

/// Skips `use path::*;`, as often as it comes.
fn skip_uses(input: ParseStream<'_>) -> Result<()> {
    while input.peek(Token![use]) || input.peek(Token![pub]) {
        loop {
            if let TokenTree::Punct(sign) = input.parse()?
                && sign.as_char() == ';'
            {
                break;
            }
        }
    }
    Ok(())
}

fn sql_name(metas: &[Meta]) -> Option<String> {
    match literal(metas, "sql_name")? {
        Lit::Str(text) => {
            let text = text.value();
            // As Diesel reads it.
            Some(text.strip_prefix("r#").map_or(text.clone(), str::to_owned))
        }
        _ => None,
    }
}

fn max_length(metas: &[Meta]) -> Result<Option<u64>> {
    match literal(metas, "max_length") {
        Some(Lit::Int(number)) => LitInt::base10_parse(number).map(Some),
        _ => Ok(None),
    }
}

fn literal<'a>(metas: &'a [Meta], key: &str) -> Option<&'a Lit> {
    metas.iter().find_map(|meta| match meta {
        Meta::NameValue(pair) if pair.path.is_ident(key) => match &pair.value {
            Expr::Lit(ExprLit { lit, .. }) => Some(lit),
            _ => None,
        },
        _ => None,
    })
}
