use super::super::{RustType, TypeOptions};
use super::canonical_type::canonical_type;
use super::quote::quote;
use crate::schema::ColumnType;

/// See [`Dialect::column_type`](super::super::Dialect::column_type).
pub(super) fn column_type(ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String> {
    check_options(ty, options)?;
    let name = match ty {
        RustType::Bool => "BOOLEAN".to_owned(),
        RustType::I16 => "SMALLINT".to_owned(),
        RustType::I32 => "INTEGER".to_owned(),
        RustType::I64 => "BIGINT".to_owned(),
        RustType::F32 => "REAL".to_owned(),
        RustType::F64 => "DOUBLE PRECISION".to_owned(),
        RustType::String => options.max_length.map_or("TEXT".to_owned(), |length| format!("VARCHAR({length})")),
        RustType::Bytes => "BYTEA".to_owned(),
        RustType::Date => "DATE".to_owned(),
        RustType::Time => "TIME".to_owned(),
        RustType::Timestamp | RustType::SystemTime => "TIMESTAMP".to_owned(),
        RustType::TimestampTz | RustType::DateTime => "TIMESTAMPTZ".to_owned(),
        RustType::Uuid => "UUID".to_owned(),
        RustType::Decimal => match (options.precision, options.scale) {
            (Some(precision), Some(scale)) if scale > 0 => format!("NUMERIC({precision},{scale})"),
            (Some(precision), _) => format!("NUMERIC({precision})"),
            (None, _) => "NUMERIC".to_owned(),
        },
        RustType::Json => "JSONB".to_owned(),
        RustType::IpNetwork => "INET".to_owned(),
        RustType::Enum { name, .. } => {
            // A dot in the name of the type is its schema's.
            name.split('.').map(quote).collect::<Vec<_>>().join(".")
        }
        RustType::Array(element) => {
            let options = TypeOptions { sole_key: false, ..options.clone() };
            let element = column_type(element, &options)?;
            return Ok(canonical_type(&format!("{}[]", element.text())));
        }
        RustType::I8 | RustType::U8 => {
            return Err("Diesel cannot keep it in PostgreSQL; the next wider type is i16".into());
        }
        RustType::U16 => return Err("PostgreSQL has no unsigned integers; the next wider type is i32".into()),
        RustType::U32 => return Err("PostgreSQL has no unsigned integers; the next wider type is i64".into()),
        RustType::U64 => return Err("PostgreSQL has no unsigned integers, and its integers end at i64".into()),
    };
    Ok(ColumnType::new(name))
}

/// The Diesel type with which Diesel reads and writes the Rust type in PostgreSQL, `None` if there is none.
pub(super) fn diesel_type_of_rust(ty: &RustType) -> Option<String> {
    let name = match ty {
        RustType::Bool => "Bool",
        RustType::I16 => "SmallInt",
        RustType::I32 => "Integer",
        RustType::I64 => "BigInt",
        RustType::F32 => "Float",
        RustType::F64 => "Double",
        RustType::String => "Text",
        RustType::Bytes => "Binary",
        RustType::Date => "Date",
        RustType::Time => "Time",
        RustType::Timestamp | RustType::SystemTime => "Timestamp",
        RustType::TimestampTz | RustType::DateTime => "Timestamptz",
        RustType::Uuid => "Uuid",
        RustType::Decimal => "Numeric",
        RustType::Json => "Jsonb",
        RustType::IpNetwork => "Inet",
        RustType::Array(element) => return Some(format!("Array<{}>", diesel_type_of_rust(element)?)),
        // An enum has a type of its own, which `diesel::sql_types` does not know.
        RustType::Enum { .. } => return None,
        RustType::I8 | RustType::U8 | RustType::U16 | RustType::U32 | RustType::U64 => return None,
    };
    Some(name.to_owned())
}

fn check_options(ty: &RustType, options: &TypeOptions) -> Result<(), String> {
    let element = match ty {
        RustType::Array(element) => element,
        other => other,
    };
    if options.unsigned {
        return Err("PostgreSQL has no unsigned integers".into());
    }
    if options.max_length.is_some() && *element == RustType::Bytes {
        return Err("PostgreSQL's BYTEA has no max_length; a check can limit `octet_length`".into());
    }
    if options.max_length.is_some() && *element != RustType::String {
        return Err("max_length is for text".into());
    }
    match options.max_length {
        Some(0) => return Err("max_length is at least 1".into()),
        Some(10_485_761..) => return Err("max_length is at most 10485760 in PostgreSQL".into()),
        _ => {}
    }
    if (options.precision.is_some() || options.scale.is_some()) && *element != RustType::Decimal {
        return Err("precision and scale are for decimals".into());
    }
    match (options.precision, options.scale) {
        (Some(0), _) => Err("precision is at least 1".into()),
        (Some(1001..), _) => Err("precision is at most 1000 in PostgreSQL".into()),
        (None, Some(_)) => Err("scale needs a precision".into()),
        (Some(precision), Some(scale)) if scale > precision => Err("scale cannot be larger than precision".into()),
        _ => Ok(()),
    }
}
