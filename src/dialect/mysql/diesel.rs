use heck::ToUpperCamelCase;

use super::canonical_type::{canonical_type, enum_values};
use crate::schema::{Column, ColumnType, DieselType, Table};

/// See [`Dialect::diesel_type`](super::super::Dialect::diesel_type): the rules of `diesel print-schema`.
pub(super) fn diesel_type(table: &Table, column: &Column) -> Option<DieselType> {
    let canonical = canonical_type(column.ty.text());
    let ty = ColumnType::new(&canonical);
    let base = ty.base();
    // What is filled with zeros is never negative.
    let filled = base.strip_suffix(" zerofill");
    let base = filled.unwrap_or(&base);
    let unsigned = filled.is_some() || base.ends_with(" unsigned");
    let name = base.strip_suffix(" unsigned").unwrap_or(base);
    let first = name.split('(').next().unwrap_or_default();
    let path = match first {
        _ if canonical == "tinyint(1)" => "Bool".to_owned(),
        "int" => "Integer".to_owned(),
        "" => return None,
        // MariaDB says `longtext` where the migration says `json`, and Diesel prints what the server says; what Diesel
        // reads and writes it with is its Json all the same.
        _ if first.contains(' ') => return None,
        _ if KNOWN.contains(&first) => first.to_upper_camel_case(),
        // For a type that Diesel lacks it makes one for the column alone.
        _ => {
            let ascii = |name: &str| name.replace(|c: char| !c.is_ascii_alphanumeric(), " ");
            format!("{} {} {first}", ascii(&table.name.name), ascii(&column.name)).to_upper_camel_case()
        }
    };
    let max_length = max_length(first, &ty, column);
    let path = if unsigned { format!("Unsigned<{path}>") } else { path };
    Some(DieselType { path, nullable: column.nullable, max_length })
}

/// The types that Diesel has, by MySQL's names.
#[rustfmt::skip]
const KNOWN: [&str; 25] = [
    "tinyint", "smallint", "bigint", "decimal", "numeric", "float", "double", "bit", "char", "varchar", "tinytext",
    "text", "mediumtext", "longtext", "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "date",
    "time", "datetime", "timestamp", "json",
];

/// What the server tells of the length of a text in characters, of bytes, and of the longest value that there can be.
fn max_length(name: &str, ty: &ColumnType, column: &Column) -> Option<u64> {
    let length = |value: &String| value.chars().count();
    match name {
        "char" | "varchar" | "binary" | "varbinary" => ty.arguments().first().copied(),
        "enum" => {
            let values = column.values.clone().or_else(|| enum_values(column.ty.text()))?;
            values.iter().map(length).max().and_then(|longest| u64::try_from(longest).ok())
        }
        "set" => {
            // A set is written as an enum is.
            let values = enum_values(&format!("enum{}", column.ty.text().trim().get(3..)?))?;
            u64::try_from(values.iter().map(length).sum::<usize>() + values.len().saturating_sub(1)).ok()
        }
        _ => None,
    }
}

