use std::collections::{BTreeMap, BTreeSet};

use super::attribute::Attribute;
use super::literal::literal;
use super::names::{Names, free};
use super::rust_name::{camel, of_one, written};
use crate::dialect::{Dialect, Driver};
use crate::models::table_macro::path_of_schema;
use crate::schema::{Column, EnumType, Schema, Table, TableName, name_of_type};

/// An enum of Rust for values that columns hold.
#[derive(Clone, Debug)]
pub(super) struct EnumText {
    /// Its name in Rust.
    pub(super) ident: String,
    /// The type in the database, where it is one.
    ty: Option<EnumType>,
    /// What the variants are called, each with its value.
    variants: Vec<(String, String)>,
    /// What Diesel calls the types of the columns.
    sql_types: BTreeSet<String>,
}

/// The enums of a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Enums {
    list: Vec<EnumText>,
    of_columns: BTreeMap<(TableName, String), usize>,
}

impl Enums {
    pub(super) fn of(schema: &Schema, names: &mut Names, dialect: &dyn Dialect) -> Self {
        let mut enums = Self::default();
        let mut known: BTreeMap<Key, usize> = BTreeMap::new();
        let shared = shared(schema);
        for table in schema.tables.values() {
            for column in &table.columns {
                let ty = name_of_type(&column.ty).and_then(|name| schema.enums.get(&name));
                let Some(values) = ty.map(|ty| &ty.values).or(column.values.as_ref()).filter(|own| !own.is_empty())
                else {
                    continue;
                };
                let common = shared.get(column.name.as_str()).is_some_and(|count| *count > 1);
                let key = match ty {
                    Some(ty) => Key::Type(ty.name.clone()),
                    None if common => Key::Values(column.name.clone()),
                    None => Key::Column(table.name.clone(), column.name.clone()),
                };
                let place = *known.entry(key).or_insert_with(|| {
                    let ident = names.new_type(&candidates(table, column, ty, common));
                    let (ty, variants) = (ty.cloned(), variants(values));
                    enums.list.push(EnumText { ident, ty, variants, sql_types: BTreeSet::new() });
                    enums.list.len() - 1
                });
                enums.of_columns.insert((table.name.clone(), column.name.clone()), place);
                if let Some(own) = enums.list.get_mut(place)
                    && dialect.driver() != Driver::Sqlite
                {
                    own.sql_types.extend(
                        sql_type(table, column, dialect)
                            .map(|ty| format!("{}sql_types::{ty}", path_of_schema(&table.name))),
                    );
                }
            }
        }
        enums
    }

    /// That of the column.
    pub(super) fn get(&self, table: &TableName, column: &str) -> Option<&EnumText> {
        self.of_columns.get(&(table.clone(), column.to_owned())).and_then(|place| self.list.get(*place))
    }
}

/// What columns have one enum in common by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Type(TableName),
    Values(String),
    Column(TableName, String),
}

/// How many columns of a name there are that list the same values, where all of that name do.
fn shared(schema: &Schema) -> BTreeMap<&str, usize> {
    let mut found: BTreeMap<&str, (usize, Option<&Vec<String>>)> = BTreeMap::new();
    for column in schema.tables.values().flat_map(|table| &table.columns) {
        let Some(values) = &column.values else { continue };
        let own = found.entry(&column.name).or_insert((0, Some(values)));
        own.0 += 1;
        own.1 = own.1.filter(|others| *others == values);
    }
    found.into_iter().filter(|(_, (_, values))| values.is_some()).map(|(name, (count, _))| (name, count)).collect()
}

/// What the enum could be called, best first.
fn candidates(table: &Table, column: &Column, ty: Option<&EnumType>, common: bool) -> Vec<String> {
    let of_column = camel(&column.name, "Value");
    let of_both = format!("{}{of_column}", of_one(&table.name.name));
    match ty {
        Some(ty) => {
            let own = camel(&ty.name.name, "Value");
            vec![own.clone(), format!("{own}Enum")]
        }
        None if common => vec![of_column, of_both],
        None => vec![of_both.clone(), format!("{of_both}Enum")],
    }
}

fn variants(values: &[String]) -> Vec<(String, String)> {
    let mut taken = BTreeSet::new();
    let variant = |value: &String| (free(&mut taken, &[camel(value, variant_of_none(value))], ""), value.clone());
    values.iter().map(variant).collect()
}

/// A variant for a value without letters.
fn variant_of_none(value: &str) -> &'static str {
    match value.trim() {
        "" => "Empty",
        "+" => "Plus",
        "-" => "Minus",
        "*" => "Any",
        _ => "Value",
    }
}

/// What Diesel calls the type of such a column, which is none of its own.
fn sql_type(table: &Table, column: &Column, dialect: &dyn Dialect) -> Option<String> {
    let path = dialect.diesel_type(table, column)?.path;
    let start = path.rfind('<').map_or(0, |open| open + 1);
    let name = path.get(start..)?.trim_end_matches('>');
    Some(name.to_owned())
}

impl EnumText {
    /// The variant that stands for the value.
    pub(super) fn variant(&self, value: &str) -> Option<String> {
        let (variant, _) = self.variants.iter().find(|(_, own)| own == value)?;
        Some(format!("{}::{}", self.ident, written(variant)))
    }

    /// The values, in order.
    pub(super) fn values(&self) -> Vec<String> {
        self.variants.iter().map(|(_, value)| value.clone()).collect()
    }

    /// The enum as source text.
    pub(super) fn text(&self) -> String {
        let mut text = String::from("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ModelEnum)]\n");
        let mut diesel = Attribute::default();
        diesel.extend(self.sql_types.iter().map(|own| format!("sql_type = {own}")));
        text += &diesel.lines("diesel", "");
        let mut model = Attribute::default();
        if let Some(ty) = &self.ty {
            if diesel_manage_syntax::snake_case(&self.ident) != ty.name.name {
                model.push(format!("name = {}", literal(&ty.name.name)));
            }
            model.extend(ty.name.schema.iter().map(|schema| format!("schema = {}", literal(schema))));
            model.extend(ty.comment.iter().map(|comment| format!("comment = {}", literal(comment))));
        }
        text += &model.lines("model", "");
        text += &format!("pub enum {} {{\n", self.ident);
        for (variant, value) in &self.variants {
            if diesel_manage_syntax::snake_case(variant) != *value {
                text += &format!("    #[model(value = {})]\n", literal(value));
            }
            text += &format!("    {},\n", written(variant));
        }
        text + "}\n"
    }
}
