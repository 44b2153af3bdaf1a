//! What a database holds, here one of SQLite, in a form that two can be compared in.

use std::collections::BTreeMap;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::SqliteConnection;
use diesel_manage::internals::sql::canonical;

/// A database as two texts; the ledger and the journal are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dump {
    /// Tables with their columns sorted, indexes, foreign keys and texts of everything else.
    pub(crate) schema: String,
    /// The rows of every table, columns sorted, rows sorted.
    pub(crate) rows: BTreeMap<String, Vec<String>>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Text>)]
    line: Option<String>,
}

/// The tables that are Diesel's, ours, or SQLite's own.
const OURS: &str = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'";

/// Opens a database file as it is.
pub(crate) fn open(path: &Path) -> SqliteConnection {
    SqliteConnection::establish(&path.to_string_lossy()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Runs SQL on a database file.
pub(crate) fn execute(path: &Path, sql: &str) {
    open(path).batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// The first column of every row.
pub(crate) fn lines(connection: &mut SqliteConnection, query: &str) -> Vec<String> {
    diesel::sql_query(format!("SELECT CAST(line AS TEXT) AS line FROM ({query})"))
        .load::<Line>(connection)
        .unwrap_or_else(|error| panic!("{query}: {error}"))
        .into_iter()
        .map(|row| row.line.unwrap_or_else(|| "NULL".to_owned()))
        .collect()
}

/// A row with `[time]` for every point in time, and for every time of day: two databases are not migrated in the same
/// second.
pub(crate) fn without_times(row: &str) -> String {
    const SHAPES: [&str; 2] = ["dddd-dd-dd dd:dd:dd", "dd:dd:dd"];
    let fits = |text: &str, shape: &str| {
        let fits = |(byte, kind): (u8, u8)| if kind == b'd' { byte.is_ascii_digit() } else { byte == kind };
        text.len() >= shape.len() && text.bytes().zip(shape.bytes()).all(fits)
    };
    let mut shown = String::new();
    let mut rest = row;
    while let Some(first) = rest.chars().next() {
        let time = SHAPES.iter().find(|shape| fits(rest, shape));
        let length = time.map_or(first.len_utf8(), |shape| shape.len());
        shown.push_str(if time.is_some() { "[time]" } else { &rest[..length] });
        rest = &rest[length..];
    }
    shown
}

/// Everything in a database file.
pub(crate) fn dump(path: &Path) -> Dump {
    let connection = &mut open(path);
    let tables = lines(
        connection,
        &format!("SELECT name AS line FROM sqlite_schema WHERE type = 'table' AND {OURS} ORDER BY name"),
    );
    let mut schema = Vec::new();
    let mut rows = BTreeMap::new();
    for table in &tables {
        let text = table.replace('\'', "''");
        let quoted = table.replace('"', "\"\"");
        schema.push(format!("table {table}"));
        for (what, query) in [
            (
                "column",
                format!(
                    "SELECT json_array(name, upper(type), \"notnull\", dflt_value, pk, hidden) AS line FROM pragma_table_xinfo('{text}') ORDER BY name"
                ),
            ),
            (
                "key",
                format!(
                    "SELECT json_array(\"table\", \"from\", \"to\", on_update, on_delete, seq) AS line FROM pragma_foreign_key_list('{text}') ORDER BY 1"
                ),
            ),
            (
                "index",
                format!(
                    "SELECT json_array(l.\"unique\", l.origin, l.partial, group_concat(coalesce(x.name, x.cid) || x.\"desc\" || x.coll)) AS line FROM pragma_index_list('{text}') AS l, pragma_index_xinfo(l.name) AS x WHERE x.key GROUP BY l.name ORDER BY 1"
                ),
            ),
        ] {
            schema.extend(lines(connection, &query).into_iter().map(|line| format!("  {what} {line}")));
        }
        let columns = lines(
            connection,
            &format!(
                "SELECT '\"' || replace(name, '\"', '\"\"') || '\"' AS line FROM pragma_table_xinfo('{text}') ORDER BY name"
            ),
        );
        let values: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let of_table =
            lines(connection, &format!("SELECT {} AS line FROM \"{quoted}\" ORDER BY 1", values.join(" || ', ' || ")));
        rows.insert(table.clone(), of_table.iter().map(|row| without_times(row)).collect());
    }
    schema.push("objects".to_owned());
    let objects = format!("SELECT sql AS line FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL AND {OURS}");
    // SQLite quotes a name when it rewrites a statement.
    let mut objects: Vec<String> = lines(connection, &objects).iter().map(|sql| canonical(sql)).collect();
    objects.sort();
    schema.extend(objects);
    if !lines(connection, "SELECT name AS line FROM sqlite_schema WHERE name = 'sqlite_sequence'").is_empty() {
        rows.insert(
            "sqlite_sequence".to_owned(),
            lines(connection, "SELECT name || ' ' || seq AS line FROM sqlite_sequence ORDER BY 1"),
        );
    }
    Dump { schema: schema.join("\n"), rows }
}
