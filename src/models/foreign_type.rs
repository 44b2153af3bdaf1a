use super::model_table::ModelTable;
use crate::dialect::Driver;

/// What MySQL has and PostgreSQL has not, with what PostgreSQL has instead.
#[rustfmt::skip]
const OF_MYSQL: [(&str, &str); 17] = [
    ("tinyint", "SMALLINT"), ("mediumint", "INTEGER"), ("datetime", "TIMESTAMP"), ("double", "DOUBLE PRECISION"),
    ("tinytext", "TEXT"), ("mediumtext", "TEXT"), ("longtext", "TEXT"), ("tinyblob", "BYTEA"), ("blob", "BYTEA"),
    ("mediumblob", "BYTEA"), ("longblob", "BYTEA"), ("binary", "BYTEA"), ("varbinary", "BYTEA"), ("year", "SMALLINT"),
    ("enum", "a derived ModelEnum"), ("set", "TEXT[]"), ("fixed", "NUMERIC"),
];

/// What types begin with in MySQL and MariaDB, where nobody can make one.
#[rustfmt::skip]
const MYSQL: [&str; 62] = [
    "bool", "boolean", "tinyint", "smallint", "mediumint", "middleint", "int", "integer", "bigint", "int1", "int2", "int3",
    "int4", "int8", "serial", "decimal", "dec", "numeric", "number", "fixed", "float", "float4", "float8", "double", "real",
    "bit", "char", "character", "varchar", "varchar2", "national", "nchar", "nvarchar", "tinytext", "text", "mediumtext",
    "longtext", "long", "clob", "binary", "varbinary", "raw", "tinyblob", "blob", "mediumblob", "longblob", "enum", "set",
    "date", "time", "datetime", "timestamp", "year", "json", "geometry", "geometrycollection", "geomcollection", "point",
    "uuid", "inet4", "inet6", "vector",
];

/// More of them.
#[rustfmt::skip]
const SHAPES: [&str; 5] = ["linestring", "polygon", "multipoint", "multilinestring", "multipolygon"];

impl ModelTable<'_> {
    /// Tells of each `sql_type` that is another database's. In SQLite a type has any name.
    pub(super) fn foreign_types(&mut self) {
        let driver = self.dialect.driver();
        let model = self.model;
        for field in &model.fields {
            let Some(sql) = &field.options.sql_type else { continue };
            let Some((message, hint)) = objection(driver, &sql.value) else { continue };
            let several = r#"a model that several databases read says what all of them have; #[model(database = "...")] binds it to one"#;
            self.problem(
                sql.at,
                format!("`{}` cannot be {}: {message}", field.ident.value, sql.value),
                Some(format!("{hint}{several}")),
            );
        }
    }
}

/// What is wrong with the type, and what could be meant.
fn objection(driver: Driver, sql: &str) -> Option<(String, String)> {
    let lower = sql.trim().to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '"').filter(|word| !word.is_empty());
    let first = words.next()?;
    match driver {
        Driver::Sqlite => None,
        Driver::Mysql if MYSQL.contains(&first) || SHAPES.contains(&first) => None,
        Driver::Mysql => Some((format!("MySQL has no type `{first}`"), String::new())),
        Driver::Postgres if lower.contains("unsigned") => {
            Some(("PostgreSQL has no unsigned integers".to_owned(), String::new()))
        }
        // What is qualified or goes on is a type of the project's own, or `double precision`.
        Driver::Postgres => {
            let (name, instead) = OF_MYSQL.iter().find(|(name, _)| *name == first)?;
            let rest = lower.get(first.len()..)?.trim_start();
            (rest.is_empty() || rest.starts_with('(') || rest.starts_with('['))
                .then(|| (format!("PostgreSQL has no type `{name}`"), format!("PostgreSQL has {instead}; ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::objection;
    use crate::dialect::Driver;

    #[test]
    fn types_of_another_database() {
        for sql in ["JSONB", "tsvector", "inet", "character_varying", "timestamptz", "INTEGER[]", "int4range"] {
            let wrong = objection(Driver::Mysql, sql).is_some();
            assert_eq!(wrong, sql != "INTEGER[]", "{sql}");
            assert_eq!(objection(Driver::Postgres, sql), None, "{sql}");
            assert_eq!(objection(Driver::Sqlite, sql), None, "{sql}");
        }
        for sql in ["datetime(6)", "Tinyint(1)", "mediumtext", "enum('a')", "int unsigned", "double", "blob"] {
            assert_eq!(objection(Driver::Mysql, sql), None, "{sql}");
            assert!(objection(Driver::Postgres, sql).is_some(), "{sql}");
        }
        for sql in ["double precision", "app.year", "\"blob\"", "year.kind", "binary_kind", "", "("] {
            assert_eq!(objection(Driver::Postgres, sql), None, "{sql}");
        }
    }
}
