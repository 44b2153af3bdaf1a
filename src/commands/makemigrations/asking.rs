use std::fs;
use std::path::Path;

use super::found::Found;
use super::goal::Goal;
use crate::cli::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::history::atomic;
use crate::questions::{Answered, Beforehand, Chain, Filed, OpenQuestions, Questioner, Recorder, Terminal};
use crate::ui::{Style, Text};

/// The questions of one run, and who answers them.
pub(super) struct Asking {
    beforehand: Beforehand,
    /// Whether whoever called the command is asked as well.
    person: bool,
    several: bool,
    /// How many questions were asked on the terminal.
    asked: usize,
    pub(super) open: OpenQuestions,
    pub(super) answered: Answered,
}

impl Asking {
    pub(super) fn new(beforehand: Beforehand, person: bool, several: bool) -> Self {
        let (open, answered) = (OpenQuestions::new(several), Answered::new(several));
        Self { beforehand, person, several, asked: 0, open, answered }
    }

    /// Finds out what changed in one database, asking where that is in doubt.
    pub(super) fn detect(&mut self, context: &Context, found: Found, goal: Goal) -> Result<Found> {
        let (alias, dialect) = (found.database.alias().to_owned(), found.dialect);
        let mut before = self.beforehand.for_database(&alias, dialect);
        let mut terminal = Terminal::new(&context.ui, self.several.then_some(alias.as_str()), dialect);
        let mut links: Vec<&mut dyn Questioner> = vec![&mut before];
        if self.person {
            links.push(&mut terminal);
        }
        let mut chain = Chain::new(links);
        let mut recorder = Recorder::new(&alias, &mut chain, &mut self.open).keeping(&mut self.answered, dialect);
        let found = found.detect(goal, &mut recorder);
        self.asked += terminal.asked();
        found.map_err(|error| self.helped(self.beforehand.blame(error)))
    }

    /// To be called when everything was asked: an answer to nothing is a mistake.
    pub(super) fn finish(&self, context: &Context) -> Result<()> {
        if let Some(note) = self.beforehand.finish(&self.open).map_err(|error| self.helped(error))? {
            context.ui.say(Text::new().styled(Style::Faint, "note:").plain(" ").plain(note));
        }
        Ok(())
    }

    /// Tells what the answers mean and asks whether that is to be written, if somebody was asked anything.
    pub(super) fn confirm(&self, context: &Context, migrations: usize) -> Result<()> {
        if self.asked == 0 {
            return Ok(());
        }
        let meanings = self.answered.meanings(context.ui.arrow());
        let loses = meanings.iter().any(|(_, loses)| *loses);
        // A single answer stands right above.
        if meanings.len() > 1 {
            context.ui.remark("");
            for (meaning, loses) in meanings {
                let style = if loses { Style::Caution } else { Style::Plain };
                context.ui.remark(Text::new().plain("  ").styled(style, meaning));
            }
        }
        let question = if migrations == 1 { "Write the migration?" } else { "Write the migrations?" };
        let confirmed = context.ui.confirm(question, !loses)?;
        if confirmed == Some(true) {
            context.ui.answered(question);
            return Ok(());
        }
        context.ui.unanswered(question);
        Err(self.helped(Error::new(ErrorKind::Question, "not confirmed: nothing is written")))
    }

    /// The flags that give the same answers, if somebody was asked anything.
    pub(super) fn repeated(&self) -> Option<String> {
        (self.asked > 0 && !self.answered.is_empty()).then(|| self.answered.flags().join(" "))
    }

    /// The error with the answers that were given already, so that nobody has to give them again.
    pub(super) fn helped(&self, error: Error) -> Error {
        match self.repeated() {
            Some(flags) if error.kind() != ErrorKind::Interrupted => {
                error.hint(format!("the answers that were given, as flags: {flags}"))
            }
            _ => error,
        }
    }

    /// Writes the answers to a file, to be given again with `--answers`.
    pub(super) fn record(&self, context: &Context, file: &Path) -> Result<()> {
        if self.answered.is_empty() && self.open.is_empty() {
            let rest = if context.directory.join(file).exists() { "left as it is" } else { "not written" };
            context.ui.say(format!("no question came up: {} is {rest}", file.display()));
            return Ok(());
        }
        let text = self.answered.record(&self.open);
        let text = text.map_err(|error| Error::failure("cannot write the answers as JSON").because(error))?;
        atomic::write(&context.directory.join(file), text.as_bytes())?;
        context.ui.say(Text::new().plain("The answers are in ").styled(Style::Path, file.display()));
        Ok(())
    }
}

/// Whether answers may be written there: to a new file, or over another answers file.
pub(super) fn recordable(folder: &Path, file: &Path) -> Result<()> {
    let shown = file.display();
    let path = folder.join(file);
    if path.is_dir() {
        return Err(Error::failure(format!("{shown} is a folder: the answers cannot be recorded there")));
    }
    match fs::read(&path) {
        Ok(bytes) if bytes.is_empty() || Filed::is_one(&bytes) => Ok(()),
        Ok(_) => Err(Error::failure(format!("{shown} is there already, and is no answers file"))
            .hint("record the answers in another file, or move this one away")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => match path.parent() {
            Some(parent) if !parent.is_dir() => {
                Err(Error::failure(format!("there is no folder to record {shown} in")).hint("make it first"))
            }
            _ => Ok(()),
        },
        Err(error) => Err(Error::failure(format!("cannot record the answers in {shown}")).because(error)),
    }
}
