use super::{Context, Globals, Outcome, program::Refusal};
use crate::error::{Error, Result};
use crate::ui::{Captured, Stream, Verbosity};

/// So many commands can call each other in turn.
const DEEPEST: usize = 16;

impl Context {
    /// Runs another command, built-in or own, with these arguments, as on the command line.
    ///
    /// It has the same settings, the same environment and the same global options, except for `--json`, and global
    /// options among its arguments are its own. What it prints goes where this command prints; where this one was
    /// called with `--json`, standard output is for its JSON, and the other's data goes to standard error.
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
    /// With what goes wrong in it, or with what is wrong with its arguments; nothing has been shown of that yet.
    pub fn call(&mut self, name: &str, arguments: &[&str]) -> Result<Outcome> {
        let out = if self.ui.wants_json() { Some(self.ui.data_as_talk()) } else { None };
        self.nested(name, arguments, out)
    }

    /// The same, and what it printed as data is given back instead of shown: as text, or with `--json` among its
    /// arguments as JSON.
    ///
    /// # Errors
    /// With what goes wrong in it, or with what is wrong with its arguments.
    pub fn call_for_data(&mut self, name: &str, arguments: &[&str]) -> Result<(Outcome, String)> {
        let captured = Captured::default();
        let out = self.ui.data_kept(&captured);
        let outcome = self.nested(name, arguments, Some(out))?;
        Ok((outcome, captured.text()))
    }

    /// Runs it with data led away already; `out` is where it went before.
    fn nested(&mut self, name: &str, arguments: &[&str], out: Option<Stream>) -> Result<Outcome> {
        let (globals, verbosity, json) = (self.globals.clone(), self.ui.verbosity(), self.ui.wants_json());
        let settings = self.settings.clone();
        self.calls.push(name.to_owned());
        let outcome = self.run_nested(name, arguments);
        self.calls.pop();
        (self.globals, self.settings) = (globals, settings);
        self.ui.set(verbosity, json);
        if let Some(out) = out {
            self.ui.data_to(out);
        }
        outcome
    }

    fn run_nested(&mut self, name: &str, arguments: &[&str]) -> Result<Outcome> {
        if self.calls.len() > DEEPEST {
            let chain: Vec<&str> = self.calls.iter().take(4).map(String::as_str).collect();
            return Err(Error::failure(format!("commands call each other without end: {}, …", chain.join(", "))));
        }
        let program = std::rc::Rc::clone(&self.program);
        program.known(name)?;
        let line = ["manage", name].into_iter().chain(arguments.iter().copied());
        match program.parse(line.map(Into::into)) {
            Ok((own, matches)) => {
                self.adopt(own);
                program.run(self, &matches)
            }
            Err(Refusal::Error(error)) => Err(error),
            Err(Refusal::Page { page, asked_for: true }) => {
                self.ui.page(&page, true);
                Ok(Outcome::Done)
            }
            Err(Refusal::Page { .. }) => Err(Error::usage(format!("the command `{name}` needs arguments"))
                .hint(format!("`manage help {name}` tells which"))),
        }
    }

    /// Takes over what the global options of the called command say.
    fn adopt(&mut self, own: Globals) {
        self.globals.no_input |= own.no_input;
        self.globals.json = own.json;
        if own.verbosity() != Verbosity::Normal {
            (self.globals.quiet, self.globals.verbose) = (own.quiet, own.verbose);
        }
        if own.settings.is_some() && own.settings != self.globals.settings {
            self.globals.settings = own.settings;
            self.settings = None;
        }
        self.ui.set(self.globals.verbosity(), self.globals.json);
    }
}
