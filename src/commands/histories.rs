use crate::cli::Context;
use crate::error::Result;
use crate::history::History;
use crate::settings::Database;

/// The migrations of the database: those of its first directory, with those of the others between them.
///
/// # Errors
/// As for [`History::read`].
pub(super) fn whole_history(context: &Context, database: &Database, environment: Option<&str>) -> Result<History> {
    let (alias, dialect) = (database.alias(), database.driver()?.dialect());
    let mut histories = Vec::new();
    for directory in &database.migrations()? {
        let history = History::read(directory, dialect, environment)?;
        let (count, directory) = (history.migrations.len(), history.directory.display());
        context.ui.detail(format!("{alias}: {count} migrations in {directory}"));
        histories.push(history);
    }
    let mut histories = histories.into_iter();
    let own = histories.next().unwrap_or_default();
    // Nearly always there is one.
    if histories.len() == 0 { Ok(own) } else { own.beside(histories.collect()) }
}
