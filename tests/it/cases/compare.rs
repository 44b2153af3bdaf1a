//! What came out, and what was expected.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::case::{Case, folder};
use crate::dump::Dump;

impl Case {
    /// Compares the files of the migrations with the expected ones. Those of a second migration lie in a folder `2`.
    pub(super) fn compare(&self, migrations: &[PathBuf]) {
        let expected = folder().join(&self.name).join(self.dialect.name());
        let mut written: BTreeMap<String, String> = BTreeMap::new();
        for (place, migration) in migrations.iter().enumerate() {
            let prefix = if place == 0 { String::new() } else { format!("{}/", place + 1) };
            for entry in fs::read_dir(migration).expect("a migration") {
                let path = entry.expect("a file").path();
                let text = fs::read_to_string(&path).expect("a text");
                // The header differs from project to project.
                let body = text.split_once("UTC\n\n").map_or(text.as_str(), |(_, body)| body);
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                written.insert(format!("{prefix}{name}"), body.to_owned());
            }
        }
        if overwrite() {
            if expected.exists() {
                fs::remove_dir_all(&expected).expect("a folder");
            }
            for (name, body) in &written {
                let path = expected.join(name);
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                fs::write(path, body).expect("a file");
            }
            return;
        }
        let mut wanted: BTreeMap<String, String> = BTreeMap::new();
        for prefix in ["", "2/", "3/"] {
            for name in ["up.sql", "down.sql", "metadata.toml"] {
                let name = format!("{prefix}{name}");
                if let Ok(text) = fs::read_to_string(expected.join(&name)) {
                    wanted.insert(name, text);
                }
            }
        }
        for (name, body) in &written {
            let wanted = wanted.remove(name).unwrap_or_default();
            assert!(*body == wanted, "{}/{name} is\n{body}\nbut was to be\n{wanted}", self.name);
        }
        assert!(wanted.is_empty(), "{}: nobody wrote {wanted:?}", self.name);
    }

    /// A table that is there before and after has as many rows, unless a case says otherwise.
    pub(super) fn kept(&self, before: &Dump, after: &Dump) {
        let counters = ["sqlite_sequence", "(sequences)", "(auto_increment)"];
        for (table, rows) in &before.rows {
            if let Some(now) = after
                .rows
                .get(table)
                .filter(|_| !counters.contains(&table.as_str()) && !self.name.contains("give_its_name"))
            {
                assert_eq!(rows.len(), now.len(), "{}: rows of {table}", self.name);
            }
        }
    }

    pub(super) fn same_schema(&self, one: &Dump, other: &Dump, when: &str) {
        assert!(
            one.schema == other.schema,
            "{}: {when}: the schema is\n{}\nbut was\n{}",
            self.name,
            one.schema,
            other.schema
        );
    }
}

/// `CASES=overwrite` writes what comes out as what is expected: read it before it is committed.
fn overwrite() -> bool {
    std::env::var("CASES").is_ok_and(|value| value == "overwrite")
}
