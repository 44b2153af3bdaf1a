use crate::database::plan::Step;
use crate::database::session::Session;
use crate::database::sqlite::SqliteSession;
use crate::dialect::{Dialect, Driver};
use crate::history::Migration;
use crate::sql::Statement;

/// A SQLite database in memory that goes through the migrations of a script, to find out for which of them foreign keys
/// have to be off: that depends on the tables that there are. Where something does not run on it, it knows nothing more.
pub struct Rehearsal {
    session: Option<SqliteSession>,
}

impl Rehearsal {
    /// After the migrations that are applied. Other databases than SQLite's need none.
    pub fn after<'a>(dialect: &dyn Dialect, applied: impl IntoIterator<Item = &'a Migration>) -> Self {
        let session = (dialect.driver() == Driver::Sqlite).then(SqliteSession::in_memory).and_then(Result::ok);
        let mut rehearsal = Self { session };
        for migration in applied {
            rehearsal.goes_through(&migration.up.statements, migration.run_in_transaction);
        }
        rehearsal
    }

    /// Goes through the step, and says whether foreign keys have to be off for it.
    pub(super) fn step(&mut self, step: &Step) -> bool {
        self.goes_through(&step.statements, step.in_transaction)
    }

    fn goes_through(&mut self, statements: &[Statement], in_transaction: bool) -> bool {
        let Some(session) = &mut self.session else { return false };
        let done = run(session, statements, in_transaction);
        session.put_back();
        match done {
            Ok(off) => off,
            Err(off) => {
                self.session = None;
                off
            }
        }
    }
}

/// Whether keys had to be off; also where it failed.
fn run(session: &mut SqliteSession, statements: &[Statement], in_transaction: bool) -> Result<bool, bool> {
    session.arrange_for(statements).map_err(|_| false)?;
    let off = session.query("PRAGMA foreign_keys").map_err(|_| false)?.concat() == [Some("0".to_owned())];
    let begin = in_transaction.then_some("BEGIN");
    let commit = in_transaction.then_some("COMMIT");
    let own = statements.iter().map(|statement| statement.text.as_str());
    begin.into_iter().chain(own).chain(commit).try_for_each(|text| session.execute(text)).map_err(|_| off)?;
    Ok(off)
}
