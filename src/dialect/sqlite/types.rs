use super::super::{RustType, TypeOptions};
use crate::schema::ColumnType;

/// See [`Dialect::column_type`](super::super::Dialect::column_type).
pub(super) fn column_type(ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String> {
    check_options(ty, options)?;
    let name = match ty {
        RustType::I16 | RustType::I32 | RustType::I64 if options.sole_key => "INTEGER".to_owned(),
        RustType::Bool => "BOOLEAN".to_owned(),
        RustType::I16 => "SMALLINT".to_owned(),
        RustType::I32 => "INTEGER".to_owned(),
        RustType::I64 => "BIGINT".to_owned(),
        RustType::F32 => "FLOAT".to_owned(),
        RustType::F64 => "DOUBLE".to_owned(),
        RustType::String => options.max_length.map_or("TEXT".to_owned(), |length| format!("VARCHAR({length})")),
        RustType::Bytes => options.max_length.map_or("BLOB".to_owned(), |length| format!("BLOB({length})")),
        RustType::Date => "DATE".to_owned(),
        RustType::Time => "TIME".to_owned(),
        RustType::Timestamp | RustType::SystemTime | RustType::TimestampTz | RustType::DateTime => {
            "TIMESTAMP".to_owned()
        }
        RustType::Decimal => match (options.precision, options.scale) {
            (Some(precision), Some(scale)) => format!("NUMERIC({precision}, {scale})"),
            (Some(precision), None) => format!("NUMERIC({precision})"),
            (None, _) => "NUMERIC".to_owned(),
        },
        RustType::Json | RustType::Enum { .. } => "TEXT".to_owned(),
        RustType::I8 | RustType::U8 => return Err("Diesel cannot keep it in SQLite; the next wider type is i16".into()),
        RustType::U16 => return Err("Diesel cannot keep it in SQLite; the next wider type is i32".into()),
        RustType::U32 => return Err("Diesel cannot keep it in SQLite; the next wider type is i64".into()),
        RustType::U64 => return Err("Diesel cannot keep it in SQLite, whose integers end at i64".into()),
        RustType::Uuid | RustType::IpNetwork => return Err("Diesel cannot keep it in SQLite".into()),
        RustType::Array(_) => return Err("SQLite has no arrays".into()),
    };
    Ok(ColumnType::new(name))
}

/// The Diesel type with which Diesel reads and writes the Rust type in SQLite, `None` if there is none.
pub(super) fn diesel_type_of_rust(ty: &RustType) -> Option<&'static str> {
    Some(match ty {
        RustType::Bool => "Bool",
        RustType::I16 => "SmallInt",
        RustType::I32 => "Integer",
        RustType::I64 => "BigInt",
        RustType::F32 => "Float",
        RustType::F64 => "Double",
        RustType::String | RustType::Enum { .. } => "Text",
        RustType::Bytes => "Binary",
        RustType::Date => "Date",
        RustType::Time => "Time",
        RustType::Timestamp | RustType::SystemTime => "Timestamp",
        RustType::TimestampTz | RustType::DateTime => "TimestamptzSqlite",
        RustType::Decimal => "Numeric",
        RustType::Json => "Json",
        RustType::I8
        | RustType::U8
        | RustType::U16
        | RustType::U32
        | RustType::U64
        | RustType::Uuid
        | RustType::IpNetwork
        | RustType::Array(_) => return None,
    })
}

fn check_options(ty: &RustType, options: &TypeOptions) -> Result<(), String> {
    if options.unsigned {
        return Err("SQLite has no unsigned integers".into());
    }
    if options.max_length.is_some() && !matches!(ty, RustType::String | RustType::Bytes) {
        return Err("max_length is for text and bytes".into());
    }
    if options.max_length == Some(0) {
        return Err("max_length is at least 1".into());
    }
    if (options.precision.is_some() || options.scale.is_some()) && *ty != RustType::Decimal {
        return Err("precision and scale are for decimals".into());
    }
    match (options.precision, options.scale) {
        (Some(0), _) => Err("precision is at least 1".into()),
        (None, Some(_)) => Err("scale needs a precision".into()),
        (Some(precision), Some(scale)) if scale > precision => Err("scale cannot be larger than precision".into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{RustType, TypeOptions, column_type, diesel_type_of_rust};
    use crate::dialect::sqlite::kind::Kind;

    fn options(max_length: Option<u64>, precision: Option<u64>, scale: Option<u64>) -> TypeOptions {
        TypeOptions { max_length, precision, scale, ..TypeOptions::default() }
    }

    #[test]
    fn types_are_spelled_so_that_print_schema_gives_what_the_rust_type_needs() {
        let plain = TypeOptions::default();
        for (ty, sql) in [
            (RustType::Bool, "BOOLEAN"),
            (RustType::I16, "SMALLINT"),
            (RustType::I32, "INTEGER"),
            (RustType::I64, "BIGINT"),
            (RustType::F32, "FLOAT"),
            (RustType::F64, "DOUBLE"),
            (RustType::String, "TEXT"),
            (RustType::Bytes, "BLOB"),
            (RustType::Date, "DATE"),
            (RustType::Time, "TIME"),
            (RustType::Timestamp, "TIMESTAMP"),
        ] {
            let column = column_type(&ty, &plain).unwrap();
            assert_eq!(column.text(), sql);
            assert_eq!(Kind::of(&column).map(Kind::diesel), diesel_type_of_rust(&ty), "{sql}");
        }
        let key = TypeOptions { sole_key: true, ..plain };
        for ty in [RustType::I16, RustType::I32, RustType::I64] {
            assert_eq!(column_type(&ty, &key).unwrap().text(), "INTEGER");
        }
        assert_eq!(column_type(&RustType::String, &key).unwrap().text(), "TEXT");
    }

    #[test]
    fn lengths_and_digits() {
        let text = |ty: RustType, given: TypeOptions| column_type(&ty, &given).map(|ty| ty.text().to_owned());
        assert_eq!(text(RustType::String, options(Some(50), None, None)).unwrap(), "VARCHAR(50)");
        assert_eq!(text(RustType::Bytes, options(Some(16), None, None)).unwrap(), "BLOB(16)");
        assert_eq!(text(RustType::Decimal, options(None, Some(10), Some(2))).unwrap(), "NUMERIC(10, 2)");
        assert_eq!(text(RustType::Decimal, options(None, Some(10), None)).unwrap(), "NUMERIC(10)");
        assert_eq!(text(RustType::Decimal, TypeOptions::default()).unwrap(), "NUMERIC");
        for (ty, given) in [
            (RustType::I32, options(Some(5), None, None)),
            (RustType::String, options(Some(0), None, None)),
            (RustType::F64, options(None, Some(5), None)),
            (RustType::Decimal, options(None, None, Some(2))),
            (RustType::Decimal, options(None, Some(0), None)),
            (RustType::Decimal, options(None, Some(2), Some(3))),
            (RustType::I32, TypeOptions { unsigned: true, ..TypeOptions::default() }),
            (RustType::U64, TypeOptions::default()),
            (RustType::Uuid, TypeOptions::default()),
            (RustType::Array(Box::new(RustType::I32)), TypeOptions::default()),
        ] {
            assert!(column_type(&ty, &given).is_err(), "{ty:?} {given:?}");
        }
    }
}
