use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitBool, Meta, Result, Token};

use crate::key::{each_key, name, once, text, unknown, words};
use crate::{CheckSyntax, ForeignKeySyntax, IndexSyntax, Located};

/// What `#[model(…)]` on a struct says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelOptions {
    /// `table = "…"`: the table's name in the database.
    pub table: Option<Located<String>>,
    /// `schema = "…"`.
    pub schema: Option<Located<String>>,
    /// `primary_key(a, b)`.
    pub primary_key: Option<Vec<Located<String>>>,
    /// `index(…)`.
    pub indexes: Vec<IndexSyntax>,
    /// `unique(…)`.
    pub uniques: Vec<IndexSyntax>,
    /// `foreign_key(…)`.
    pub foreign_keys: Vec<ForeignKeySyntax>,
    /// `check(…)`.
    pub checks: Vec<CheckSyntax>,
    /// `renamed_from = "…"`.
    pub renamed_from: Option<Located<String>>,
    /// `comment = "…"`.
    pub comment: Option<Located<String>>,
    /// `managed = false`.
    pub managed: Option<bool>,
    /// `database = "…"`: the alias of the only database that the model is for.
    pub database: Option<Located<String>>,
}

const KEYS: [&str; 11] = [
    "table",
    "schema",
    "primary_key",
    "index",
    "unique",
    "foreign_key",
    "check",
    "renamed_from",
    "comment",
    "managed",
    "database",
];

impl ModelOptions {
    /// Reads all `#[model(…)]` among the attributes of a struct.
    pub(crate) fn read(metas: &[Meta]) -> Result<Self> {
        let mut options = Self::default();
        for meta in metas.iter().filter(|meta| meta.path().is_ident("model")) {
            meta.require_list()?
                .parse_args_with(|input: ParseStream<'_>| each_key(input, |key, input| options.key(key, input)))?;
        }
        Ok(options)
    }

    fn key(&mut self, key: &Ident, input: ParseStream<'_>) -> Result<()> {
        match key.unraw().to_string().as_str() {
            "table" => once(&mut self.table, key, name(input)?),
            "schema" => once(&mut self.schema, key, name(input)?),
            "primary_key" => once(&mut self.primary_key, key, words(input)?),
            "renamed_from" => once(&mut self.renamed_from, key, name(input)?),
            "comment" => once(&mut self.comment, key, text(input)?),
            "database" => once(&mut self.database, key, name(input)?),
            "managed" => {
                input.parse::<Token![=]>()?;
                once(&mut self.managed, key, input.parse::<LitBool>()?.value)
            }
            "index" => {
                self.indexes.push(IndexSyntax::parse(key, input)?);
                Ok(())
            }
            "unique" => {
                self.uniques.push(IndexSyntax::parse(key, input)?);
                Ok(())
            }
            "foreign_key" => {
                self.foreign_keys.push(ForeignKeySyntax::parse(key, input)?);
                Ok(())
            }
            "check" => {
                self.checks.push(CheckSyntax::parse(key, input)?);
                Ok(())
            }
            _ => Err(unknown(key, "#[model(...)] on a struct", &KEYS)),
        }
    }
}
