//! What a PostgreSQL database holds, by `pg_dump` and `psql`.

use std::collections::BTreeMap;
use std::process::Command;

use super::client::feed;
use super::{Database, Role};
use crate::dump::{Dump, without_times};

/// A row per table and row: the table, a tab, the row. Columns are in the order of their names; sequences come last.
const ROWS: &str = r"
SELECT format('SELECT %L, replace(t::text, E''\n'', ''\n'') FROM (SELECT %s FROM %I.%I) AS t ORDER BY 2;',
    CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END,
    (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname) FROM pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
    n.nspname, c.relname)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND c.relname NOT LIKE '\_\_%'
ORDER BY n.nspname, c.relname \gexec
SELECT '(sequences)', format('%s.%s %s', schemaname, sequencename, coalesce(last_value::text, 'unused'))
FROM pg_sequences ORDER BY 2;
";

/// The tables without rows, too.
const TABLES: &str = r"
SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND c.relname NOT LIKE '\_\_%';
\echo
";

pub(super) fn dump(database: &Database) -> Dump {
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let said = database.sql_as(Role::Admin, &format!("{TABLES}{ROWS}"));
    let (tables, found) = said.split_once("\n\n").unwrap_or(("", said.trim_start_matches('\n')));
    for table in tables.lines() {
        rows.insert(table.to_owned(), Vec::new());
    }
    for line in found.lines() {
        let (table, row) = line.split_once('\t').unwrap_or_else(|| panic!("{line}: a table and a row"));
        rows.entry(table.to_owned()).or_default().push(without_times(row));
    }
    Dump { schema: schema(database), rows }
}

/// What `pg_dump` says of the schema, without what is said of the dump itself. What stands in parentheses is sorted: a
/// column that comes back is the last one.
fn schema(database: &Database) -> String {
    let mut command = Command::new(database.server.program("pg_dump"));
    command.args(["--schema-only", "--no-owner", "--exclude-table=*.__diesel_schema_migrations"]);
    command.args(["--exclude-table=*.__manage_*", "-d", &database.url_as(Role::Admin)]);
    let text = feed(&mut command, "").unwrap_or_else(|error| panic!("pg_dump: {error}"));
    let mut lines: Vec<String> = Vec::new();
    let mut inside: Option<Vec<String>> = None;
    for line in text.lines() {
        let said = !(line.is_empty()
            || line.starts_with("--")
            // That of an identity keeps its name when the table gets another.
            || line.starts_with("    SEQUENCE NAME ")
            || line.starts_with("SET ")
            || line.starts_with("SELECT pg_catalog.set_config")
            || line.starts_with("\\restrict")
            || line.starts_with("\\unrestrict"));
        if !said {
            continue;
        }
        if line.starts_with(')')
            && let Some(mut columns) = inside.take()
        {
            columns.sort();
            lines.append(&mut columns);
        }
        match &mut inside {
            Some(columns) => columns.push(line.trim_end_matches(',').to_owned()),
            None => lines.push(line.to_owned()),
        }
        // The values of an enum have an order.
        if line.starts_with("CREATE TABLE") && line.ends_with('(') {
            inside = Some(Vec::new());
        }
    }
    sorted(&lines).join("\n")
}

/// The statements in the order of their words: `pg_dump` puts tables of one name each where their sequences stand.
fn sorted(lines: &[String]) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    for line in lines {
        let begins = ["CREATE ", "ALTER ", "COMMENT ", "GRANT "].iter().any(|word| line.starts_with(word));
        match statements.last_mut() {
            Some(last) if !begins => *last += &format!("\n{line}"),
            _ => statements.push(line.clone()),
        }
    }
    statements.sort();
    statements
}
