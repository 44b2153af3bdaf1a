use super::super::{RustType, TypeOptions};
use crate::schema::ColumnType;

/// The most characters of a `varchar`: a row has 65,535 bytes, a character up to four.
const LONGEST_VARCHAR: u64 = 16_383;

/// See [`Dialect::column_type`](super::super::Dialect::column_type).
pub(super) fn column_type(ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String> {
    check_options(ty, options)?;
    let unsigned = if options.unsigned { " unsigned" } else { "" };
    let name = match ty {
        RustType::Bool => "tinyint(1)".to_owned(),
        RustType::I8 => format!("tinyint{unsigned}"),
        RustType::I16 => format!("smallint{unsigned}"),
        RustType::I32 => format!("int{unsigned}"),
        RustType::I64 => format!("bigint{unsigned}"),
        RustType::U8 => "tinyint unsigned".to_owned(),
        RustType::U16 => "smallint unsigned".to_owned(),
        RustType::U32 => "int unsigned".to_owned(),
        RustType::U64 => "bigint unsigned".to_owned(),
        RustType::F32 => "float".to_owned(),
        RustType::F64 => "double".to_owned(),
        RustType::String => match options.max_length {
            None => "text".to_owned(),
            Some(length @ ..=LONGEST_VARCHAR) => format!("varchar({length})"),
            // Four bytes to the character, as for `varchar`.
            Some(..=4_194_303) => "mediumtext".to_owned(),
            Some(_) => "longtext".to_owned(),
        },
        RustType::Bytes => match options.max_length {
            None => "blob".to_owned(),
            Some(length @ ..=65_532) => format!("varbinary({length})"),
            Some(..=16_777_215) => "mediumblob".to_owned(),
            Some(_) => "longblob".to_owned(),
        },
        RustType::Date => "date".to_owned(),
        // What the Rust types hold goes down to microseconds; without the digits MySQL rounds to seconds.
        RustType::Time => "time(6)".to_owned(),
        RustType::Timestamp | RustType::TimestampTz => "datetime(6)".to_owned(),
        RustType::Decimal => {
            // Without digits MySQL keeps no fraction at all, which nobody who writes a decimal means.
            let Some(precision) = options.precision else {
                return Err("MySQL needs the digits of a decimal: precision = 10, scale = 2".into());
            };
            format!("decimal({precision},{})", options.scale.unwrap_or(0))
        }
        RustType::Json => "json".to_owned(),
        RustType::Enum { .. } => "enum".to_owned(),
        RustType::DateTime => {
            return Err("Diesel cannot keep it in MySQL; `NaiveDateTime` and `time::OffsetDateTime` can".into());
        }
        RustType::SystemTime => return Err("Diesel cannot keep it in MySQL; `NaiveDateTime` can".into()),
        RustType::Uuid => return Err("Diesel cannot keep it in MySQL; `Vec<u8>` with max_length = 16 can".into()),
        RustType::IpNetwork => return Err("Diesel cannot keep it in MySQL; `String` can".into()),
        RustType::Array(_) => return Err("MySQL has no arrays".into()),
    };
    Ok(ColumnType::new(name))
}

/// The Diesel type with which Diesel reads and writes the Rust type in MySQL, `None` if there is none.
pub(super) fn diesel_type_of_rust(ty: &RustType) -> Option<&'static str> {
    Some(match ty {
        RustType::Bool => "Bool",
        RustType::I8 => "Tinyint",
        RustType::I16 => "Smallint",
        RustType::I32 => "Integer",
        RustType::I64 => "Bigint",
        RustType::U8 => "Unsigned<Tinyint>",
        RustType::U16 => "Unsigned<Smallint>",
        RustType::U32 => "Unsigned<Integer>",
        RustType::U64 => "Unsigned<Bigint>",
        RustType::F32 => "Float",
        RustType::F64 => "Double",
        // A value of an enum travels as text.
        RustType::String | RustType::Enum { .. } => "Text",
        RustType::Bytes => "Binary",
        RustType::Date => "Date",
        RustType::Time => "Time",
        RustType::Timestamp | RustType::TimestampTz => "Datetime",
        RustType::Decimal => "Decimal",
        RustType::Json => "Json",
        RustType::DateTime | RustType::SystemTime => return None,
        RustType::Uuid | RustType::IpNetwork | RustType::Array(_) => return None,
    })
}

