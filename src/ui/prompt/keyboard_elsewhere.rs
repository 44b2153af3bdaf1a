use std::io;

use console::{Key, Term};

use super::left::Left;

/// Keys as they are pressed, or lines as they are typed, where there are no Unix signals.
pub(super) struct Keyboard {
    term: Term,
}

impl Keyboard {
    /// Keys, one by one.
    pub(super) fn of_keys() -> Result<Self, Left> {
        Self::of_lines()
    }

    /// Whole lines.
    pub(super) fn of_lines() -> Result<Self, Left> {
        Ok(Self { term: Term::stderr() })
    }

    /// The next key.
    pub(super) fn key(&self) -> Result<Key, Left> {
        match self.term.read_key_raw() {
            Ok(Key::CtrlC | Key::Char('\u{3}')) => Err(Left::Interrupted),
            Ok(key) => Ok(key),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Left::Interrupted),
            Err(error) => Err(error.into()),
        }
    }

    /// Signals are not kept here: they end the process.
    pub(super) fn check(&self) -> Result<(), Left> {
        Ok(())
    }

    /// The next line, without its end.
    pub(super) fn line(&self) -> Result<String, Left> {
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(0) => Err(Left::Away),
            Ok(_) => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
            Err(error) => Err(error.into()),
        }
    }
}
