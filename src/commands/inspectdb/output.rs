use std::path::PathBuf;

use crate::cli::Context;
use crate::error::{Error, Result};
use crate::history::atomic;

/// Where the text goes.
#[derive(Debug, clap::Args)]
pub(super) struct Output {
    /// Write this file instead of printing; one that holds something else is kept
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write over what the file holds
    #[arg(long, requires = "output")]
    force: bool,
}

impl Output {
    /// Whether the file can be written: asked before anything is looked at.
    pub(super) fn check(&self, context: &Context) -> Result<()> {
        let Some(file) = &self.output else { return Ok(()) };
        let shown = file.display();
        let path = context.directory.join(file);
        if path.is_dir() {
            return Err(Error::failure(format!("{shown} is a directory")).hint("name a file in it"));
        }
        let folder = path.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir());
        if !folder {
            return Err(Error::failure(format!("the directory of {shown} is not there")).hint("make it first"));
        }
        let holds_something = std::fs::read(&path).is_ok_and(|bytes| !bytes.trim_ascii().is_empty());
        if holds_something && !self.force {
            return Err(Error::failure(format!("{shown} is there already"))
                .hint("name another file, or say --force to write over it"));
        }
        Ok(())
    }

    /// Writes the text; nothing where it is to be printed.
    pub(super) fn write(&self, context: &Context, text: &str) -> Result<Option<&PathBuf>> {
        let Some(file) = &self.output else { return Ok(None) };
        atomic::write(&context.directory.join(file), text.as_bytes())?;
        Ok(Some(file))
    }
}
