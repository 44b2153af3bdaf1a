mod command_name;
mod registry;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use minijinja::context;
use serde::Serialize;

use super::init::{Checkout, Manifest, NewFile, management, write};
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::{Error, Result};
use crate::templates::Templates;
use crate::ui::{Style, Text};
use command_name::CommandName;

/// Add a command of the project's own
///
/// Writes management/src/commands/NAME.rs with a command that works, and adds it to the others in mod.rs there.
/// `manage NAME` runs it, and `manage help` lists it.
#[derive(Debug, clap::Args)]
pub(super) struct StartCommand {
    /// What the command is called, such as `seed` or `send-mails`
    #[arg(value_name = "NAME")]
    name: String,

    /// What it does, in a line, for `manage help`
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    command: &'a str,
    file: &'a str,
    written: &'a [String],
    registered: bool,
}

impl Arguments for StartCommand {
    const NAME: &'static str = "startcommand";

    fn manual() -> Manual {
        Manual::new()
            .group("Project")
            .example("manage startcommand seed", "a command `manage seed`, to be filled with life")
            .example("manage startcommand send-mails --description \"Send the mails\"", "with its help")
            .exit_code(6, "there is such a command already, or a file cannot be written: nothing is")
            .see_also("init")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let name = CommandName::new(&self.name)?;
        let settings = context.settings()?;
        let folder = settings.folder();
        let templates = Templates::of(&settings)?;
        let mut files = Vec::new();
        if !folder.join("management").join("Cargo.toml").is_file() {
            // It only stands in a comment: a manifest that cannot be read is no hindrance.
            let manifest = Manifest::read(folder).ok().flatten();
            let name = manifest.as_ref().and_then(Manifest::name).unwrap_or("project");
            files = management(folder, name, false, &Checkout::find(None)?, &templates)?;
        }
        let file = format!("management/src/commands/{}.rs", name.module);
        let module_folder = folder.join("management/src/commands").join(&name.module);
        for taken in [folder.join(&file), module_folder] {
            if taken.symlink_metadata().is_ok() {
                let there = Error::failure(format!("{} is there already", taken.display()));
                return Err(there.hint("give the command another name"));
            }
        }
        let blanks = context! { name => &name.name, type => &name.type_name, module => &name.module, description => self.lines() };
        files.push(NewFile {
            path: file.clone(),
            text: templates.render("command/command.rs", blanks.clone())?,
            executable: false,
        });
        let entry = templates.render("command/entry.rs", blanks)?;
        let written = write(folder, &files)?;
        let registered = register(&folder.join("management/src/commands/mod.rs"), &name.module, entry.trim())
            .inspect_err(|_| drop(fs::remove_file(folder.join(&file))))?;
        let report = Report { command: &name.name, file: &file, written: &written.written, registered };
        report.show(context, &name, entry.trim())?;
        Ok(Outcome::Done)
    }
}

impl StartCommand {
    /// The description, as lines of a doc comment.
    fn lines(&self) -> Vec<String> {
        let text = self.description.as_deref().unwrap_or_default();
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        if lines.is_empty() { vec!["Say here what it does".to_owned()] } else { lines }
    }
}

impl Report<'_> {
    fn show(&self, context: &Context, name: &CommandName, entry: &str) -> Result<()> {
        let ui = &context.ui;
        context.report(self)?;
        for path in self.written {
            ui.say(Text::new().plain("  + ").styled(Style::Path, path));
        }
        if super::built_in().iter().any(|command| command.clap().get_name() == name.name) {
            ui.warn(format!("it takes the place of the built-in command `{}`", name.name));
        }
        if !self.registered {
            ui.warn("management/src/commands/mod.rs is not as `manage init` wrote it, and was left as it is");
            ui.hint(format!("add to it: mod {};", name.module));
            ui.hint(format!("and give the command to Manage, with .command({entry})"));
        }
        ui.say(Text::new().plain("Next: ").styled(Style::Command, format!("./manage {}", name.name)));
        Ok(())
    }
}

/// Adds the command to those of this file, if that is as expected. It is replaced as a whole.
fn register(file: &Path, module: &str, entry: &str) -> Result<bool> {
    let Ok(source) = fs::read_to_string(file) else { return Ok(false) };
    let Some(text) = registry::with_command(&source, module, entry) else { return Ok(false) };
    let replace = || -> io::Result<()> {
        // A link stays one.
        let file = file.canonicalize()?;
        let mut new = tempfile::NamedTempFile::new_in(file.parent().unwrap_or(Path::new("/")))?;
        new.write_all(text.as_bytes())?;
        new.as_file().set_permissions(fs::metadata(&file)?.permissions())?;
        new.as_file().sync_all()?;
        new.persist(&file)?;
        Ok(())
    };
    match replace() {
        Ok(()) => Ok(true),
        Err(error) => Err(Error::failure(format!("cannot write {}", file.display())).because(error)),
    }
}
