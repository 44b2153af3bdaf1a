use crate::database::{Session, SqlError, SqlErrorKind};
use crate::error::Result;
use crate::history::{Migration, Script};
use crate::interruption;

/// Which way a script leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::history) enum Way {
    Forward,
    Back,
}

/// Why a script did not run to its end.
#[derive(Debug)]
pub(in crate::history) struct Failure {
    /// Where, and what the database says.
    pub(in crate::history) says: String,
    /// Whether all that it had done was rolled back.
    pub(in crate::history) undone: bool,
}

/// Runs a script as `migrate` and `downgrade` would, with its row in Diesel's table.
///
/// # Errors
/// When it is not the script that fails, but the database or the connection, or the process is asked to end.
pub(in crate::history) fn run(
    session: &mut dyn Session,
    migration: &Migration,
    script: &Script,
    way: Way,
) -> Result<Result<(), Failure>> {
    let done = statements(session, migration, script, way);
    // A statement that was stopped because of that says so in its own words, or says nothing: it ends as if it had waited.
    interruption::check()?;
    match done {
        Ok(()) => {
            session.put_back();
            Ok(Ok(()))
        }
        Err(placed) => {
            let (place, error) = *placed;
            if is_fatal(error.kind) {
                return Err(error.during(format!("{} could not be tried", migration.name)));
            }
            let rolled_back = migration.run_in_transaction && session.execute("ROLLBACK").is_ok();
            session.restore()?;
            session.put_back();
            let undone = rolled_back && session.dialect().transactional_ddl();
            Ok(Err(Failure { says: format!("{place}{error}"), undone }))
        }
    }
}

/// Whether nothing else can be tried after it.
fn is_fatal(kind: SqlErrorKind) -> bool {
    matches!(
        kind,
        SqlErrorKind::ConnectionLost
            | SqlErrorKind::Asked(_)
            | SqlErrorKind::Cancelled
            | SqlErrorKind::Full
            | SqlErrorKind::Io
            | SqlErrorKind::Corrupt
    )
}

/// An error with the place of the statement.
type Placed = Box<(String, SqlError)>;

fn statements(session: &mut dyn Session, migration: &Migration, script: &Script, way: Way) -> Result<(), Placed> {
    let whole = |error: SqlError| Box::new((String::new(), error));
    session.arrange_for(&script.statements).map_err(whole)?;
    if migration.run_in_transaction {
        session.execute("BEGIN").map_err(whole)?;
    }
    let file = script.path.file_name().unwrap_or_default().to_string_lossy();
    for statement in &script.statements {
        if interruption::check().is_err() {
            break;
        }
        session.execute(&statement.text).map_err(|error| Box::new((format!("{file}:{}: ", statement.line), error)))?;
    }
    session.restore().map_err(whole)?;
    let version = session.dialect().quote_text(migration.version.as_str());
    session
        .execute(&match way {
            Way::Forward => format!("INSERT INTO __diesel_schema_migrations (version) VALUES ({version})"),
            Way::Back => format!("DELETE FROM __diesel_schema_migrations WHERE version = {version}"),
        })
        .map_err(whole)?;
    if migration.run_in_transaction {
        session.execute("COMMIT").map_err(whole)?;
    }
    Ok(())
}
