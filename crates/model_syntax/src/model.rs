use syn::{Data, DeriveInput, Fields, Result};

use crate::attribute::flatten;
use crate::diesel_attribute::DieselAttribute;
use crate::key::{located, with_hint};
use crate::{Field, Located, ModelOptions, infer_table_name};

/// A struct with `#[derive(Model)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The struct's name.
    pub ident: Located<String>,
    /// The last word of `#[diesel(table_name = …)]`.
    pub table_name: Option<Located<String>>,
    /// The columns of `#[diesel(primary_key(…))]`.
    pub diesel_primary_key: Option<Vec<Located<String>>>,
    /// What `#[model(…)]` says.
    pub options: ModelOptions,
    /// The fields.
    pub fields: Vec<Field>,
}

impl Model {
    /// Reads what the derive macro is given.
    ///
    /// # Errors
    /// When it is no struct with named fields, or an attribute is not understood.
    pub fn new(input: &DeriveInput) -> Result<Self> {
        let wrong = |message: &str, hint: &str| Err(syn::Error::new(input.ident.span(), with_hint(message, hint)));
        let fields = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => fields,
                _ => return wrong("a model's fields have names", "struct User { id: i64 }"),
            },
            Data::Enum(_) => return wrong("Model is for structs", "derive ModelEnum for an enum"),
            Data::Union(_) => return wrong("Model is for structs", "make it a struct"),
        };
        let metas = flatten(&input.attrs);
        let diesel = DieselAttribute::read(&metas);
        let mut errors = Errors::default();
        let options = errors.catch(ModelOptions::read(&metas));
        let fields: Vec<Field> = fields.named.iter().filter_map(|field| errors.catch(Field::new(field))).collect();
        if fields.is_empty() {
            errors.catch(wrong("a model needs a field: a table has at least one column", "id: i64"));
        }
        errors.end()?;
        Ok(Self {
            ident: located(&input.ident),
            table_name: diesel.table_name,
            diesel_primary_key: diesel.primary_key,
            options: options.unwrap_or_default(),
            fields,
        })
    }

    /// The module that `table!` makes for it: Diesel's `table_name`, else what Diesel infers.
    pub fn module(&self) -> String {
        self.table_name.as_ref().map_or_else(|| infer_table_name(&self.ident.value), |name| name.value.clone())
    }

    /// The table's name in the database.
    pub fn table(&self) -> String {
        self.options.table.as_ref().map_or_else(|| self.module(), |name| name.value.clone())
    }
}

/// Collects errors, so that all of a struct are told at once.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    pub(crate) fn catch<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                match &mut self.0 {
                    Some(all) => all.combine(error),
                    None => self.0 = Some(error),
                }
                None
            }
        }
    }

    pub(crate) fn end(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}
