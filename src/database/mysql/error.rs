use diesel::result::{DatabaseErrorKind, Error as DieselError};
use mysql_async::Error as ClientError;

use crate::database::session::{SqlError, SqlErrorKind};

/// What the server, or the connection to it, says of a statement.
pub(super) fn of_client(error: &ClientError) -> SqlError {
    match error {
        ClientError::Server(said) => {
            let mut error = SqlError::new(said.message.clone(), kind(said.code));
            error.code = Some(said.code.to_string());
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
