use crate::cli::Context;
use crate::error::Result;
use crate::history::History;
use crate::settings::Database;
use crate::ui::Ui;

/// The migrations of each directory of the database, our own first.
///
/// # Errors
/// As for [`History::read`].
pub(super) fn histories(database: &Database, environment: Option<&str>) -> Result<Vec<History>> {
    let dialect = database.driver()?.dialect();
    database.migrations()?.iter().map(|directory| History::read(directory, dialect, environment)).collect()
}

/// The migrations of the database: those of its first directory, with those of the others between them.
///
/// # Errors
/// As for [`History::read`], and where two of them have one version.
pub(super) fn whole_history(context: &Context, database: &Database, environment: Option<&str>) -> Result<History> {
    let histories = histories(database, environment)?;
    say_sizes(&context.ui, database, &histories);
    let mut histories = histories.into_iter();
    let own = histories.next().unwrap_or_default();
    // Nearly always there is one.
    if histories.len() == 0 { Ok(own) } else { own.beside(histories.collect()) }
}

/// Tells whoever wants to know how many there are, and where.
pub(super) fn say_sizes(ui: &Ui, database: &Database, histories: &[History]) {
    for history in histories {
        ui.detail(format!("{}: {}", database.alias(), history.size()));
    }
}
