use std::path::Path;
use std::{env, fs, io};

use dialoguer::Editor;

use super::keyboard::Keyboard;
use super::left::Left;
use crate::error::{Error, Result};
use crate::ui::Ui;

/// What runs the editor: the shell, as for `git`, so that `EDITOR` can be anything that is typed there. dialoguer does
/// not say how an editor ended, and drops what is not UTF-8: so the file is copied, and the exit code stands beside it.
/// Ctrl-C is for the editor alone, and what it prints is no data.
const UNDER_THE_SHELL: [&str; 2] = ["trap : INT QUIT\n", " \"$2\" >&2\necho $? >\"$1.code\"\ncp \"$2\" \"$1\""];

impl Ui {
    /// Opens the text in the editor that `VISUAL` or `EDITOR` names. What it has become in the end is in the file
    /// `kept`, also where the editor failed after somebody had saved. `extension` is that of the file that is edited.
    ///
    /// # Errors
    /// When the editor cannot be run, or does not end well, or somebody presses Ctrl-C in it.
    pub fn edit(&self, text: &str, extension: &str, kept: &Path) -> Result<()> {
        let name = editor()?;
        let fails = |what: &str| {
            Error::failure(format!("the editor `{name}` {what}: nothing is written"))
                .hint("name another one in the environment: `EDITOR=nano`, `EDITOR=\"code --wait\"`")
        };
        let interrupted = |left: Left| left.result::<()>().err().unwrap_or_else(|| fails("was left"));
        // As long as this is there, a signal does not end the process under the editor.
        let keyboard = Keyboard::of_lines().map_err(interrupted)?;
        let opened = Editor::new()
            .executable(command(&name, kept)?)
            .extension(extension)
            .trim_newlines(false)
            // Whether the file was saved is told from what is in it: clocks of file systems are too coarse.
            .require_save(false)
            .edit(text);
        let code = if cfg!(unix) { ended(kept) } else { Some(0) };
        match keyboard.check() {
            // The editor made something else of it.
            Err(Left::Interrupted) if code == Some(0) => {}
            checked => checked.map_err(interrupted)?,
        }
        match code {
            Some(0) => {}
            Some(126 | 127) => return Err(fails("cannot be run")),
            Some(code) => return Err(fails(&format!("ended with the exit code {code}"))),
            None => return Err(fails("cannot be run by the shell")),
        }
        match opened {
            Ok(Some(text)) if !cfg!(unix) => fs::write(kept, text),
            Err(dialoguer::Error::IO(error)) if error.kind() != io::ErrorKind::InvalidData => Err(error),
            _ => Ok(()),
        }
        .map_err(|error| fails("left no file that can be read").because(error))
    }
}

/// What is typed into a shell to start the editor.
fn editor() -> Result<String> {
    for name in ["VISUAL", "EDITOR"] {
        let Some(value) = env::var_os(name) else { continue };
        let value =
            value.into_string().map_err(|_| Error::failure(format!("the editor that {name} names is not UTF-8")))?;
        if !value.trim().is_empty() {
            return Ok(value.trim().to_owned());
        }
    }
    Ok(if cfg!(windows) { "notepad.exe" } else { "vi" }.to_owned())
}

/// The command that dialoguer puts the file behind.
fn command(editor: &str, kept: &Path) -> Result<String> {
    if !cfg!(unix) {
        return Ok(editor.to_owned());
    }
    let kept = kept.to_str().ok_or_else(|| {
        Error::failure(format!("the name of the temporary directory is not UTF-8: {}", kept.display()))
            .hint("name another one in the environment: `TMPDIR=/tmp`")
    })?;
    let script = UNDER_THE_SHELL.join(editor);
    Ok(shell_words::join(["sh", "-c", &script, "sh", kept]))
}

/// The exit code of the editor, if it was run at all.
fn ended(kept: &Path) -> Option<i32> {
    let mut file = kept.as_os_str().to_owned();
    file.push(".code");
    let code = fs::read_to_string(&file).ok()?.trim().parse().ok();
    // It is of no use to whoever looks for what was typed.
    let _ = fs::remove_file(&file);
    code
}
