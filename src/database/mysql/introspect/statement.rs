use std::collections::BTreeMap;

use super::tables::{Found, VERSIONED};
use crate::database::mysql::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::dialect::Dialect;
use crate::schema::{Object, ObjectKind, Table, TableName};
use crate::sql::words;

/// What of a table no catalog tells, but the statement that makes it: partitions, columns that are not seen or are
/// compressed, indexes with a comment or a parser or that are ignored, periods. Each is one statement for the table that is
/// there.
pub(super) fn read(session: &mut MysqlSession, tables: &mut BTreeMap<String, Found>) -> Result<Vec<Object>, SqlError> {
    let dialect = session.dialect();
    let mut objects = Vec::new();
    for (name, found) in tables.iter_mut().filter(|(_, found)| found.is_special) {
        let shown = session.query(&format!("SHOW CREATE TABLE {}", dialect.quote(name)))?;
        let text = shown.into_iter().next().and_then(|row| row.into_iter().nth(1).flatten()).unwrap_or_default();
        objects.extend(of_table(dialect, &mut found.table, &text));
    }
    Ok(objects)
}

fn of_table(dialect: &dyn Dialect, table: &mut Table, text: &str) -> Vec<Object> {
    let quoted = dialect.quote(&table.name.name);
    let (body, partitions) = match text.find("PARTITION BY ").filter(|place| text[..*place].contains("\n)")) {
        Some(place) => (&text[..place], text.get(place..)),
        None => (text, None),
    };
    let mut found = Vec::new();
    let mut add = |kind: ObjectKind, name: &str, what: String| {
        let (name, table) = (TableName::new(name), Some(table.name.clone()));
        found.push(Object { kind, name, table, sql: format!("ALTER TABLE {quoted} {what}") });
    };
    let mut gone = Vec::new();
    // A table that keeps what its rows were cannot be altered as others are.
    let is_versioned = table.options.iter().any(|option| option == VERSIONED);
    for line in body.lines().filter_map(|line| line.strip_prefix("  ")) {
        let line = line.strip_suffix(',').unwrap_or(line);
        let words = words(line);
        let says = |word: &str| words.iter().any(|own| own.is_word(word));
        let name = words.iter().find_map(|own| own.identifier().filter(|_| own.text.starts_with('`')));
        let Some(name) = name else { continue };
        let is_column = words.first().is_some_and(|first| first.text.starts_with('`'));
        let is_index = !is_column && says("key") && !says("foreign");
        // What stands in a comment for servers that know it is no word.
        let versioned = |word: &str| line.contains("/*") && line.contains(word);
        if is_column && !is_versioned {
            let is_told = says("invisible") || says("compressed") || versioned("INVISIBLE") || versioned("COMPRESSED");
            if is_told {
                add(ObjectKind::Setting, &name, format!("MODIFY COLUMN {line}"));
            }
        } else if is_index && says("overlaps") {
            add(ObjectKind::Index, &name, format!("ADD {line}"));
            gone.push(name);
        } else if is_index && says("ignored") && !says("comment") && !says("parser") {
            // One that is made anew as it was would be kept as it is.
            add(ObjectKind::Setting, &name, format!("ALTER INDEX {} IGNORED", dialect.quote(&name)));
        } else if is_index && (says("comment") || says("parser") || says("ignored") || line.contains("/*!")) {
            add(ObjectKind::Setting, &name, format!("DROP INDEX {}, ADD {line}", dialect.quote(&name)));
        } else if words.first().is_some_and(|first| first.is_word("period"))
            && name != "SYSTEM_TIME"
            && !says("system_time")
        {
            add(ObjectKind::Constraint, &name, format!("ADD {line}"));
            gone.push(name);
        }
    }
    if let Some(partitions) = partitions {
        let text = partitions.trim().trim_end_matches("*/").trim_end();
        let text = text.replace(" ENGINE = InnoDB", "");
        add(ObjectKind::Partition, &table.name.name, text);
    }
    // A period first: a key may be told that it does not overlap.
    found.sort_by_key(|object| object.kind != ObjectKind::Constraint);
    let is_gone = |name: &Option<String>| name.as_ref().is_some_and(|name| gone.contains(name));
    table.checks.retain(|check| !is_gone(&check.name));
    table.indexes.retain(|index| !is_gone(&index.name));
    table.uniques.retain(|unique| !is_gone(&unique.name));
    found
}

#[cfg(test)]
mod tests {
    use super::of_table;
    use crate::dialect::Mysql;
    use crate::schema::Table;

    #[test]
    fn what_only_the_statement_says_is_taken_from_it() {
        let text = "CREATE TABLE `t` (\n  `id` int(11) NOT NULL COMMENT 'a KEY, invisible',\n  `h` int(11) INVISIBLE DEFAULT 3,\n  \
            PRIMARY KEY (`id`),\n  KEY `i` (`h`) COMMENT 'c',\n  KEY `j` (`h`)\n) ENGINE=InnoDB\n PARTITION BY HASH (`id`)\nPARTITIONS 2";
        let found = of_table(&Mysql, &mut Table::new("t"), text);
        let said: Vec<&str> = found.iter().map(|object| object.sql.as_str()).collect();
        assert_eq!(
            said,
            [
                "ALTER TABLE t MODIFY COLUMN `h` int(11) INVISIBLE DEFAULT 3",
                "ALTER TABLE t DROP INDEX i, ADD KEY `i` (`h`) COMMENT 'c'",
                "ALTER TABLE t PARTITION BY HASH (`id`)\nPARTITIONS 2",
            ]
        );
    }
}
