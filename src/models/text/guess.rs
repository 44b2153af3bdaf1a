//! Which Rust type holds what a column of the database holds.

use super::needs::Needs;
use crate::dialect::{Dialect, Driver, RustType};
use crate::schema::{Column, ColumnType, Table};

/// The Rust type of a column.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    /// As it is written, without `Option`.
    pub(super) text: String,
    /// What the models take it for; `None` for a type that they do not know by name.
    pub(super) rust: Option<RustType>,
    /// Whether Diesel reads the column into it.
    pub(super) readable: bool,
    pub(super) needs: Needs,
}

impl Guess {
    fn new(text: &str, rust: Option<RustType>) -> Self {
        Self { text: text.to_owned(), rust, readable: true, needs: Needs::default() }
    }

    /// A type of the language, or one that the models know by its name.
    pub(super) fn of(rust: RustType) -> Self {
        let plain = |text: &str, rust| Self::new(text, Some(rust));
        let with = |text: &str, rust, needs| Self { needs, ..Self::new(text, Some(rust)) };
        let chrono = |names: &[(&'static str, &'static str)]| Needs::of("chrono", "chrono", names);
        match rust {
            RustType::Bool => plain("bool", rust),
            RustType::I8 => plain("i8", rust),
            RustType::I16 => plain("i16", rust),
            RustType::I32 => plain("i32", rust),
            RustType::I64 => plain("i64", rust),
            RustType::U8 => plain("u8", rust),
            RustType::U16 => plain("u16", rust),
            RustType::U32 => plain("u32", rust),
            RustType::U64 => plain("u64", rust),
            RustType::F32 => plain("f32", rust),
            RustType::F64 => plain("f64", rust),
            RustType::Bytes => plain("Vec<u8>", rust),
            RustType::Date => with("NaiveDate", rust, chrono(&[("chrono", "NaiveDate")])),
            RustType::Time => with("NaiveTime", rust, chrono(&[("chrono", "NaiveTime")])),
            RustType::Timestamp => with("NaiveDateTime", rust, chrono(&[("chrono", "NaiveDateTime")])),
            RustType::SystemTime => {
                let uses = [("std::time", "SystemTime")].into();
                with("SystemTime", rust, Needs { uses, ..Needs::default() })
            }
            RustType::TimestampTz | RustType::DateTime => {
                with("DateTime<Utc>", rust, chrono(&[("chrono", "DateTime"), ("chrono", "Utc")]))
            }
            RustType::Uuid => with("Uuid", rust, Needs::of("uuid", "uuid", &[("uuid", "Uuid")])),
            RustType::Decimal => {
                with("BigDecimal", rust, Needs::of("numeric", "bigdecimal", &[("bigdecimal", "BigDecimal")]))
            }
            RustType::Json => with("serde_json::Value", rust, Needs::of("serde_json", "serde_json", &[])),
            RustType::IpNetwork => {
                with("IpNetwork", rust, Needs::of("network-address", "ipnetwork", &[("ipnetwork", "IpNetwork")]))
            }
            RustType::Array(element) => {
                let element = Self::of(*element);
                element.in_an_array()
            }
            RustType::String | RustType::Enum { .. } => plain("String", RustType::String),
        }
    }

    /// What Diesel reads into a type that the models do not know.
    fn other(text: &str) -> Self {
        Self::new(text, None)
    }

    /// What Diesel does not read at all. The field has a type all the same, as a field must.
    fn unread() -> Self {
        Self { readable: false, ..Self::new("String", Some(RustType::String)) }
    }

    /// An array of it, in which PostgreSQL may have NULLs anywhere.
    pub(super) fn in_an_array(self) -> Self {
        let rust = self.rust.map(|rust| RustType::Array(Box::new(rust)));
        Self { text: format!("Vec<Option<{}>>", self.text), rust, ..self }
    }
}

/// The Rust type for the column, which is no enum.
pub(super) fn guess(dialect: &dyn Dialect, table: &Table, column: &Column) -> Guess {
    match dialect.driver() {
        Driver::Sqlite => sqlite(dialect, table, column),
        Driver::Postgres => postgres(&column.ty),
        Driver::Mysql => mysql(&column.ty),
    }
}

