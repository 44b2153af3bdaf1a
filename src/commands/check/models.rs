use super::expected::Ground;
use super::finding::{Area, Finding, Findings};
use crate::cli::Context;
use crate::commands::makemigrations::Ungenerated;
use crate::dialect::Driver;
use crate::history::History;
use crate::settings::Database;

/// What changed in the models and has no migration.
pub(super) fn look(
    context: &mut Context,
    database: &Database,
    history: &History,
    ground: &Ground,
    found: &mut Findings,
) {
    let ungenerated = match Ungenerated::of(context, database, history.clone(), ground.state.clone()) {
        Ok(ungenerated) => ungenerated,
        Err(error) => {
            found.errors.push(error);
            return;
        }
    };
    let Ungenerated { changes, questions, notes, has_asked } = ungenerated;
    found.notes.extend(notes);
    if has_asked && database.driver().is_ok_and(|driver| driver != Driver::Sqlite) {
        let alias = database.alias();
        context.ui.say(format!("{alias}: a scratch database was asked for its words for what changed in the models"));
    }
    let help = "`manage makemigrations` writes a migration for it";
    let finding = |says: String| Finding::new(Area::Models, says).help(help);
    // Where questions are open, the changes are what the likeliest answers would make of them.
    let says = |change: String| format!("a change has no migration: {change}");
    found.extend(changes.into_iter().map(says).map(finding).collect());
    let says = |question: String| format!("a change has no migration: {question}");
    found.extend(questions.into_iter().map(says).map(finding).collect());
}
