use std::mem::replace;
use std::rc::Rc;

use super::program::Refusal;
use super::{Context, Outcome};
use crate::error::{Error, Result};
use crate::ui::{Captured, DataOfCalled};

/// So many commands can call each other in turn.
const DEEPEST: usize = 16;

impl Context {
    /// Runs another command, built-in or own, with these arguments, as on the command line.
    ///
    /// It has the same settings, the same environment and the same global options, except for `--json`, and global
    /// options among its arguments are its own. What it prints goes where this command prints; where this one was
    /// called with `--json`, standard output is for its JSON: the other's data goes to standard error, and its warnings
    /// stand in that JSON, too.
    ///
    /// ```no_run
    /// # use diesel_manage::{Context, Outcome, Result};
    /// fn reset(context: &mut Context) -> Result<Outcome> {
    ///     context.call("downgrade", &["base"])?;
    ///     context.call("migrate", &["--quiet"])
    /// }
    /// ```
    ///
    /// # Errors
    /// With what goes wrong in it, or with what is wrong with its arguments. Only where it worked on several databases,
    /// what went wrong with each has been shown already.
    pub fn call(&mut self, name: &str, arguments: &[&str]) -> Result<Outcome> {
        self.called(name, arguments, DataOfCalled::Shown)
    }

    /// The same, and what it printed as data is given back instead of shown: as text, or with `--json` among its
    /// arguments as JSON.
    ///
    /// # Errors
    /// With what goes wrong in it, or with what is wrong with its arguments.
    pub fn call_for_data(&mut self, name: &str, arguments: &[&str]) -> Result<(Outcome, String)> {
        let captured = Captured::default();
        let outcome = self.called(name, arguments, DataOfCalled::Kept(&captured))?;
        Ok((outcome, captured.text()))
    }

    fn called(&mut self, name: &str, arguments: &[&str], data: DataOfCalled<'_>) -> Result<Outcome> {
        if self.calls.len() >= DEEPEST {
            let chain: Vec<&str> = self.calls.iter().take(4).map(String::as_str).collect();
            return Err(Error::failure(format!("commands call each other without end: {}, …", chain.join(", "))));
        }
        let program = Rc::clone(&self.program);
        program.known(name)?;
        let ui = self.ui.for_called(data);
        let line = ["manage", name].into_iter().chain(arguments.iter().copied());
        let (own, matches) = match program.parse(line.map(Into::into)) {
            Ok(parsed) => parsed,
            Err(Refusal::Error(error)) => return Err(error),
            Err(Refusal::Page { page, asked_for: true }) => {
                ui.page(&page, true);
                return ui.finish().map(|()| Outcome::Done);
            }
            Err(Refusal::Page { .. }) => {
                return Err(Error::usage(format!("the command `{name}` needs arguments"))
                    .hint(format!("`manage help {name}` tells which")));
            }
        };
        let globals = self.globals.for_called(own);
        let ui = ui.with_verbosity(globals.verbosity()).with_json(globals.json);
        let other_settings = globals.settings != self.globals.settings;
        let settings = if other_settings { self.settings.take() } else { None };
        let (globals, ui) = (replace(&mut self.globals, globals), replace(&mut self.ui, ui));
        self.calls.push(name.to_owned());
        let outcome = program.run(self, &matches);
        self.calls.pop();
        self.globals = globals;
        if other_settings {
            self.settings = settings;
        }
        let called = replace(&mut self.ui, ui);
        let ended = self.ui.finish_called(&called, outcome.as_ref().err());
        match outcome? {
            Outcome::Failed(kind) => Err(Error::new(kind, format!("the command `{name}` failed, see above"))),
            outcome => ended.map(|()| outcome),
        }
    }
}