/// As Diesel reads the declared type; more exactly where that loses something.
fn sqlite(dialect: &dyn Dialect, table: &Table, column: &Column) -> Guess {
    let base = column.ty.base();
    let has = |part: &str| base.contains(part);
    let own = match base.as_str() {
        "json" => Some(RustType::Json),
        "numeric" | "decimal" => Some(RustType::Decimal),
        "datetime" | "timestamp" | "timestamp without time zone" => Some(RustType::Timestamp),
        "timestamptz" | "timestamp with time zone" => Some(RustType::TimestampTz),
        "date" => Some(RustType::Date),
        "time" => Some(RustType::Time),
        // It has eight bytes here.
        "real" => Some(RustType::F64),
        _ if has("tiny") && has("int") && column.ty.arguments() != [1] => Some(RustType::I16),
        _ => None,
    };
    let printed = own.is_none().then(|| dialect.diesel_type(table, column)).flatten();
    let rust = own.or_else(|| {
        Some(match printed?.path.as_str() {
            "Bool" => RustType::Bool,
            "SmallInt" => RustType::I16,
            "Integer" => RustType::I32,
            "BigInt" => RustType::I64,
            "Text" => RustType::String,
            "Binary" => RustType::Bytes,
            "Float" => RustType::F32,
            "Double" => RustType::F64,
            "Timestamp" => RustType::Timestamp,
            "Date" => RustType::Date,
            "Time" => RustType::Time,
            _ => return None,
        })
    });
    // Whatever a type is called that nobody knows, SQLite gives what it holds as text.
    rust.map_or_else(|| Guess::of(RustType::String), Guess::of)
}

fn postgres(ty: &ColumnType) -> Guess {
    if let Some(element) = ty.text().strip_suffix("[]") {
        return postgres(&ColumnType::new(element)).in_an_array();
    }
    let bound = |of: &str, needs: Needs| {
        let mut needs = needs;
        needs.uses.insert(("std::ops", "Bound"));
        Guess { needs, ..Guess::other(&format!("(Bound<{of}>, Bound<{of}>)")) }
    };
    let range = |rust: RustType| {
        let own = Guess::of(rust);
        bound(&own.text, own.needs)
    };
    Guess::of(match ty.base().as_str() {
        "smallint" => RustType::I16,
        "integer" => RustType::I32,
        "bigint" => RustType::I64,
        "real" => RustType::F32,
        "double precision" => RustType::F64,
        "boolean" => RustType::Bool,
        "numeric" => RustType::Decimal,
        "text" | "varchar" | "char" | "bpchar" | "citext" => RustType::String,
        "bytea" => RustType::Bytes,
        "date" => RustType::Date,
        "time" => RustType::Time,
        "timestamp" => RustType::Timestamp,
        "timestamptz" => RustType::TimestampTz,
        "uuid" => RustType::Uuid,
        "json" | "jsonb" => RustType::Json,
        "inet" | "cidr" => RustType::IpNetwork,
        "oid" => RustType::U32,
        "\"char\"" => RustType::U8,
        "int4range" => return range(RustType::I32),
        "int8range" => return range(RustType::I64),
        "numrange" => return range(RustType::Decimal),
        "daterange" => return range(RustType::Date),
        "tsrange" => return range(RustType::Timestamp),
        "tstzrange" => return range(RustType::TimestampTz),
        "macaddr" => return Guess::other("[u8; 6]"),
        "macaddr8" => return Guess::other("[u8; 8]"),
        "money" => return Guess::other("diesel::data_types::PgMoney"),
        base if base.starts_with("interval") => return Guess::other("diesel::data_types::PgInterval"),
        _ => return Guess::unread(),
    })
}

fn mysql(ty: &ColumnType) -> Guess {
    let base = ty.base();
    let unsigned = base.contains("unsigned");
    let signed = |signed: RustType, other: RustType| if unsigned { other } else { signed };
    Guess::of(match base.split([' ', '(']).next().unwrap_or_default() {
        "tinyint" if ty.key() == "tinyint(1)" => RustType::Bool,
        "tinyint" => signed(RustType::I8, RustType::U8),
        "smallint" => signed(RustType::I16, RustType::U16),
        "int" => signed(RustType::I32, RustType::U32),
        "bigint" => signed(RustType::I64, RustType::U64),
        "decimal" if !unsigned => RustType::Decimal,
        "float" if !unsigned => RustType::F32,
        "double" if !unsigned => RustType::F64,
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => RustType::String,
        "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" | "bit" => RustType::Bytes,
        "date" => RustType::Date,
        "time" => RustType::Time,
        "datetime" | "timestamp" => RustType::Timestamp,
        "json" => RustType::Json,
        // `table!` calls these by names of their own, which nothing of Diesel reads.
        "mediumint" => return Guess { readable: false, ..Guess::of(signed(RustType::I32, RustType::U32)) },
        "year" => return Guess { readable: false, ..Guess::of(RustType::I16) },
        _ => return Guess::unread(),
    })
}
