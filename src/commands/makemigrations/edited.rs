use std::fs;

use tempfile::TempDir;

use super::MakeMigrations;
use super::drafted::Ready;
use super::leg::Leg;
use crate::cli::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::history::NewMigration;
use crate::schema::Schema;
use crate::ui::{Item, Style, Text};

/// The files of new migrations in somebody's editor. What is typed is kept until the migrations are written.
pub(super) struct Editing {
    folder: TempDir,
    /// How often the editor was opened.
    opened: usize,
    /// Whether something is in the folder.
    typed: bool,
    /// Whether a migration is another one than it would be without the editor.
    pub(super) changed: bool,
}

/// What is done about a migration that does not hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Edit,
    Write,
}

impl Editing {
    /// Finds out whether somebody is there to edit.
    pub(super) fn begin(context: &Context) -> Result<Self> {
        if let Some(why) = context.why_nobody() {
            return Err(Error::usage(format!("--edit opens an editor, and nobody is there, because {why}"))
                .hint("write the migration without `--edit`, and edit its files before `manage migrate`"));
        }
        let folder = tempfile::Builder::new().prefix("manage-").tempdir();
        let folder = folder.map_err(|error| Error::failure("cannot make a temporary directory").because(error))?;
        Ok(Self { folder, opened: 0, typed: false, changed: false })
    }

    /// Opens the files of the migration, and tries what comes of them until it holds.
    pub(super) fn draft(
        &mut self,
        context: &Context,
        leg: Leg<'_>,
        new: NewMigration,
        after: &Schema,
        asked: &MakeMigrations,
    ) -> Result<Ready> {
        let migration = &new.migration;
        let (up, down) = (migration.up.text.clone(), migration.down.as_ref().map(|down| down.text.clone()));
        let proposed = [up, down.unwrap_or_default()];
        let mut texts = proposed.clone();
        loop {
            let edited = self.files(context, &mut texts)?;
            if edited.is_ok() && texts == proposed {
                context.ui.say(Text::new().styled(Style::Faint, "note:").plain(" nothing was changed in the editor"));
                return Ready::tried(context, leg, new, after, asked);
            }
            let [up, down] = &texts;
            let edited = edited.and_then(|()| new.edited(&leg.history, up, down, leg.found.dialect));
            let tried = edited.and_then(|new| Ok((Ready::prove(context, &leg, &new, after, asked)?, new)));
            let (proved, next) = match tried {
                Ok((proved, new)) if proved.warned => (Some((proved, new)), ask(context, true)?),
                Ok((proved, new)) => (Some((proved, new)), Next::Write),
                Err(error) => {
                    // What they say is not for who can edit it.
                    context.ui.error(&error.without_hints());
                    (None, ask(context, false)?)
                }
            };
            if let (Some((proved, new)), Next::Write) = (proved, next) {
                self.changed = true;
                return Ok(Ready::proved(leg, new, proved));
            }
        }
    }

    /// Opens one file after the other. The inner result is a mistake that can be corrected in the editor.
    fn files(&mut self, context: &Context, texts: &mut [String; 2]) -> Result<Result<()>> {
        let mut mistake = Ok(());
        for (text, file) in texts.iter_mut().zip(["up.sql", "down.sql"]) {
            let bytes = self.file(context, text, file)?;
            let (typed, error) = match String::from_utf8(bytes) {
                Ok(typed) => (typed, None),
                Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(error.utf8_error())),
            };
            if typed.trim().is_empty() {
                let error = Error::new(ErrorKind::Question, format!("{file} was emptied: nothing is written"));
                return Err(if file == "down.sql" {
                    error.hint("where nothing can lead back, write `-- manage: irreversible` in it")
                } else {
                    error
                });
            }
            if let (Some(error), Ok(())) = (error, &mistake) {
                let line =
                    typed.chars().take_while(|char| *char != '\u{fffd}').filter(|char| *char == '\n').count() + 1;
                mistake = Err(Error::failure(format!("{file}:{line}: the file is not UTF-8")).because(error));
            }
            *text = typed;
        }
        Ok(mistake)
    }

    /// Opens one file; what is in it then.
    fn file(&mut self, context: &Context, text: &str, file: &str) -> Result<Vec<u8>> {
        self.opened += 1;
        let kept = self.folder.path().join(format!("{}.{file}", self.opened));
        let edited = context.ui.edit(text, &format!(".{file}"), &kept);
        let bytes = fs::read(&kept);
        match &bytes {
            Ok(bytes) if bytes != text.as_bytes() && !bytes.trim_ascii().is_empty() => self.typed = true,
            // What is as it was need not be found again; if it stays, it does no harm.
            _ => drop(fs::remove_file(&kept)),
        }
        edited?;
        bytes.map_err(|error| Error::failure(format!("cannot read what the editor made of {file}")).because(error))
    }

    /// The error with the place where everything is that was typed.
    pub(super) fn helped(self, error: Error) -> Error {
        if !self.typed {
            return error;
        }
        let folder = self.folder.keep();
        error.hint(format!("what was typed is kept in {}", folder.display()))
    }
}

/// Asks what is to be done now.
fn ask(context: &Context, holds: bool) -> Result<Next> {
    let question = "What now?";
    let mut items = vec![(Next::Edit, Item::new("edit it again"))];
    if holds {
        items.push((Next::Write, Item::new("write it as it is")));
    }
    let mut shown: Vec<Item> = items.iter().map(|(_, item)| item.clone()).collect();
    shown.push(Item::new("quit").because("nothing is written"));
    let place = context.ui.select(question, "", &shown, 0)?;
    match place.and_then(|place| items.get(place)) {
        Some((next, _)) => Ok(*next),
        None => {
            context.ui.unanswered(question);
            Err(Error::new(ErrorKind::Question, "the migration does not hold: nothing is written"))
        }
    }
}
