use std::time::Duration;

use diesel::QueryResult;

use super::Read;
use super::backend::Backend;

/// Does something with a connection whose statements wait for other programs that use the database, on SQLite where they
/// fail at once otherwise. Afterwards the connection waits as long as it did before.
pub(super) fn patiently<C: Read, T, E: From<diesel::result::Error>>(
    connection: &mut C,
    patience: Duration,
    work: impl FnOnce(&mut C) -> Result<T, E>,
) -> Result<T, E> {
    if Backend::of::<C::Backend>() != Backend::Sqlite {
        return work(connection);
    }
    // The plain statements: what is selected from `pragma_…` needs the database's schema, and may not wait for it yet.
    let before: i32 = connection.texts("PRAGMA busy_timeout")?.concat().parse().unwrap_or(0);
    wait(connection, i32::try_from(patience.as_millis()).unwrap_or(i32::MAX).max(before))?;
    let done = work(connection);
    // What came of the work matters more than whether this could be undone.
    let _ = wait(connection, before);
    done
}

fn wait<C: Read>(connection: &mut C, milliseconds: i32) -> QueryResult<()> {
    connection.batch_execute(&format!("PRAGMA busy_timeout = {milliseconds}"))
}
