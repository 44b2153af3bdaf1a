use std::error::Error as _;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use tokio_postgres::error::{DbError, ErrorPosition};

use crate::database::session::{SqlError, SqlErrorKind};

/// What the server, or the connection to it, says of a statement.
pub(super) fn of_client(error: &tokio_postgres::Error) -> SqlError {
    let Some(said) = error.as_db_error() else {
        let kind = if error.code().is_none() && (error.is_closed() || error.source().is_some()) {
            SqlErrorKind::ConnectionLost
        } else {
            SqlErrorKind::Statement
        };
        let message = error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
        return SqlError::new(message, kind);
    };
    of_server(said)
}

fn of_server(said: &DbError) -> SqlError {
    let code = said.code().code();
    let mut error = SqlError::new(said.message(), kind(code, said.message()));
    error.code = Some(code.into());
    error.detail = said.detail().map(Box::from);
    error.hint = said.hint().map(str::to_owned);
    if code == "3F000" && said.message().starts_with("no schema has been selected") {
        let hint = "none of the schemas that `search_path` names is there: let the session make one before it looks \
                    there, `\"session\": [\"CREATE SCHEMA IF NOT EXISTS …\", \"SET search_path = …\"]`";
        error.hint.get_or_insert_with(|| hint.to_owned());
    }
    match said.position() {
        Some(ErrorPosition::Original(position)) => error.position = usize::try_from(*position).ok(),
        // A place in the body of a function: what the function says of itself helps, the place in the file does not.
        Some(ErrorPosition::Internal { query, .. }) if error.detail.is_none() => {
            error.detail = Some(format!("inside a function: {query}").into());
        }
        _ => {}
    }
    error
}

/// What Diesel has left of what the server said: the code is gone.
pub(super) fn of_diesel(error: DieselError) -> SqlError {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::UnableToSendCommand, said) => {
            SqlError::new(said.message(), SqlErrorKind::ConnectionLost)
        }
        DieselError::DatabaseError(class, said) => {
            let kind = match class {
                DatabaseErrorKind::ClosedConnection => SqlErrorKind::ConnectionLost,
                DatabaseErrorKind::ReadOnlyTransaction => SqlErrorKind::ReadOnly,
                DatabaseErrorKind::SerializationFailure => SqlErrorKind::Busy,
                _ => kind("", said.message()),
            };
            let mut error = SqlError::new(said.message(), kind);
            error.detail = said.details().map(Box::from);
            error.hint = said.hint().map(str::to_owned);
            error.position = said.statement_position().and_then(|position| usize::try_from(position).ok());
            error
        }
        DieselError::RollbackErrorOnCommit { commit_error, .. } => of_diesel(*commit_error),
        other => SqlError::new(other.to_string(), SqlErrorKind::Statement),
    }
}

/// By SQLSTATE; the server has one for three reasons to cancel, and Diesel keeps none.
fn kind(code: &str, message: &str) -> SqlErrorKind {
    match code {
        "57014" | "" if message.contains("due to statement timeout") => SqlErrorKind::StatementTimeout,
        "57014" | "" if message.contains("due to lock timeout") => SqlErrorKind::LockTimeout,
        "57014" => SqlErrorKind::Cancelled,
        "" if message.contains("canceling statement due to user request") => SqlErrorKind::Cancelled,
        "55P03" => SqlErrorKind::LockTimeout,
        "40001" | "40P01" | "55006" => SqlErrorKind::Busy,
        "25006" => SqlErrorKind::ReadOnlySession,
        "42501" => SqlErrorKind::Denied,
        "53100" => SqlErrorKind::Full,
        "57P01" | "57P02" | "57P03" | "57P05" => SqlErrorKind::ConnectionLost,
        code if code.starts_with("08") => SqlErrorKind::ConnectionLost,
        "" if message.starts_with("permission denied") || message.starts_with("must be owner") => SqlErrorKind::Denied,
        _ => SqlErrorKind::Statement,
    }
}
