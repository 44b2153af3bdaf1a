use std::fs::File;
use std::io::{ErrorKind, IsTerminal, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::schema::Place;

/// A file of answers larger than this is something else.
const LARGEST: u64 = 8 << 20;

/// What to say to who has written something else.
pub(super) const EXAMPLE: &str = "`manage makemigrations --json` prints what an answers file looks like";

/// A JSON text, and what turns a slice of it into a place.
#[derive(Debug)]
pub(super) struct Document {
    /// The file, as messages show it.
    shown: PathBuf,
    pub(super) text: String,
}

impl Document {
    /// Reads the file; `-` is the standard input.
    pub(super) fn read(folder: &Path, file: &Path) -> Result<Self> {
        if file.as_os_str() == "-" {
            let input = std::io::stdin();
            if input.is_terminal() {
                return Err(Error::usage("the answers are to come from the standard input, which is a terminal")
                    .hint("pipe them in, or name a file"));
            }
            return Self::of_reader(input.lock(), Path::new("<stdin>"));
        }
        let cannot = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => Error::failure(format!("there is no answers file {}", file.display())).hint(
                format!("`manage makemigrations --no-input --record {}` writes one to be completed", file.display()),
            ),
            _ => Error::failure(format!("cannot read {}", file.display())).because(error),
        };
        let opened = File::open(folder.join(file)).map_err(cannot)?;
        if opened.metadata().map_err(cannot)?.is_dir() {
            return Err(Error::failure(format!("{} is a folder, not an answers file", file.display())));
        }
        Self::of_reader(opened, file)
    }

    fn of_reader(reader: impl Read, shown: &Path) -> Result<Self> {
        let name = shown.display();
        let mut bytes = Vec::new();
        let read = reader.take(LARGEST + 1).read_to_end(&mut bytes);
        read.map_err(|error| Error::failure(format!("cannot read {name}")).because(error))?;
        if bytes.len() as u64 > LARGEST {
            return Err(Error::failure(format!("{name} is larger than {} MiB: no answers file is", LARGEST >> 20)));
        }
        Self::of_bytes(&bytes, shown)
    }

    pub(super) fn of_bytes(bytes: &[u8], shown: &Path) -> Result<Self> {
        let shown = shown.to_owned();
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self { shown, text: text.to_owned() }),
            Err(error) => {
                let (valid, _) = bytes.split_at(error.valid_up_to());
                let before = Self { shown, text: String::from_utf8_lossy(valid).into_owned() };
                let place = before.place(before.text.len());
                Err(Error::failure(format!("{place}: the file is not UTF-8")).hint("save it with the encoding UTF-8"))
            }
        }
    }

    /// Reads a slice of the text as JSON of some shape.
    pub(super) fn parse<'a, T: serde::Deserialize<'a>>(&self, slice: &'a str) -> Result<T> {
        serde_json::from_str(slice).map_err(|error| {
            // serde_json counts bytes from 1 and points at the last byte read; before the first one it says 0.
            let line_start: usize =
                slice.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let mut at = (line_start + error.column().saturating_sub(1)).min(slice.len());
            while !slice.is_char_boundary(at) {
                at -= 1;
            }
            let place = self.place(self.offset(slice) + at);
            let message = error.to_string();
            let what = message.split(" at line ").next().unwrap_or_default();
            match error.classify() {
                serde_json::error::Category::Data => Error::failure(format!("{place}: {what}")).hint(EXAMPLE),
                _ => Error::failure(format!("{place}: this is not JSON: {what}")),
            }
        })
    }

    /// Reads a slice of the text as a JSON object; `wanted` says so to who has written something else.
    pub(super) fn object<'a, T: serde::Deserialize<'a>>(&self, slice: &'a str, wanted: &str) -> Result<T> {
        let start = slice.trim_start();
        if !start.starts_with('{') {
            // What is no JSON at all is to be told first. A list would be taken for the members in their order.
            let _: serde::de::IgnoredAny = self.parse(slice)?;
            return Err(Error::failure(format!("{}: {wanted}", self.place_of(start))).hint(EXAMPLE));
        }
        self.parse(slice)
    }

    /// Where a slice of the text begins.
    pub(super) fn place_of(&self, slice: &str) -> Place {
        self.place(self.offset(slice))
    }

    /// The file, as messages show it.
    pub(super) fn name(&self) -> String {
        self.shown.display().to_string()
    }

    fn offset(&self, slice: &str) -> usize {
        (slice.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn place(&self, offset: usize) -> Place {
        Place::in_text(&self.shown, &self.text, offset)
    }
}