fn check_options(ty: &RustType, options: &TypeOptions) -> Result<(), String> {
    let is_integer = matches!(ty, RustType::I8 | RustType::I16 | RustType::I32 | RustType::I64);
    let is_unsigned = matches!(ty, RustType::U8 | RustType::U16 | RustType::U32 | RustType::U64);
    if options.unsigned && is_integer {
        return Err("Diesel reads an unsigned column into an unsigned type: u32 instead of i32".into());
    }
    if options.unsigned && !is_unsigned {
        return Err("unsigned is for integers".into());
    }
    if options.max_length.is_some() && !matches!(ty, RustType::String | RustType::Bytes) {
        return Err("max_length is for text and bytes".into());
    }
    match options.max_length {
        Some(0) => return Err("max_length is at least 1".into()),
        Some(length) if length > 4_294_967_295 => return Err("max_length is at most 4294967295".into()),
        _ => {}
    }
    if (options.precision.is_some() || options.scale.is_some()) && *ty != RustType::Decimal {
        return Err("precision and scale are for decimals".into());
    }
    match (options.precision, options.scale) {
        (Some(0), _) => Err("precision is at least 1".into()),
        (Some(66..), _) => Err("precision is at most 65 in MySQL".into()),
        (_, Some(31..)) => Err("scale is at most 30 in MySQL".into()),
        (None, Some(_)) => Err("scale needs a precision".into()),
        (Some(precision), Some(scale)) if scale > precision => Err("scale cannot be larger than precision".into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{RustType, TypeOptions, column_type};
    use crate::dialect::mysql::canonical_type::canonical_type;

    #[test]
    fn types_are_canonical() {
        for (ty, sql) in [
            (RustType::Bool, "tinyint(1)"),
            (RustType::I8, "tinyint"),
            (RustType::I16, "smallint"),
            (RustType::I32, "int"),
            (RustType::I64, "bigint"),
            (RustType::U8, "tinyint unsigned"),
            (RustType::U64, "bigint unsigned"),
            (RustType::F32, "float"),
            (RustType::F64, "double"),
            (RustType::String, "text"),
            (RustType::Bytes, "blob"),
            (RustType::Date, "date"),
            (RustType::Time, "time(6)"),
            (RustType::Timestamp, "datetime(6)"),
            (RustType::Json, "json"),
        ] {
            let column = column_type(&ty, &TypeOptions::default()).unwrap();
            assert_eq!(column.text(), sql);
            assert_eq!(canonical_type(sql), sql);
        }
        for (ty, max_length, sql) in [
            (RustType::String, 50, "varchar(50)"),
            (RustType::String, 16_384, "mediumtext"),
            (RustType::String, 5_000_000, "longtext"),
            (RustType::Bytes, 16, "varbinary(16)"),
            (RustType::Bytes, 70_000, "mediumblob"),
        ] {
            let options = TypeOptions { max_length: Some(max_length), ..TypeOptions::default() };
            assert_eq!(column_type(&ty, &options).unwrap().text(), sql);
        }
        let digits = TypeOptions { precision: Some(10), scale: Some(2), ..TypeOptions::default() };
        assert_eq!(column_type(&RustType::Decimal, &digits).unwrap().text(), "decimal(10,2)");
    }

    #[test]
    fn what_mysql_or_diesel_cannot_keep_is_refused() {
        let none = TypeOptions::default();
        for (ty, options) in [
            (RustType::Uuid, none.clone()),
            (RustType::DateTime, none.clone()),
            (RustType::SystemTime, none.clone()),
            (RustType::IpNetwork, none.clone()),
            (RustType::Array(Box::new(RustType::I32)), none.clone()),
            (RustType::Decimal, none.clone()),
            (RustType::String, TypeOptions { max_length: Some(0), ..none.clone() }),
            (RustType::I32, TypeOptions { max_length: Some(5), ..none.clone() }),
            (RustType::I32, TypeOptions { unsigned: true, ..none.clone() }),
            (RustType::Decimal, TypeOptions { precision: Some(66), ..none.clone() }),
            (RustType::Decimal, TypeOptions { precision: Some(2), scale: Some(3), ..none }),
        ] {
            assert!(column_type(&ty, &options).is_err(), "{ty:?} {options:?}");
        }
    }
}
