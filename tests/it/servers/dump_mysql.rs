//! What a MariaDB database holds, by `mariadb-dump` and `mariadb`.

use std::collections::BTreeMap;
use std::process::Command;

use super::client::feed;
use super::{Database, Role};
use crate::dump::{Dump, without_times};

/// A statement per table that gives its name and each row, columns in the order of their names.
const SELECTS: &str = r"
SET SESSION group_concat_max_len = 1000000;
SELECT concat('SELECT ', quote(c.table_name), ', replace(concat_ws('', '', ', group_concat(
    IF(c.data_type LIKE '%blob' OR c.data_type LIKE '%binary' OR c.data_type = 'bit', 'coalesce(hex(', 'coalesce(quote('),
    '`', replace(c.column_name, '`', '``'), '`), ''NULL'')' ORDER BY c.column_name SEPARATOR ', '),
    '), ''\\n'', ''\\\\n'') FROM `', replace(c.table_name, '`', '``'), '` ORDER BY 2;')
FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_schema, table_name)
WHERE c.table_schema = database() AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE '\_\_%'
GROUP BY c.table_name ORDER BY c.table_name;
SELECT CONCAT('SELECT ', QUOTE('(auto_increment)'), ', ', QUOTE(concat(table_name, ' ', auto_increment)), ';')
FROM information_schema.tables
WHERE table_schema = database() AND auto_increment IS NOT NULL AND table_name NOT LIKE '\_\_%' ORDER BY 1;
";

pub(super) fn dump(database: &Database) -> Dump {
    let selects = database.sql_as(Role::Admin, SELECTS);
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for select in selects.lines() {
        let table = select.strip_prefix("SELECT '").and_then(|rest| rest.split("', ").next()).expect("a table");
        rows.insert(table.to_owned(), Vec::new());
    }
    for line in database.sql_as(Role::Admin, &selects).lines() {
        let (table, row) = line.split_once('\t').unwrap_or_else(|| panic!("{line}: a table and a row"));
        rows.entry(table.to_owned()).or_default().push(without_times(row));
    }
    Dump { schema: schema(database), rows }
}

/// The SQL that makes the same database again, ledger, journal and rows included.
pub(super) fn everything(database: &Database) -> String {
    run(database, &["--routines", "--triggers", "--events", "--hex-blob"])
}

fn run(database: &Database, options: &[&str]) -> String {
    let mut command = Command::new("mariadb-dump");
    database.server.address_mysql(&mut command, Role::Admin);
    command.args(["--skip-comments", "--skip-add-locks", "--skip-disable-keys", "--no-tablespaces"]).args(options);
    command.arg(&database.name);
    feed(&mut command, "").unwrap_or_else(|error| panic!("mariadb-dump: {error}"))
}

/// What `mariadb-dump` says of the schema, without what is said of the dump itself. Columns and keys are sorted.
fn schema(database: &Database) -> String {
    let ignored = ["__diesel_schema_migrations", "__manage_journal"];
    let ignored = ignored.map(|table| format!("--ignore-table={}.{table}", database.name));
    let mut options = vec!["--no-data", "--routines", "--triggers", "--events", "--skip-add-drop-table"];
    options.extend(ignored.iter().map(String::as_str));
    let text = run(database, &options);
    let mut lines: Vec<String> = Vec::new();
    let mut inside: Option<Vec<String>> = None;
    let mut trigger: Option<String> = None;
    for line in text.lines() {
        // The server quotes the table of a trigger anew when it is renamed, and forgets a line's end before the body.
        if let Some(mut said) = trigger.take().or_else(|| line.starts_with("/*!50003 CREATE*/").then(String::new)) {
            said += &format!("{} ", line.trim().replace('`', ""));
            if line.ends_with("*/;;") {
                lines.push(said);
            } else {
                trigger = Some(said);
            }
            continue;
        }
        let view = line.starts_with("/*!50001") || line.starts_with("/*!50003 C");
        if line.is_empty() || line.starts_with("--") || (line.starts_with("/*") && !view) {
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
            None => lines.push(without_counter(line)),
        }
        if line.starts_with("CREATE TABLE") {
            inside = Some(Vec::new());
        }
    }
    // Sorted as pg_dump sorts: a table that was renamed is another one.
    lines.join("\n")
}

/// The end of a table without the next number, which the rows tell.
fn without_counter(line: &str) -> String {
    let Some((before, after)) = line.split_once(" AUTO_INCREMENT=") else { return line.to_owned() };
    let after = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
    format!("{before}{after}")
}
