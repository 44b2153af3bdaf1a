use super::kind::Kind;
use crate::schema::{Column, ColumnType, DieselType};

/// See [`Dialect::diesel_type`](super::super::Dialect::diesel_type).
pub(super) fn diesel_type(column: &Column) -> Option<DieselType> {
    let kind = Kind::of(&column.ty)?;
    // `diesel print-schema` knows no lengths in SQLite.
    Some(DieselType { path: kind.diesel().to_owned(), nullable: column.nullable, max_length: None })
}

/// See [`Dialect::column_type_of_diesel`](super::super::Dialect::column_type_of_diesel).
pub(super) fn column_type_of_diesel(ty: &DieselType) -> Result<ColumnType, String> {
    let name = ty.path.rsplit("::").next().unwrap_or(&ty.path);
    let sql = match name {
        "Bool" => "BOOLEAN",
        "SmallInt" | "Int2" | "SmallSerial" => "SMALLINT",
        "Integer" | "Int4" | "Serial" => "INTEGER",
        "BigInt" | "Int8" | "BigSerial" => "BIGINT",
        "Text" | "VarChar" | "Varchar" | "Char" | "Bpchar" | "Tinytext" | "Mediumtext" | "Longtext" => {
            return Ok(ColumnType::new(ty.max_length.map_or("TEXT".to_owned(), |length| format!("VARCHAR({length})"))));
        }
        "Json" => "TEXT",
        "Binary" | "Bytea" | "Blob" | "Varbinary" | "Tinyblob" | "Mediumblob" | "Longblob" | "Jsonb" => "BLOB",
        "Float" | "Float4" => "FLOAT",
        "Double" | "Float8" => "DOUBLE",
        "Numeric" | "Decimal" => "NUMERIC",
        "Timestamp" | "Datetime" | "TimestamptzSqlite" => "TIMESTAMP",
        "Date" => "DATE",
        "Time" => "TIME",
        _ => return Err(format!("SQLite has no column type for Diesel's `{}`", ty.path)),
    };
    Ok(ColumnType::new(sql))
}

#[cfg(test)]
mod tests {
    use super::{column_type_of_diesel, diesel_type};
    use crate::schema::{Column, DieselType};

    #[test]
    fn declared_types_are_read_as_print_schema_reads_them() {
        for (sql, diesel) in [
            ("BOOL", "Bool"),
            ("tinyint(1)", "Bool"),
            ("INT2", "SmallInt"),
            ("SMALLINT UNSIGNED", "SmallInt"),
            ("UNSIGNED BIG INT", "BigInt"),
            ("int8", "BigInt"),
            ("INT", "Integer"),
            ("INTEGER", "Integer"),
            ("POINT", "Integer"),
            ("CHARINT", "Integer"),
            ("VARCHAR(50)", "Text"),
            ("native character(70)", "Text"),
            ("CLOB", "Text"),
            ("TEXT KEY", "Text"),
            ("TEXT[]", "Text"),
            ("BLOB(3)", "Binary"),
            ("VARBINARY(3)", "Binary"),
            ("", "Binary"),
            ("REAL", "Float"),
            ("FLOAT(3)", "Float"),
            ("DOUBLE PRECISION", "Double"),
            ("NUMERIC(10, 2)", "Double"),
            ("DECIMAL", "Double"),
            ("DATETIME", "Timestamp"),
            ("timestamp", "Timestamp"),
            ("DATE", "Date"),
            ("Time", "Time"),
        ] {
            assert_eq!(diesel_type(&Column::new("c", sql)).unwrap().to_string(), diesel, "{sql}");
            assert_eq!(
                diesel_type(&Column::new("c", sql).nullable()).unwrap().to_string(),
                format!("Nullable<{diesel}>")
            );
        }
        for sql in ["JSON", "UUID", "TIMESTAMPTZ", "datetime(6)", "money"] {
            assert_eq!(diesel_type(&Column::new("c", sql)), None, "{sql}");
        }
    }

    #[test]
    fn the_plainest_column_type_prints_the_same_diesel_type() {
        for path in
            ["Bool", "SmallInt", "Integer", "BigInt", "Text", "Binary", "Float", "Double", "Timestamp", "Date", "Time"]
        {
            let ty = column_type_of_diesel(&DieselType::new(path)).unwrap();
            assert_eq!(diesel_type(&Column::new("c", ty.text())).unwrap().path, path);
        }
        let mut text = DieselType::new("diesel::sql_types::Varchar");
        text.max_length = Some(9);
        assert_eq!(column_type_of_diesel(&text).unwrap().text(), "VARCHAR(9)");
        assert!(column_type_of_diesel(&DieselType::new("Array<Text>")).is_err());
        assert!(column_type_of_diesel(&DieselType::new("crate::Mood")).is_err());
    }
}
