use std::path::Path;

use crate::autodetect::{Ignore, Note, autodetect};
use crate::database::Session;
use crate::database::sqlite::SqliteSession;
use crate::dialect::Driver;
use crate::error::Error;
use crate::history::{History, State};
use crate::models;
use crate::questions::Nobody;
use crate::schema::Change;

/// Where the models of a project that is taken over say otherwise than its migrations, or nothing. It has been like
/// that before, so that it is no change to be made.
#[derive(Debug, Default)]
pub(super) struct Disagreement {
    /// Tables that the models do not have.
    pub(super) tables: Vec<String>,
    /// Columns with another type than the models say, as `table.column`.
    pub(super) columns: Vec<String>,
}

/// How many columns are worth a pattern each.
const MOST_PATTERNS: usize = 20;

impl Disagreement {
    /// Compares the models with the migrations. `None` where the two cannot be compared: that is then told by the
    /// commands that have to.
    pub(super) fn find(
        driver: Driver,
        folder: &Path,
        migrations: &Path,
        sources: &[String],
        left_out: &[String],
    ) -> Option<Self> {
        let dialect = driver.dialect();
        let history = History::read(migrations, dialect, None).ok()?;
        if sources.is_empty() || history.migrations.is_empty() {
            return None;
        }
        let mut scratch = || match driver {
            Driver::Sqlite => Ok(Box::new(SqliteSession::in_memory()?) as Box<dyn Session>),
            // No server is asked for anything while a project is taken over.
            Driver::Postgres | Driver::Mysql => Err(Error::failure("a server would be needed")),
        };
        let state = State::load(&history, dialect, &mut scratch).ok()?;
        let wanted = models::read(folder, sources, "default", dialect).ok()?;
        let ignore = Ignore::new(left_out, &[]).ok()?;
        let detected = autodetect(&state.schema, wanted, &ignore, dialect, &mut Nobody).ok()?;
        let tables = detected.changes.iter().filter_map(|change| match change {
            Change::DropTable { table } => Some(table.name.to_string()),
            _ => None,
        });
        let mut columns: Vec<String> = detected.notes.iter().flat_map(Note::disagreeing).cloned().collect();
        columns.sort();
        columns.dedup();
        columns.retain(|name| is_plain(name));
        Some(Self { tables: tables.filter(|name| is_plain(name)).collect(), columns })
    }

    /// The columns as patterns for the settings.
    pub(super) fn patterns(&self) -> Vec<String> {
        if self.columns.len() > MOST_PATTERNS { vec!["*.*".to_owned()] } else { self.columns.clone() }
    }
}

/// Whether the name, as a pattern, means itself.
fn is_plain(name: &str) -> bool {
    !name.contains(['*', '?', '[', ']', '{', '}', '\\', '!'])
}
