//! What is said when a migration that was tried does not hold, and who is to do something about it.

use super::blame::{blamed, ways_out};
use super::expression::{expressions, suspects};
use super::trial::Way;
use crate::error::Error;
use crate::history::{MadeFrom, Making, Migration};
use crate::schema::{Change, Object, invert};
use crate::sql::canonical;

/// The migration that was tried, and what it was made from.
#[derive(Clone, Copy)]
pub(super) struct Verdict<'a> {
    pub(super) migration: &'a Migration,
    pub(super) making: &'a MadeFrom,
    pub(super) changes: &'a [Change],
    /// What is there beside tables, and may have to be made again.
    pub(super) objects: &'a [Object],
}

impl Verdict<'_> {
    /// The database refuses a statement; `place` is its file and line.
    pub(super) fn refuses(&self, place: &str, way: Way, statement: &str, message: &str) -> Error {
        if let Some(object) = blamed(message) {
            return self.breaks(&object, &format!("{place}: {message}"));
        }
        if let Some(object) = self.objects.iter().find(|object| canonical(&object.sql) == canonical(statement)) {
            return self.breaks(&format!("{} `{}`", object.kind, object.name), &format!("{place}: {message}"));
        }
        if self.making.how == Making::Rendered && is_taken(message) {
            let error = self.fails(&format!("{place}: {message}"));
            return error.hint("nothing was written: tables, views and indexes share their names: choose another one");
        }
        let changes = match way {
            Way::Forward => self.changes.to_vec(),
            Way::Back => invert(self.changes),
        };
        let expressions = expressions(&changes);
        let suspects = suspects(&expressions, statement, message);
        if suspects.is_empty() || self.own_template(way).is_some() {
            return self.with_ways_on(self.fails(&format!("{place}: {message}")), way);
        }
        let named: Vec<&str> = suspects.iter().map(|one| one.what.as_str()).collect();
        let error = self.fails(&format!("{place}: {message}, in {}", named.join(" or ")));
        let mut remedies: Vec<&str> = suspects.iter().map(|one| one.remedy.as_str()).collect();
        remedies.dedup();
        let error = error.hint(format!("nothing was written: {}", remedies.join(", or ")));
        error.hint("if it is right as it is, please report it; `--no-verify` writes the migration all the same")
    }

    /// The database does not end up as it should.
    pub(super) fn differs(&self, what: &str, way: Way, differences: &[String]) -> Error {
        self.with_ways_on(self.fails(&format!("{what}: {}", differences.join("; "))), way)
    }

    /// Something is lost that nobody agreed to lose.
    pub(super) fn loses(&self, what: &str, way: Way) -> Error {
        self.with_ways_on(self.fails(what), way)
    }

    fn fails(&self, what: &str) -> Error {
        let message = what.split_whitespace().collect::<Vec<_>>().join(" ");
        Error::failure(format!("{} was tried and does not hold: {message}", self.migration.name))
    }

    /// The project's own template, if it made the script, and the statements in it are not the dialect's.
    fn own_template(&self, way: Way) -> Option<String> {
        let file = match way {
            Way::Forward => &self.making.up,
            Way::Back => &self.making.down,
        };
        file.as_ref().filter(|_| self.making.how != Making::Rendered).map(|file| file.display().to_string())
    }

    /// Who is to do something about it.
    fn with_ways_on(&self, error: Error, way: Way) -> Error {
        let script = way.script();
        let error = match (self.making.how, self.own_template(way)) {
            (Making::ByHand, Some(file)) => {
                error.hint(format!("nothing was written: look at {file}, and at what its blanks were filled in with"))
            }
            (Making::ByHand, None) => error.hint("nothing was written: look at what `--set` says"),
            (Making::Altered, Some(file)) => error.hint(format!(
                "nothing was written: {script} was made from {file}, which changes the statements: correct it"
            )),
            (Making::Altered, None) => {
                let files = self.making.up.iter().chain(&self.making.down);
                let files: Vec<String> = files.map(|file| file.display().to_string()).collect();
                error
                    .hint(format!("nothing was written: look at {}, which changes the statements", files.join(" and ")))
            }
            (Making::Rendered, _) => {
                error.hint("nothing was written; please report it, with what `manage makemigrations --dry-run` says")
            }
        };
        error.hint("`--no-verify` writes it all the same, to be corrected by hand")
    }

    /// What the database refuses for the sake of a view or trigger whose text nobody but its author can change.
    fn breaks(&self, object: &str, message: &str) -> Error {
        let error = Error::failure(format!("{} would break {object}: {message}", self.migration.name));
        ways_out(object).into_iter().fold(error.hint("nothing was written"), Error::hint)
    }
}

/// Whether the database says that a name is taken.
fn is_taken(message: &str) -> bool {
    ["already exists", "there is already"].iter().any(|words| message.contains(words))
}
