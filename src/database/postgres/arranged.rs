//! What a migration may change of its session, and how the next one finds it as if nothing had been changed.

use crate::sql::{Statement, stream};

/// What the session is before a migration runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Arranged {
    settings: Vec<(String, String)>,
}

impl Arranged {
    /// The settings that are the session's own, and who it acts as, the latter last.
    pub(super) const QUERY: &'static str = "SELECT name, setting FROM pg_catalog.pg_settings \
        WHERE source = 'session' AND context IN ('user', 'superuser') UNION ALL SELECT 'session_authorization', \
        pg_catalog.current_setting('session_authorization') UNION ALL SELECT 'role', \
        pg_catalog.current_setting('role')";

    /// From the rows of the query.
    pub(super) fn of(rows: Vec<Vec<Option<String>>>) -> Self {
        let pair = |row: Vec<Option<String>>| match <[_; 2]>::try_from(row) {
            Ok([Some(name), Some(value)]) => Some((name, value)),
            _ => None,
        };
        Self { settings: rows.into_iter().filter_map(pair).collect() }
    }

    /// The statements that bring it back.
    pub(super) fn way_back(&self, literal: impl Fn(&str) -> String) -> String {
        let mut statements = "RESET SESSION AUTHORIZATION; RESET ALL".to_owned();
        for (name, value) in &self.settings {
            statements.push_str(&format!(
                ";\nSELECT pg_catalog.set_config({}, {}, false)",
                literal(name),
                literal(value)
            ));
        }
        statements
    }
}

/// Whether one of the statements may change the session: what a function does cannot be told.
pub(in crate::database) fn may_change(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| may_change_by(&statement.text))
}

/// Whether this statement may.
pub(super) fn may_change_by(statement: &str) -> bool {
    const FIRST: [&str; 9] = ["set", "reset", "discard", "do", "call", "select", "with", "execute", "load"];
    let first = stream(statement).find(|token| !token.is_blank());
    first.is_some_and(|first| FIRST.iter().any(|word| first.is_word(word))) || contains(statement, "set_config")
}

/// Whether the text is there, in whatever case; a place in a comment or a string counts, too.
pub(super) fn contains(statement: &str, text: &str) -> bool {
    statement.as_bytes().windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}
