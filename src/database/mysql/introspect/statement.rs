use std::collections::BTreeMap;

use super::tables::Found;
use crate::database::mysql::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::dialect::Dialect;
use crate::schema::{Object, ObjectKind, Table, TableName};
use crate::sql::{tokens, words};

/// What of a table no catalog tells, but the statement that makes it: partitions, where MySQL Cluster keeps columns,
/// indexes with a comment or a parser or that are ignored, periods. Most of it is one statement each for the table that is there.
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
    let own = table.name.clone();
    let mut add = |kind: ObjectKind, name: &str, what: String| {
        let (name, table) = (TableName::new(name), Some(own.clone()));
        found.push(Object { kind, name, table, sql: format!("ALTER TABLE {quoted} {what}") });
    };
    let mut gone = Vec::new();
    for line in body.lines().filter_map(|line| line.strip_prefix("  ")) {
        let line = line.strip_suffix(',').unwrap_or(line);
        let words = words(line);
        let says = |word: &str| words.iter().any(|own| own.is_word(word));
        let name = words.iter().find_map(|own| own.identifier().filter(|_| own.text.starts_with('`')));
        let Some(name) = name else { continue };
        let is_column = words.first().is_some_and(|first| first.text.starts_with('`'));
        let is_index = !is_column && says("key") && !says("foreign");
        if is_column {
            if let Some(column) = table.column_mut(&name) {
                column.attributes.extend(kept_how(line));
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

/// How a column is kept, which stands in comments that are for servers that know it.
fn kept_how(line: &str) -> Vec<String> {
    let said = tokens(line).into_iter().filter_map(|token| token.text.strip_prefix("/*!")?.strip_suffix("*/"));
    let said = said.map(|text| text.trim_start_matches(|letter: char| letter.is_ascii_digit()).trim().to_owned());
    let mut found: Vec<String> =
        said.filter(|text| text.starts_with("COLUMN_FORMAT ") || text.starts_with("STORAGE ")).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::of_table;
    use crate::dialect::Mysql;
    use crate::schema::{Column, Table};

    #[test]
    fn what_only_the_statement_says_is_taken_from_it() {
        let text = "CREATE TABLE `t` (\n  `id` int(11) NOT NULL COMMENT 'a KEY, invisible',\n  `h` int(11) INVISIBLE DEFAULT 3,\n  \
            PRIMARY KEY (`id`),\n  KEY `i` (`h`) COMMENT 'c',\n  KEY `j` (`h`)\n) ENGINE=InnoDB\n PARTITION BY HASH (`id`)\nPARTITIONS 2";
        let found = of_table(&Mysql, &mut Table::new("t"), text);
        let said: Vec<&str> = found.iter().map(|object| object.sql.as_str()).collect();
        assert_eq!(
            said,
            [
                "ALTER TABLE t DROP INDEX i, ADD KEY `i` (`h`) COMMENT 'c'",
                "ALTER TABLE t PARTITION BY HASH (`id`)\nPARTITIONS 2",
            ]
        );
    }

    #[test]
    fn where_a_column_is_kept() {
        let text = "CREATE TABLE `t` (\n  `id` int NOT NULL,\n  `a` int /*!50606 STORAGE DISK */ /*!50606 COLUMN_FORMAT DYNAMIC */ \
            DEFAULT NULL COMMENT '/*!50606 STORAGE MEMORY */'\n) ENGINE=ndbcluster";
        let mut table = Table::new("t");
        table.columns = vec![Column::new("id", "int"), Column::new("a", "int")];
        assert!(of_table(&Mysql, &mut table, text).is_empty());
        assert_eq!(table.columns[0].attributes, [""; 0]);
        assert_eq!(table.columns[1].attributes, ["COLUMN_FORMAT DYNAMIC", "STORAGE DISK"]);
    }
}
