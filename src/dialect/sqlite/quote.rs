/// The identifier in SQL's own quotes where SQLite needs them.
pub(super) fn quote(identifier: &str) -> String {
    if is_plain(identifier) { identifier.to_owned() } else { format!("\"{}\"", identifier.replace('"', "\"\"")) }
}

/// The string as a literal. SQLite has no escapes; a NUL, at which it would stop reading, is put together from its
/// bytes.
pub(super) fn quote_text(text: &str) -> String {
    if text.contains('\0') {
        let bytes: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("CAST(x'{bytes}' AS TEXT)")
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// The identifiers, quoted and separated by commas.
pub(super) fn quote_all<S: AsRef<str>>(identifiers: &[S]) -> String {
    identifiers.iter().map(|identifier| quote(identifier.as_ref())).collect::<Vec<_>>().join(", ")
}

/// Whether the name can stand without quotes wherever a name can: a word that no reading of SQL takes for
/// something else.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && RESERVED.binary_search(&name.to_ascii_lowercase().as_str()).is_err()
}

/// Sorted. The keywords that SQLite does not take for a name everywhere; most others (`key`, `action`, `desc`) are
/// names where a name is due. Those of joins are here because after a table they would be read as a join, `true`
/// and `false` because they would be read as numbers.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "cast", "check", "collate", "commit",
    "constraint", "create", "cross", "current_date", "current_time", "current_timestamp", "default", "deferrable",
    "delete", "distinct", "drop", "else", "escape", "except", "exists", "false", "foreign", "from", "full", "group",
    "having", "if", "in", "index", "indexed", "inner", "insert", "intersect", "into", "is", "isnull", "join",
    "left", "limit", "natural", "not", "nothing", "notnull", "null", "on", "or", "order", "outer", "primary",
    "raise", "references", "returning", "right", "select", "set", "table", "then", "to", "transaction", "true",
    "union", "unique", "update", "using", "values", "when", "where",
];

#[cfg(all(test, feature = "cli"))]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};

    use super::{RESERVED, quote, quote_text};

    /// Keywords that are names where a name is due.
    #[rustfmt::skip]
    const FREE: &[&str] = &[
        "abort", "action", "after", "always", "analyze", "asc", "attach", "before", "begin", "by", "cascade",
        "column", "conflict", "current", "database", "deferred", "desc", "detach", "do", "each", "end", "exclude",
        "exclusive", "explain", "fail", "filter", "first", "following", "for", "generated", "glob", "groups",
        "ignore", "immediate", "initially", "instead", "key", "last", "like", "match", "materialized", "no",
        "nulls", "of", "offset", "others", "over", "partition", "plan", "pragma", "preceding", "query", "range",
        "recursive", "regexp", "reindex", "release", "rename", "replace", "restrict", "rollback", "row", "rows",
        "savepoint", "stored", "strict", "temp", "temporary", "ties", "trigger", "unbounded", "vacuum", "view",
        "virtual", "window", "with", "within", "without",
    ];

    #[test]
    fn only_what_needs_quotes_has_them() {
        assert!(RESERVED.is_sorted());
        for plain in ["users", "_a1", "UserName", "key", "Desc", "rowid"] {
            assert_eq!(quote(plain), plain);
        }
        for odd in ["", "1a", "a b", "order", "Order", "é", "🦀", "a$b", "a\"b", "a.b", "a;b", "[a]"] {
            assert_eq!(quote(odd), format!("\"{}\"", odd.replace('"', "\"\"")));
        }
    }

    #[test]
    fn sqlite_takes_every_name_everywhere() {
        let odd =
            ["a b", "é", "🦀", "a\"b", "a.b", "a;b", "[a]", "a'b", "1a", "`", "--", "/*", "%s", "Big", "new", "old"];
        for name in RESERVED.iter().chain(FREE).chain(&odd) {
            let k = quote(name);
            let script = format!(
                "CREATE TABLE {k} (id INTEGER PRIMARY KEY, {k} INTEGER NOT NULL DEFAULT 0 UNIQUE, b INT, g AS ({k}),
                     CONSTRAINT {k} CHECK ({k} >= 0), UNIQUE ({k}, b), FOREIGN KEY ({k}) REFERENCES {k} ({k}));
                 CREATE INDEX i1 ON {k} (b, {k} DESC, {k} + 1) WHERE {k} > 0;
                 INSERT INTO {k} (id, {k}) VALUES (1, 1);
                 UPDATE {k} SET {k} = CASE {k} WHEN 1 THEN {k} ELSE 2 END WHERE {k}.{k} = 1 AND NOT {k} = 2;
                 CREATE TRIGGER t AFTER UPDATE OF {k} ON {k} WHEN NEW.{k} > 1 BEGIN
                     INSERT INTO {k} ({k}) SELECT {k} + 1 FROM {k}; DELETE FROM {k} WHERE {k} = 3; END;
                 CREATE VIEW v AS SELECT {k} FROM {k} GROUP BY {k} HAVING {k} > 0 ORDER BY {k} DESC;
                 CREATE TABLE copy AS SELECT {k}, COALESCE({k}, 0), CAST({k} AS TEXT) FROM v WHERE {k} IS NOT NULL;
                 DROP VIEW v; DROP TRIGGER t;
                 CREATE TABLE other (a REFERENCES {k} ({k}), {k} TEXT COLLATE NOCASE);
                 ALTER TABLE other DROP COLUMN {k}; ALTER TABLE other ADD COLUMN {k} INTEGER;
                 ALTER TABLE {k} RENAME TO zz; ALTER TABLE zz RENAME TO {k};
                 ALTER TABLE {k} RENAME COLUMN {k} TO zz; ALTER TABLE {k} RENAME COLUMN zz TO {k};
                 DROP TABLE other; DROP TABLE {k};
                 CREATE TABLE other (a); CREATE INDEX {k} ON other (a); DROP INDEX {k};"
            );
            let mut connection = SqliteConnection::establish(":memory:").unwrap();
            connection.batch_execute(&script).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }

    #[test]
    fn text_is_one_literal_whatever_it_holds() {
        assert_eq!(quote_text("it's"), "'it''s'");
        assert_eq!(quote_text("a\0b"), "CAST(x'610062' AS TEXT)");
    }
}
