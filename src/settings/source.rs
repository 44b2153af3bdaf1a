use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::EXAMPLE;
use crate::error::{Error, Result};
use crate::schema::Place;

/// A settings file larger than this is something else.
const LARGEST: u64 = 1 << 20;

/// The text of a settings file, and what turns an offset in it into a place.
#[derive(Debug)]
pub(super) struct Source {
    /// The file, as messages show it.
    pub(super) shown: PathBuf,
    /// Its text, byte-order mark taken off.
    pub(super) text: String,
}

impl Source {
    /// Reads the file.
    pub(super) fn read(file: &Path, shown: &Path) -> Result<Self> {
        let name = shown.display();
        let cannot = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::failure(format!("there is no settings file {name}")).hint(EXAMPLE),
            std::io::ErrorKind::IsADirectory => folder(shown),
            std::io::ErrorKind::PermissionDenied => {
                Error::failure(format!("cannot read {name}")).because(error).hint("make it readable for this user")
            }
            _ => Error::failure(format!("cannot read {name}")).because(error),
        };
        let opened = File::open(file).map_err(cannot)?;
        if opened.metadata().map_err(cannot)?.is_dir() {
            return Err(folder(shown));
        }
        let mut bytes = Vec::new();
        opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
        if bytes.len() as u64 > LARGEST {
            return Err(Error::failure(format!("{name} is larger than {} KiB: no settings file is", LARGEST >> 10))
                .hint("is it another file? `--settings FILE` names the right one"));
        }
        Self::of_bytes(&bytes, shown)
    }

    /// The text of these bytes.
    pub(super) fn of_bytes(bytes: &[u8], shown: &Path) -> Result<Self> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self { shown: shown.to_owned(), text: text.to_owned() }),
            Err(error) => {
                let (valid, _) = bytes.split_at(error.valid_up_to());
                let before = Self { shown: shown.to_owned(), text: String::from_utf8_lossy(valid).into_owned() };
                let place = before.place(before.text.len());
                Err(Error::failure(format!("{place}: the file is not UTF-8")).hint("save it with the encoding UTF-8"))
            }
        }
    }

    /// The place of the byte at this offset.
    pub(super) fn place(&self, offset: usize) -> Place {
        Place::in_text(&self.shown, &self.text, offset)
    }
}

fn folder(shown: &Path) -> Error {
    // The working directory itself is shown as nothing.
    let shown = if shown.as_os_str().is_empty() { Path::new(".") } else { shown };
    Error::failure(format!("{} is a folder, not a settings file", shown.display()))
        .hint(format!("name the file in it: {}", shown.join("settings.json").display()))
}
