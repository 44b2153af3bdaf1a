use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{History, Migration, Script, Version};
use crate::parallel::parallel;
use crate::sql::{Statement, Token, TokenKind, checksum, tells_its_effects};

/// What `schema.json` remembers of a migration, to tell whether the schema beside it still is what the migrations
/// lead to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Digest {
    /// Its version.
    pub(super) version: Version,
    /// What it builds on.
    pub(super) parents: Vec<Version>,
    /// The checksum over the statements of `up.sql` that can matter to the schema.
    pub(super) digest: String,
    /// The same for its variants, by environment.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) variants: BTreeMap<String, String>,
    /// Whether the schema holds what the dialect means the statements to do, and no database has said so yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) unproven: bool,
}

/// The digests of all migrations, in the order of their versions.
pub(super) fn digests(history: &History) -> Vec<Digest> {
    let is_opaque =
        |migration: &Migration| migration.plain_up().statements.iter().any(|statement| is_opaque(&statement.words()));
    // What could run statements that are built from data makes the data part of the schema.
    let data_counts = parallel(&history.migrations, 64, is_opaque).contains(&true);
    let digest = |script: &Script| {
        checksum(script.statements.iter().filter(|statement| data_counts || !is_plain_data(statement)))
    };
    parallel(&history.migrations, 64, |migration| Digest {
        version: migration.version.clone(),
        parents: migration.parents.clone(),
        digest: digest(migration.plain_up()),
        variants: migration.ups().filter_map(|up| Some((up.variant.clone()?, digest(up)))).collect(),
        unproven: false,
    })
}

/// Whether the statement could do anything at all: what is not known to do no more than its words say.
fn is_opaque(words: &[Token<'_>]) -> bool {
    const CODE: [&str; 3] = ["function", "procedure", "event"];
    let Some(first) = words.first() else { return false };
    let makes_code =
        first.is_word("create") && words.iter().take(5).any(|token| CODE.iter().any(|word| token.is_word(word)));
    // A function that is called by a query can be anyone's.
    let queries = first.is_word("select") || first.is_word("with");
    !tells_its_effects(words) || makes_code || (queries && calls(words))
}

/// Whether the statement only inserts, updates or deletes rows, with values that stand in it.
fn is_plain_data(statement: &Statement) -> bool {
    let data = ["insert", "update", "delete", "replace"];
    let first = statement.stream().find(|token| !token.is_blank());
    if !first.is_some_and(|first| data.iter().any(|word| first.is_word(word))) {
        return false;
    }
    let words = statement.words();
    !words.iter().any(|token| token.is_word("select")) && !calls(&words)
}

/// Whether a function is called: a name stands before a parenthesis, and it is neither a keyword that does nor a
/// table with its columns (`INSERT INTO t (a)`).
pub(super) fn calls(words: &[Token<'_>]) -> bool {
    const KEYWORDS: [&str; 16] = [
        "values", "in", "and", "or", "not", "where", "on", "set", "exists", "as", "conflict", "when", "then", "else",
        "between", "select",
    ];
    let mut before = None;
    for pair in words.windows(2) {
        let [name, parenthesis] = pair else { continue };
        let is_name = matches!(name.kind, TokenKind::Word | TokenKind::Quoted);
        let is_keyword = KEYWORDS.iter().any(|word| name.is_word(word));
        let is_table = before.is_some_and(|token: &Token<'_>| token.is_word("into") || token.is_symbol("."));
        if is_name && parenthesis.is_symbol("(") && !is_keyword && !is_table {
            return true;
        }
        before = Some(name);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::History;
    use super::super::fixture::Folder;
    use super::digests;
    use crate::dialect::Sqlite;

    /// The digest of the last migration.
    fn digest(ups: &[&str]) -> String {
        let folder = Folder::new();
        for (place, up) in ups.iter().enumerate() {
            folder.file(&format!("{place:04}_x/up.sql"), up);
        }
        digests(&folder.history()).pop().unwrap().digest
    }

    #[test]
    fn plain_rows_do_not_count_where_nothing_can_read_them_as_statements() {
        let table = "CREATE TABLE t (a);";
        let plain = [
            "INSERT INTO t (a) VALUES (1), ('x');",
            "INSERT INTO main.t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2;",
            "REPLACE INTO t VALUES (1);",
            "UPDATE t SET a = 1 WHERE a IN (1, 2) AND (a > 3);",
            "DELETE FROM \"t\";",
        ];
        for data in plain {
            assert_eq!(digest(&[&format!("{table}{data}")]), digest(&[table]), "{data}");
        }
        let undecided = [
            "INSERT INTO t SELECT 1;",
            "UPDATE t SET a = f(a);",
            "INSERT INTO t VALUES (nextval('s'));",
            "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x;",
            "UPDATE t SET a = \"f\" (1);",
        ];
        for data in undecided {
            assert_ne!(digest(&[&format!("{table}{data}")]), digest(&[table]), "{data}");
        }
    }

    #[test]
    fn beside_opaque_statements_everything_counts() {
        for opaque in [
            "DO $$ x $$;",
            "CALL f();",
            "SELECT load_extension('x');",
            "CREATE OR REPLACE FUNCTION f() x;",
            "PRAGMA writable_schema = ON;",
            "UPDATE sqlite_master SET sql = 'x';",
            "EXECUTE x;",
            "ATTACH 'x' AS y;",
        ] {
            let data = |value: &str| format!("INSERT INTO t VALUES ('{value}');");
            assert_ne!(digest(&[opaque, &data("a")]), digest(&[opaque, &data("b")]), "{opaque}");
            assert_eq!(digest(&["SELECT 1;", &data("a")]), digest(&["SELECT 1;", &data("b")]));
        }
    }

    #[test]
    fn comments_and_white_space_do_not_count_and_variants_do() {
        assert_eq!(digest(&["CREATE TABLE t (a);"]), digest(&["-- why\r\nCREATE TABLE\tt (a)\r\n;"]));
        let folder = Folder::with(&[("1_a", "SELECT 1;")]);
        folder.file("1_a/up.production.sql", "CREATE TABLE t (a);");
        let found = digests(&folder.history()).remove(0);
        assert_eq!(found.variants.keys().collect::<Vec<_>>(), ["production"]);
        assert_ne!(found.variants["production"], found.digest);
        // What a machine is set up for makes no difference to a file that all share.
        let elsewhere = History::read(folder.path(), &Sqlite, Some("production")).unwrap();
        assert_eq!(digests(&elsewhere), [found]);
    }
}