/// See [`Dialect::column_type_of_diesel`](super::super::Dialect::column_type_of_diesel).
pub(super) fn column_type_of_diesel(ty: &DieselType) -> Result<ColumnType, String> {
    let path = ty.path.strip_suffix('>').and_then(|inner| inner.split_once("Unsigned<")).map(|(_, inner)| inner);
    let (path, unsigned) = match path {
        Some(inner) => (inner, " unsigned"),
        None => (ty.path.as_str(), ""),
    };
    let name = path.rsplit("::").next().unwrap_or(path);
    let none = || Err(format!("MySQL has no column type for Diesel's `{}`", ty.path));
    let length = |name: &str, default: u64| format!("{name}({})", ty.max_length.unwrap_or(default));
    let integer = match name {
        "TinyInt" | "Tinyint" => Some("tinyint"),
        "SmallInt" | "Smallint" | "Int2" | "SmallSerial" => Some("smallint"),
        "Integer" | "Int4" | "Serial" => Some("int"),
        "BigInt" | "Bigint" | "Int8" | "BigSerial" => Some("bigint"),
        _ => None,
    };
    if let Some(integer) = integer {
        return Ok(ColumnType::new(format!("{integer}{unsigned}")));
    }
    if !unsigned.is_empty() {
        return none();
    }
    let sql = match name {
        "Bool" => "tinyint(1)".to_owned(),
        "Text" => ty.max_length.map_or("text".to_owned(), |length| format!("varchar({length})")),
        "VarChar" | "Varchar" => length("varchar", 255),
        "Char" | "Bpchar" => length("char", 1),
        "Tinytext" | "Mediumtext" | "Longtext" | "Tinyblob" | "Mediumblob" | "Longblob" | "Blob" => name.to_lowercase(),
        "Binary" if ty.max_length.is_none() => "blob".to_owned(),
        "Binary" => length("binary", 255),
        "Bytea" => "blob".to_owned(),
        "Varbinary" => length("varbinary", 255),
        "Bit" => length("bit", 1),
        "Float" | "Float4" => "float".to_owned(),
        "Double" | "Float8" => "double".to_owned(),
        "Numeric" | "Decimal" => "decimal(10,0)".to_owned(),
        "Datetime" => "datetime".to_owned(),
        "Timestamp" => "timestamp".to_owned(),
        "Date" => "date".to_owned(),
        "Time" => "time".to_owned(),
        "Json" | "Jsonb" => "json".to_owned(),
        _ => return none(),
    };
    Ok(ColumnType::new(sql))
}

#[cfg(test)]
mod tests {
    use super::{column_type_of_diesel, diesel_type};
    use crate::schema::{Column, DieselType, Table};

    #[test]
    fn columns_are_read_as_print_schema_reads_them() {
        let table = Table::new("user_roles");
        for (sql, diesel, max_length) in [
            ("tinyint(1)", "Bool", None),
            ("tinyint(4)", "Tinyint", None),
            ("int(11)", "Integer", None),
            ("int unsigned", "Unsigned<Integer>", None),
            ("bigint(20) unsigned", "Unsigned<Bigint>", None),
            ("smallint", "Smallint", None),
            ("mediumint", "UserRolesKindMediumint", None),
            ("decimal(10,2)", "Decimal", None),
            ("varchar(50)", "Varchar", Some(50)),
            ("char(36)", "Char", Some(36)),
            ("text", "Text", None),
            ("tinytext", "Tinytext", None),
            ("longblob", "Longblob", None),
            ("varbinary(16)", "Varbinary", Some(16)),
            ("datetime(6)", "Datetime", None),
            ("timestamp", "Timestamp", None),
            ("json", "Json", None),
            ("enum('a','bcd')", "UserRolesKindEnum", Some(3)),
            ("set('a','bcd')", "UserRolesKindSet", Some(5)),
            ("int(5) unsigned zerofill", "Unsigned<Integer>", None),
            ("year(4)", "UserRolesKindYear", None),
        ] {
            let ty = diesel_type(&table, &Column::new("kind", sql)).unwrap();
            assert_eq!((ty.path.as_str(), ty.max_length), (diesel, max_length), "{sql}");
        }
    }

    #[test]
    fn the_plainest_column_type_prints_the_same_diesel_type() {
        let table = Table::new("t");
        for path in [
            "Bool",
            "Tinyint",
            "Smallint",
            "Integer",
            "Bigint",
            "Unsigned<Integer>",
            "Unsigned<Bigint>",
            "Float",
            "Double",
            "Decimal",
            "Text",
            "Tinytext",
            "Longtext",
            "Blob",
            "Mediumblob",
            "Varbinary",
            "Datetime",
            "Timestamp",
            "Date",
            "Time",
            "Json",
        ] {
            let ty = column_type_of_diesel(&DieselType::new(path)).unwrap();
            assert_eq!(diesel_type(&table, &Column::new("c", ty.text())).unwrap().path, path);
        }
        let varchar = DieselType { max_length: Some(9), ..DieselType::new("diesel::sql_types::Varchar") };
        assert_eq!(column_type_of_diesel(&varchar).unwrap().text(), "varchar(9)");
        assert!(column_type_of_diesel(&DieselType::new("Array<Text>")).is_err());
        assert!(column_type_of_diesel(&DieselType::new("Unsigned<Text>")).is_err());
    }
}
