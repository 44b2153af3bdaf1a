use diesel::result::{DatabaseErrorKind, Error as DieselError};
use mysql_async::Error as ClientError;

use crate::database::session::{SqlError, SqlErrorKind};

/// What the server, or the connection to it, says of a statement.
pub(super) fn of_client(error: &ClientError) -> SqlError {
    match error {
        ClientError::Server(said) => {
            let mut error = SqlError::new(said.message.clone(), kind(said.code));
            error.code = Some(said.code.to_string().into());
            error.state = Some(said.state.as_str().into());
            error.hint = hint(said.code).map(str::to_owned);
            error
        }
        other => {
            // Every error of the driver repeats its cause; the innermost says it all.
            let mut innermost: &(dyn std::error::Error + 'static) = other;
            while let Some(cause) = innermost.source() {
                innermost = cause;
            }
            SqlError::new(innermost.to_string(), SqlErrorKind::ConnectionLost)
        }
    }
}

/// The same with the place where the server could not read on: `near '…' at line 3`. What stands there is cut off after 80
/// characters.
pub(super) fn placed(mut error: SqlError, statement: &str) -> SqlError {
    if error.code.as_deref() == Some("1064") && error.position.is_none() {
        error.position = place(&error.message, statement);
    }
    error
}

fn place(message: &str, statement: &str) -> Option<usize> {
    let (_, said) = message.split_once(" near '")?;
    let (near, line) = said.rsplit_once("' at line ")?;
    if near.is_empty() {
        return Some(statement.chars().count() + 1);
    }
    let line: usize = line.trim().parse().ok()?;
    let begin: usize = statement.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = statement.get(begin..)?;
    let found = rest.find(near).map(|place| begin + place).or_else(|| statement.find(near))?;
    Some(statement.get(..found)?.chars().count() + 1)
}

/// What Diesel has left of what the server said: the number is gone.
pub(super) fn of_diesel(error: DieselError) -> SqlError {
    match error {
        DieselError::DatabaseError(class, said) => {
            let message = said.message();
            let kind = match class {
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                    SqlErrorKind::ConnectionLost
                }
                DatabaseErrorKind::ReadOnlyTransaction => SqlErrorKind::ReadOnlySession,
                _ if message.contains("Lock wait timeout exceeded") => SqlErrorKind::LockTimeout,
                _ if message.contains("Deadlock found") => SqlErrorKind::Busy,
                _ if message.contains("max_statement_time exceeded") => SqlErrorKind::StatementTimeout,
                _ if message.contains("Query execution was interrupted") => SqlErrorKind::Cancelled,
                _ if message.starts_with("Input/output error") || message.starts_with("Driver error") => {
                    SqlErrorKind::ConnectionLost
                }
                _ => SqlErrorKind::Statement,
            };
            SqlError::new(message, kind)
        }
        DieselError::RollbackErrorOnCommit { commit_error, .. } => of_diesel(*commit_error),
        other => SqlError::new(other.to_string(), SqlErrorKind::Statement),
    }
}

/// What helps with a statement of that error.
fn hint(number: u16) -> Option<&'static str> {
    match number {
        1845 | 1846 => Some(
            "the statement asks for an ALGORITHM or a LOCK that this change cannot be made with: name another one in the \
             file, or in `alter` in the settings",
        ),
        4119 => Some(
            "MariaDB keeps what the rows of this table were, and wants to be told that it may be brought along: \
             \"session\": [\"SET SESSION system_versioning_alter_history = 'KEEP'\"] in the settings",
        ),
        _ => None,
    }
}

/// By the number: those of MySQL, and of MariaDB where it has its own.
fn kind(number: u16) -> SqlErrorKind {
    match number {
        // Lock wait timeout; MySQL's of NOWAIT.
        1205 | 3572 => SqlErrorKind::LockTimeout,
        1213 => SqlErrorKind::Busy,
        1317 => SqlErrorKind::Cancelled,
        1969 | 3024 => SqlErrorKind::StatementTimeout,
        1044 | 1045 | 1142 | 1143 | 1227 | 1370 | 1410 | 1419 => SqlErrorKind::Denied,
        1290 | 1792 | 1836 | 3100 => SqlErrorKind::ReadOnlySession,
        1021 | 1114 => SqlErrorKind::Full,
        1053 | 1152..=1161 | 1184 | 1927 => SqlErrorKind::ConnectionLost,
        _ => SqlErrorKind::Statement,
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_place_is_where_the_server_stopped_reading() {
        let at = |near: &str, line: usize, statement: &str| {
            place(&format!("You have an error in your SQL syntax; use near '{near}' at line {line}"), statement)
        };
        assert_eq!(at("FROM WHERE a", 1, "SELECT FROM WHERE a"), Some(8));
        assert_eq!(at("x y", 2, "SELECT x y,\n ü x y"), Some(16));
        assert_eq!(at("", 1, "SELECT ("), Some(9));
        assert_eq!(at("it's", 1, "SELECT it's"), Some(8));
        assert_eq!(at("gone", 1, "SELECT 1"), None);
        assert_eq!(at("1", 99, "SELECT 1"), Some(8));
        assert_eq!(place("Unknown column", "SELECT a"), None);
    }
}
