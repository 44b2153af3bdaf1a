//! What `diesel print-schema` prints for a type: the server's short name for it, in camel case.

use heck::ToUpperCamelCase;

use super::canonical_type::canonical_type;
use crate::schema::{Column, ColumnType, DieselType};
use crate::sql::split_name;

/// See [`Dialect::diesel_type`](super::super::Dialect::diesel_type).
pub(super) fn diesel_type(column: &Column) -> Option<DieselType> {
    let ty = canonical_type(column.ty.text());
    if ty.text().is_empty() {
        return None;
    }
    let (path, max_length) = match ty.text().strip_suffix("[]") {
        Some(element) => (format!("Array<Nullable<{}>>", name(&ColumnType::new(element))), None),
        None => (name(&ty), length(&ty)),
    };
    Some(DieselType { path, nullable: column.nullable, max_length })
}

/// What the server tells of the length of text and bits.
fn length(ty: &ColumnType) -> Option<u64> {
    let is_limited = matches!(ty.base().as_str(), "varchar" | "char" | "bit" | "varbit");
    ty.arguments().first().copied().filter(|_| is_limited)
}

fn name(ty: &ColumnType) -> String {
    catalog_name(ty).1.to_upper_camel_case()
}

/// The schema and the name of a type, or of an array's element, as the server's catalog has them: `int4` for
/// `INTEGER`. No schema stands for the default one.
pub(crate) fn catalog_name(ty: &ColumnType) -> (Option<String>, String) {
    let ty = canonical_type(ty.text());
    let ty = ty.text().strip_suffix("[]").map_or_else(|| ty.clone(), ColumnType::new);
    let base = ty.base();
    let short = match base.as_str() {
        "smallint" => "int2",
        "integer" => "int4",
        "bigint" => "int8",
        "real" => "float4",
        "double precision" => "float8",
        "boolean" => "bool",
        "char" => "bpchar",
        "\"char\"" => "char",
        interval if interval.starts_with("interval") => "interval",
        _ => {
            let mut parts = split_name(ty.text().split('(').next().unwrap_or_default()).unwrap_or_default();
            let last = parts.pop().unwrap_or_else(|| base.clone());
            // Built-in types are written in capitals here, a project's own as they are.
            let is_bare = !ty.text().contains('"') && parts.is_empty();
            let last = if is_bare && !last.contains(char::is_lowercase) { last.to_lowercase() } else { last };
            let in_catalog = is_bare && CATALOG.contains(&last.as_str());
            return (if in_catalog { Some("pg_catalog".to_owned()) } else { parts.pop() }, last);
        }
    };
    (Some("pg_catalog".to_owned()), short.to_owned())
}

/// The types of PostgreSQL's own catalog: whatever else there is belongs to an extension or to the project.
#[rustfmt::skip]
const CATALOG: &[&str] = &[
    "text", "varchar", "bpchar", "bytea", "date", "uuid", "json", "jsonb", "jsonpath", "xml", "inet", "cidr", "macaddr",
    "macaddr8", "money", "oid", "pg_lsn", "pg_snapshot", "txid_snapshot", "tsvector", "tsquery", "numeric", "bit",
    "varbit", "time", "timetz", "timestamp", "timestamptz", "int4range", "int8range", "numrange", "tsrange",
    "tstzrange", "daterange", "int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange",
    "datemultirange", "point", "line", "lseg", "box", "path", "polygon", "circle", "name", "regclass", "regcollation",
    "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator", "regproc", "regprocedure", "regrole",
    "regtype", "refcursor", "tid", "xid", "xid8", "cid", "aclitem", "oidvector", "int2vector", "gtsvector",
];

/// See [`Dialect::column_type_of_diesel`](super::super::Dialect::column_type_of_diesel).
pub(super) fn column_type_of_diesel(ty: &DieselType) -> Result<ColumnType, String> {
    let path: String = ty.path.chars().filter(|letter| !letter.is_whitespace()).collect();
    of_path(&path, ty.max_length).map_err(|()| format!("PostgreSQL has no column type for Diesel's `{}`", ty.path))
}

