//! A database as it has to be after a process was killed and another went on: all of it but times.

use std::path::Path;

use crate::dump::{lines, open};

/// Everything that can be told apart, one line each.
pub(super) fn image(path: &Path) -> Vec<String> {
    let connection = &mut open(path);
    let mut image = lines(connection, "SELECT integrity_check AS line FROM pragma_integrity_check");
    for pragma in ["user_version", "application_id", "journal_mode", "auto_vacuum", "page_size", "encoding"] {
        image.push(format!(
            "{pragma} {:?}",
            lines(connection, &format!("SELECT {pragma} AS line FROM pragma_{pragma}"))
        ));
    }
    image.extend(lines(
        connection,
        "SELECT json_array(type, name, tbl_name, sql) AS line FROM sqlite_schema ORDER BY type, name",
    ));
    let tables = "SELECT name AS line FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    for table in lines(connection, tables) {
        let columns = format!("SELECT name AS line FROM pragma_table_xinfo('{table}') ORDER BY cid");
        let mut columns = lines(connection, &columns);
        let rowid = format!(
            "SELECT 1 AS line FROM sqlite_schema WHERE name = '{table}' AND sql NOT LIKE '%WITHOUT ROWID%'
             AND name NOT LIKE '\\_\\_%' ESCAPE '\\'"
        );
        if !lines(connection, &rowid).is_empty() {
            columns.push("rowid".to_owned());
        }
        columns.retain(|column| !["run_on", "started_at", "finished_at", "duration_ms"].contains(&column.as_str()));
        let values: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let rows = format!("SELECT {} AS line FROM \"{table}\" ORDER BY 1", values.join(" || ',' || "));
        image.extend(lines(connection, &rows).into_iter().map(|row| format!("{table}: {row}")));
    }
    image
}

/// What must hold at any moment between two runs: the file is sound, and ledger and journal do not contradict each
/// other.
pub(super) fn is_sound(path: &Path) -> Result<(), String> {
    let connection = &mut open(path);
    let integrity = lines(connection, "SELECT integrity_check AS line FROM pragma_integrity_check");
    if integrity != ["ok"] {
        return Err(format!("{integrity:?}"));
    }
    let count =
        "SELECT count(*) AS line FROM sqlite_schema WHERE name IN ('__manage_journal', '__diesel_schema_migrations')";
    match lines(connection, count)[0].as_str() {
        "0" => return Ok(()),
        "2" => {}
        other => return Err(format!("{other} of the two tables")),
    }
    let rows = lines(
        connection,
        "SELECT json_array(version, done, total, intent, finished_at) AS line
         FROM __diesel_schema_migrations FULL JOIN __manage_journal AS j USING (version)
         LEFT JOIN __diesel_schema_migrations AS l USING (version)
         WHERE NOT (
             l.version IS NOT NULL AND j.finished_at IS NOT NULL AND j.run_on = l.run_on AND j.done = j.total
                 AND j.intent IS NULL
             OR j.finished_at IS NULL AND j.done < j.total + (j.direction = 'down') AND j.in_transaction = 0
                 AND j.run_on IS l.run_on AND (j.direction = 'down') = (l.version IS NOT NULL)
         )",
    );
    let half_done =
        lines(connection, "SELECT version AS line FROM __manage_journal WHERE finished_at IS NULL ORDER BY version");
    if rows.is_empty() && half_done.len() <= 1 { Ok(()) } else { Err(format!("{rows:?}, half done: {half_done:?}")) }
}

/// Where two differ.
pub(super) fn differences(expected: &[String], found: &[String]) -> String {
    let missing = expected.iter().filter(|line| !found.contains(line)).map(|line| format!("- {}", short(line)));
    let more = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("+ {}", short(line)));
    missing.chain(more).take(20).collect::<Vec<_>>().join("\n")
}

fn short(line: &str) -> String {
    line.chars().take(300).collect()
}
