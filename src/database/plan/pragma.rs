//! What a `PRAGMA` of SQLite changes: the connection, the file, or both.

use crate::sql::{Token, words};

/// Settings of a connection alone, which can be read and written back.
const OF_CONNECTION: [&str; 22] = [
    "automatic_index",
    "busy_timeout",
    "cache_size",
    "cache_spill",
    "cell_size_check",
    "checkpoint_fullfsync",
    "count_changes",
    "foreign_keys",
    "fullfsync",
    "ignore_check_constraints",
    "legacy_alter_table",
    "locking_mode",
    "mmap_size",
    "query_only",
    "read_uncommitted",
    "recursive_triggers",
    "reverse_unordered_selects",
    "secure_delete",
    "synchronous",
    "temp_store",
    "trusted_schema",
    "writable_schema",
];

/// The same, but there is nothing to be written back: they end by themselves, cannot be read, or only look.
const PASSING: [&str; 8] = [
    "case_sensitive_like",
    "defer_foreign_keys",
    "foreign_key_check",
    "integrity_check",
    "quick_check",
    "shrink_memory",
    "table_info",
    "wal_autocheckpoint",
];

/// Values in the file that are written like any row: in a transaction, and undone with it.
const LIKE_ROWS: [&str; 2] = ["application_id", "user_version"];

/// What a `PRAGMA` changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::database) enum Pragma {
    /// The connection; afterwards this setting can be read and written back.
    Connection(&'static str),
    /// The connection at most, and nothing that lasts.
    Passing(&'static str),
    /// A value in the file, in whatever transaction is open.
    Row,
    /// Maybe the file, at once; it may be repeated.
    File,
}

impl Pragma {
    /// What the statement changes; `None` if it is no `PRAGMA`.
    pub(in crate::database) fn of(statement: &str) -> Option<Self> {
        let words = words(statement);
        let first = words.first().filter(|word| word.is_word("pragma"));
        first.and(Self::name(&words)).map(|name| {
            let known = |names: &[&'static str]| names.iter().find(|known| name.eq_ignore_ascii_case(known)).copied();
            match (known(&OF_CONNECTION), known(&PASSING), known(&LIKE_ROWS)) {
                (Some(name), ..) => Self::Connection(name),
                (_, Some(name), _) => Self::Passing(name),
                (.., Some(_)) => Self::Row,
                _ => Self::File,
            }
        })
    }

    /// `PRAGMA name …` or `PRAGMA schema.name …`.
    fn name(words: &[Token<'_>]) -> Option<String> {
        let place = if words.get(2).is_some_and(|word| word.is_symbol(".")) { 3 } else { 1 };
        words.get(place)?.identifier()
    }
}

#[cfg(test)]
mod tests {
    use super::Pragma;

    #[test]
    fn a_pragma_is_told_by_its_name() {
        for (statement, expected) in [
            ("PRAGMA foreign_keys = OFF", Some(Pragma::Connection("foreign_keys"))),
            ("pragma -- why\n main.Synchronous(1)", Some(Pragma::Connection("synchronous"))),
            ("PRAGMA defer_foreign_keys=1", Some(Pragma::Passing("defer_foreign_keys"))),
            ("PRAGMA \"user_version\" = 3", Some(Pragma::Row)),
            ("PRAGMA journal_mode = WAL", Some(Pragma::File)),
            ("PRAGMA", None),
            ("SELECT 1", None),
            ("", None),
        ] {
            assert_eq!(Pragma::of(statement), expected, "{statement}");
        }
    }
}