fn of_path(path: &str, max_length: Option<u64>) -> Result<ColumnType, ()> {
    if let Some((outer, inner)) = path.strip_suffix('>').and_then(|path| path.split_once('<')) {
        return match last(outer) {
            "Array" => Ok(canonical_type(&format!("{}[]", of_path(inner, None)?.text()))),
            "Nullable" => of_path(inner, max_length),
            "Range" | "Multirange" => ranged(last(outer), last(inner)),
            _ => Err(()),
        };
    }
    let limited =
        |name: &str, without: &str| max_length.map_or(without.to_owned(), |length| format!("{name}({length})"));
    let sql = match last(path) {
        "Int2" | "SmallInt" | "SmallSerial" => "SMALLINT".to_owned(),
        "Int4" | "Integer" | "Serial" => "INTEGER".to_owned(),
        "Int8" | "BigInt" | "BigSerial" => "BIGINT".to_owned(),
        "Float4" | "Float" => "REAL".to_owned(),
        "Float8" | "Double" => "DOUBLE PRECISION".to_owned(),
        "Numeric" | "Decimal" => "NUMERIC".to_owned(),
        "Bool" => "BOOLEAN".to_owned(),
        "Text" => limited("VARCHAR", "TEXT"),
        "Varchar" | "VarChar" => limited("VARCHAR", "VARCHAR"),
        "Bpchar" => limited("CHAR", "BPCHAR"),
        // So `diesel print-schema` prints the type whose name needs quotes.
        "Char" => limited("CHAR", "\"char\""),
        "CChar" => "\"char\"".to_owned(),
        "Bytea" | "Binary" => "BYTEA".to_owned(),
        "Bit" => limited("BIT", "BIT(1)"),
        "Varbit" => limited("VARBIT", "VARBIT"),
        "Timestamptz" | "TimestamptzSqlite" => "TIMESTAMPTZ".to_owned(),
        "Timestamp" | "Datetime" => "TIMESTAMP".to_owned(),
        "Macaddr" | "MacAddr" => "MACADDR".to_owned(),
        "Macaddr8" | "MacAddr8" => "MACADDR8".to_owned(),
        "Tinyint" | "TinyInt" | "Unsigned" | "Blob" | "Tinyblob" | "Mediumblob" | "Longblob" | "Tinytext"
        | "Mediumtext" | "Longtext" | "Varbinary" | "" => return Err(()),
        // A type of the project's own is printed in camel case; nobody writes such a type any other way than in
        // snake case.
        other => snake(other),
    };
    Ok(canonical_type(&sql))
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn ranged(kind: &str, of: &str) -> Result<ColumnType, ()> {
    let stem = match of {
        "Int4" | "Integer" => "int4",
        "Int8" | "BigInt" => "int8",
        "Numeric" | "Decimal" => "num",
        "Timestamp" => "ts",
        "Timestamptz" => "tstz",
        "Date" => "date",
        _ => return Err(()),
    };
    Ok(canonical_type(&format!("{stem}{}", kind.to_lowercase())))
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::{column_type_of_diesel, diesel_type};
    use crate::schema::{Column, DieselType};

    #[test]
    fn types_there_and_back() {
        for (sql, diesel, length) in [
            ("INTEGER", "Int4", None),
            ("bigint", "Int8", None),
            ("VARCHAR(50)", "Varchar", Some(50)),
            ("VARCHAR", "Varchar", None),
            ("TEXT", "Text", None),
            ("CHAR(3)", "Bpchar", Some(3)),
            ("\"char\"", "Char", None),
            ("TIMESTAMPTZ", "Timestamptz", None),
            ("TEXT[]", "Array<Nullable<Text>>", None),
            ("INT4RANGE", "Int4range", None),
            ("PG_LSN", "PgLsn", None),
            ("user_role", "UserRole", None),
            ("INTERVAL", "Interval", None),
            ("CITEXT", "Citext", None),
            ("JSONB", "Jsonb", None),
            ("user_role[]", "Array<Nullable<UserRole>>", None),
        ] {
            let printed = diesel_type(&Column::new("a", sql)).unwrap();
            assert_eq!((printed.path.as_str(), printed.max_length), (diesel, length), "{sql}");
            assert_eq!(column_type_of_diesel(&printed).unwrap(), Column::new("a", sql).ty);
        }
        assert_eq!(diesel_type(&Column::new("a", "app.\"Mood\"")).unwrap().path, "Mood");
        assert_eq!(diesel_type(&Column::new("a", "NUMERIC(10,2)")).unwrap().path, "Numeric");
        assert!(column_type_of_diesel(&DieselType::new("Unsigned<Integer>")).is_err());
    }
}
