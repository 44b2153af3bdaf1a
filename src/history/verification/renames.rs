use std::collections::{BTreeMap, BTreeSet};

use crate::history::Script;
use crate::schema::TableName;
use crate::sql::Token;

/// What a script calls otherwise.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Renames {
    /// Tables, in order, names in lower case and without their schemas.
    tables: Vec<(String, String)>,
    /// Columns: the table as it is called then, the old name, the new one.
    columns: Vec<(String, String, String)>,
}

impl Renames {
    pub(super) fn of<'a>(scripts: impl IntoIterator<Item = &'a Script>) -> Self {
        let mut renames = Self::default();
        for statement in scripts.into_iter().flat_map(|script| &script.statements) {
            renames.add(&statement.words());
        }
        renames
    }

    fn add(&mut self, words: &[Token<'_>]) {
        match words {
            [rename, table, rest @ ..] if rename.is_word("rename") && table.is_word("table") => {
                for pair in rest.split(|word| word.is_symbol(",")) {
                    let mut sides = pair.split(|word| word.is_word("to"));
                    if let (Some(from), Some(to)) = (sides.next().and_then(name), sides.next().and_then(name)) {
                        self.tables.push((from, to));
                    }
                }
            }
            [alter, table, rest @ ..] if alter.is_word("alter") && table.is_word("table") => self.altered(rest),
            _ => {}
        }
    }

    /// What follows ALTER TABLE.
    fn altered(&mut self, words: &[Token<'_>]) {
        const BETWEEN: [&str; 3] = ["if", "exists", "only"];
        let start = words.iter().take_while(|word| BETWEEN.iter().any(|own| word.is_word(own))).count();
        let words = words.get(start..).unwrap_or_default();
        let Some(table) = name(words) else { return };
        for place in 1..words.len() {
            let rest = words.get(place..).unwrap_or_default();
            match rest {
                [rename, to, new, ..] if rename.is_word("rename") && (to.is_word("to") || to.is_word("as")) => {
                    self.tables.extend(name(std::slice::from_ref(new)).map(|new| (table.clone(), new)));
                }
                [rename, kind, ..]
                    if rename.is_word("rename")
                        && ["index", "key", "constraint"].iter().any(|own| kind.is_word(own)) => {}
                [rename, column, from, to, new, ..]
                    if rename.is_word("rename") && column.is_word("column") && to.is_word("to") =>
                {
                    self.column(&table, from, new);
                }
                [rename, from, to, new, ..] if rename.is_word("rename") && to.is_word("to") => {
                    self.column(&table, from, new);
                }
                [change, column, from, new, ..] if change.is_word("change") && column.is_word("column") => {
                    self.column(&table, from, new);
                }
                [change, from, new, ..] if change.is_word("change") => self.column(&table, from, new),
                _ => {}
            }
        }
    }

    fn column(&mut self, table: &str, from: &Token<'_>, to: &Token<'_>) {
        if let (Some(from), Some(to)) = (from.identifier(), to.identifier()) {
            self.columns.push((table.to_owned(), from.to_string(), to.to_string()));
        }
    }

    /// What the table is called in the end, if it is called otherwise.
    pub(super) fn table(&self, name: &TableName) -> TableName {
        let mut now = name.name.to_lowercase();
        for (from, to) in &self.tables {
            if *from == now {
                now.clone_from(to);
            }
        }
        if now == name.name.to_lowercase() {
            name.clone()
        } else {
            TableName { schema: name.schema.clone(), name: now }
        }
    }

    /// The tables that get this name, in lower case, as they are called before.
    pub(super) fn takers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.tables.iter().filter(move |(_, to)| to == name).map(|(from, _)| from.as_str())
    }

    /// What the column of a table is called in the end. The table is one of those names.
    pub(super) fn column_of(&self, names: &BTreeSet<String>, column: &str) -> String {
        let mut now = column.to_owned();
        for (table, from, to) in &self.columns {
            if names.contains(table) && from.eq_ignore_ascii_case(&now) {
                now.clone_from(to);
            }
        }
        now
    }

    /// All the names that the rows of a table of this name go by while the script runs, in lower case.
    pub(super) fn names(&self, table: &str) -> BTreeSet<String> {
        let mut links: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (from, to) in &self.tables {
            links.entry(from).or_default().push(to);
            links.entry(to).or_default().push(from);
        }
        let mut found = BTreeSet::from([table.to_lowercase()]);
        let mut open: Vec<String> = found.iter().cloned().collect();
        while let Some(name) = open.pop() {
            for other in links.get(name.as_str()).into_iter().flatten() {
                if found.insert((*other).to_owned()) {
                    open.push((*other).to_owned());
                }
            }
        }
        found
    }
}

/// The last part of the name that the words begin with, in lower case.
fn name(words: &[Token<'_>]) -> Option<String> {
    let first = words.first()?.identifier()?;
    match words {
        [_, dot, second, ..] if dot.is_symbol(".") => Some(second.identifier()?.to_lowercase()),
        _ => Some(first.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::Renames;
    use crate::sql::words;

    fn renames(statements: &[&str]) -> Renames {
        let mut renames = Renames::default();
        statements.iter().for_each(|statement| renames.add(&words(statement)));
        renames
    }

    #[test]
    fn renames_of_every_dialect_are_followed() {
        let found = renames(&[
            "ALTER TABLE IF EXISTS ONLY app.Users RENAME TO people",
            "ALTER TABLE people RENAME COLUMN name TO \"Full\"",
            "ALTER TABLE people RENAME mail TO email",
            "ALTER TABLE people CHANGE COLUMN a b INT, CHANGE c d INT, RENAME INDEX i TO j",
            "RENAME TABLE x TO y, z TO x",
        ]);
        assert_eq!(found.table(&"users".into()), "people".into());
        assert_eq!(found.table(&"z".into()), "x".into());
        assert_eq!(found.table(&"i".into()), "i".into());
        let names = found.names("users");
        for (from, to) in [("name", "Full"), ("mail", "email"), ("a", "b"), ("c", "d"), ("i", "i")] {
            assert_eq!(found.column_of(&names, from), to);
        }
    }

    #[test]
    fn a_rebuild_gives_the_table_its_name_back() {
        let found = renames(&["ALTER TABLE new_t RENAME TO t"]);
        assert_eq!(found.table(&"t".into()), "t".into());
        assert!(found.names("t").contains("new_t"));
        let found = renames(&["ALTER TABLE t RENAME TO manage_old_t"]);
        assert!(found.names("t").contains("manage_old_t"));
    }
}
