use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::print_options::{Docs, GENERATED, PrintOptions, doc_comment};
use super::rust_table::RustTable;
use super::table_macro::{WIDTH, ident, printed_columns};
use crate::dialect::Driver;
use crate::dialect::postgres::catalog_name;
use crate::schema::{ColumnType, Table};

/// A type that `diesel::sql_types` lacks, for which `diesel print-schema` makes a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CustomType {
    /// The struct's name.
    pub(super) name: String,
    /// The line that ties the struct to the database's type.
    attribute: String,
    /// What the type is called where it gets no struct.
    pub(super) plain: String,
    /// The words that say what it is.
    docs: String,
}

/// What `diesel print-schema` takes for one of Diesel's own on every database.
#[rustfmt::skip]
const COMMON: [&str; 32] = [
    "Bool", "Integer", "SmallInt", "BigInt", "Binary", "Text", "Double", "Float", "Numeric", "Timestamp", "Date", "Time",
    "Float4", "Smallint", "Int2", "Int4", "Int8", "Bigint", "Float8", "Decimal", "VarChar", "Varchar", "Char",
    "Tinytext", "Mediumtext", "Longtext", "Tinyblob", "Blob", "Mediumblob", "Longblob", "Varbinary", "Bit",
];

/// The same on PostgreSQL alone.
#[rustfmt::skip]
const POSTGRES: [&str; 34] = [
    "Cidr", "Citext", "Inet", "Jsonb", "MacAddr", "MacAddr8", "Money", "Oid", "Range", "Timestamptz", "Uuid", "Json",
    "PgLsn", "Record", "Interval", "Int4range", "Int8range", "Daterange", "Numrange", "Tsrange", "Tstzrange",
    "Int4multirange", "Int8multirange", "Datemultirange", "Nummultirange", "Tsmultirange", "Tstzmultirange",
    "SmallSerial", "BigSerial", "Serial", "Bytea", "Bpchar", "Macaddr", "Macaddr8",
];

/// The same on MySQL alone.
#[rustfmt::skip]
const MYSQL: [&str; 4] = ["TinyInt", "Tinyint", "Datetime", "Json"];

impl CustomType {
    /// That of the column, if its Diesel type is none of Diesel's own.
    pub(super) fn of(driver: Driver, diesel: &str, ty: &ColumnType) -> Option<Self> {
        let name = innermost(diesel).rsplit("::").next()?.to_owned();
        let known: &[&str] = match driver {
            Driver::Sqlite => return None,
            Driver::Postgres => &POSTGRES,
            Driver::Mysql => &MYSQL,
        };
        if known.contains(&name.as_str()) || COMMON.contains(&name.as_str()) {
            return None;
        }
        let mut plain = name.clone();
        let docs;
        let attribute = match driver {
            Driver::Mysql => {
                let word: String = ty.base().chars().take_while(char::is_ascii_alphanumeric).collect();
                let capital = word.chars().next().map(|first| first.to_ascii_uppercase()).into_iter();
                let word: String = capital.chain(word.chars().skip(1)).collect();
                plain.clone_from(&word);
                docs = format!("The `{}` SQL type for the", word.to_lowercase());
                // Diesel's `MysqlType` has no word of its own for these.
                let word = match word.as_str() {
                    "Mediumint" => "Long",
                    "Year" => "Short",
                    other => other,
                };
                format!("mysql_type(name = \"{word}\")")
            }
            _ => match catalog_name(ty) {
                (Some(schema), name) => {
                    docs = format!("The `{schema}.{name}` SQL type");
                    format!("postgres_type(name = {}, schema = {})", text(&name), text(&schema))
                }
                (None, name) => {
                    docs = format!("The `{name}` SQL type");
                    format!("postgres_type(name = {})", text(&name))
                }
            },
        };
        Some(Self { name, attribute, plain, docs })
    }

    /// Those of a table that get a struct, in the order in which its columns are printed, each once.
    pub(super) fn of_table(driver: Driver, table: &Table, rust: &RustTable, options: &PrintOptions) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for (column, own) in printed_columns(table, rust, options) {
            let custom = Self::of(driver, &own.diesel, &column.ty).filter(|own| (options.defines_type)(&own.plain));
            let custom = custom.map(|mut custom| {
                if driver == Driver::Mysql {
                    // The words are about one column.
                    let path = format!("{}::{}", ident(&rust.module), ident(&own.ident));
                    custom.docs = format!("{}\n[`{path}`](super::{path})) column", custom.docs);
                }
                custom
            });
            found.extend(custom.filter(|custom| found.iter().all(|other| other.name != custom.name)));
        }
        found
    }
}

/// The module with a struct for each, as `diesel print-schema` writes it with the settings that `diesel setup` makes;
/// nothing where there is none.
pub(super) fn module(types: impl IntoIterator<Item = CustomType>, options: &PrintOptions, indent: usize) -> String {
    let mut all: BTreeMap<String, CustomType> = BTreeMap::new();
    for custom in types {
        all.entry(custom.name.clone()).or_insert(custom);
    }
    if all.is_empty() {
        return String::new();
    }
    let (has_docs, mut printed) = (options.docs == Docs::All, String::new());
    if has_docs {
        printed += &doc_comment(&format!("A module containing custom SQL type definitions\n\n{GENERATED}"), 0);
    }
    printed.push_str("pub mod sql_types {\n");
    let derives = derives(&options.derives, indent + 4);
    for (place, custom) in all.values().enumerate() {
        if place > 0 {
            printed.push('\n');
        }
        if has_docs {
            printed += &doc_comment(&format!("{}\n\n{GENERATED}", custom.docs), 4);
        }
        printed.push_str(&derives);
        printed.push_str(&attribute(&custom.attribute));
        let _ = writeln!(printed, "    pub struct {};", custom.name);
    }
    printed.push_str("}\n");
    printed
}

/// The derives of a struct as rustfmt leaves them: on one line, else each on a line of its own.
fn derives(names: &[String], indent: usize) -> String {
    let line = format!("#[derive({})]", names.join(", "));
    if indent + line.chars().count() <= WIDTH {
        return format!("    {line}\n");
    }
    let names: String = names.iter().map(|name| format!("        {name},\n")).collect();
    format!("    #[derive(\n{names}    )]\n")
}

/// The attribute of a struct. Where its parts are long together, rustfmt gives each a line of its own.
fn attribute(inside: &str) -> String {
    let parts = inside.strip_prefix("postgres_type(").and_then(|parts| parts.strip_suffix(')'));
    match parts.filter(|parts| parts.chars().count() >= ATTRIBUTE_WIDTH) {
        Some(parts) => {
            let lines = parts.replacen(", schema = ", ",\n        schema = ", 1);
            format!("    #[diesel(postgres_type(\n        {lines}\n    ))]\n")
        }
        None => format!("    #[diesel({inside})]\n"),
    }
}

/// So many characters in the parentheses of an attribute are too many for one line to rustfmt.
const ATTRIBUTE_WIDTH: usize = 70;

/// The type without the path of a type of the project's own: `Array<Nullable<Mood>>`.
pub(super) fn without_path(diesel: &str) -> String {
    let inner = innermost(diesel);
    match inner.rsplit_once("::") {
        Some((path, name)) if path.ends_with("sql_types") => diesel.replace(inner, name),
        _ => diesel.to_owned(),
    }
}

/// What is inside `Array<Nullable<…>>`.
pub(super) fn innermost(diesel: &str) -> &str {
    let start = diesel.rfind('<').map_or(0, |open| open + 1);
    diesel.get(start..).unwrap_or(diesel).trim_end_matches('>')
}

/// The text as a literal of Rust.
pub(super) fn text(text: &str) -> String {
    if !text.contains('"') {
        return format!("{text:?}");
    }
    let hashes = "#".repeat(text.matches('#').count() + 1);
    format!("r{hashes}\"{text}\"{hashes}")
}

#[cfg(test)]
mod tests {
    use super::super::PrintOptions;
    use super::{CustomType, module, without_path};
    use crate::dialect::Driver;
    use crate::schema::ColumnType;

    #[test]
    fn what_diesel_lacks_gets_a_struct() {
        let of = |driver, diesel: &str, ty: &str| CustomType::of(driver, diesel, &ColumnType::new(ty));
        assert_eq!(of(Driver::Postgres, "Array<Nullable<Int4>>", "INTEGER[]"), None);
        assert_eq!(of(Driver::Mysql, "Unsigned<Integer>", "int unsigned"), None);
        assert_eq!(of(Driver::Sqlite, "Anything", "anything"), None);
        let types = [
            of(Driver::Postgres, "Tsvector", "TSVECTOR"),
            of(Driver::Postgres, "Array<Nullable<Mood>>", "app.\"Mood\"[]"),
            of(Driver::Mysql, "UsersRoleEnum", "enum('a','b')"),
            of(Driver::Postgres, "Mood", "app.\"Mood\""),
        ];
        assert_eq!(
            module(types.into_iter().flatten(), &PrintOptions::default(), 0),
            "pub mod sql_types {
    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = \"Mood\", schema = \"app\"))]
    pub struct Mood;

    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = \"tsvector\", schema = \"pg_catalog\"))]
    pub struct Tsvector;

    #[derive(diesel::query_builder::QueryId, Clone, diesel::sql_types::SqlType)]
    #[diesel(mysql_type(name = \"Enum\"))]
    pub struct UsersRoleEnum;
}
"
        );
        assert_eq!(without_path("Array<Nullable<crate::schema::sql_types::Mood>>"), "Array<Nullable<Mood>>");
    }
}
