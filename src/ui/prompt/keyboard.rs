use std::io;
use std::time::Duration;

use console::{Key, Term};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::stdin;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::left::Left;
use super::signals::Held;

/// How long the rest of an arrow key may take to arrive after its escape character, over a slow line.
const REST: Duration = Duration::from_millis(80);

/// Keys as they are pressed, or lines as they are typed. Dropped, it leaves the terminal as it was.
pub(super) struct Keyboard {
    term: Term,
    signals: Held,
    /// The mode that the terminal was in.
    before: Option<Termios>,
}

impl Keyboard {
    /// Keys, one by one. The terminal stays in raw mode all the while, so that what is typed between two of them is
    /// neither shown nor made a signal of.
    pub(super) fn of_keys() -> Result<Self, Left> {
        let mut keyboard = Self::of_lines()?;
        let before = tcgetattr(stdin()).map_err(io::Error::from)?;
        let mut raw = before.clone();
        raw.make_raw();
        raw.output_modes = before.output_modes;
        keyboard.before = Some(before);
        tcsetattr(stdin(), OptionalActions::Drain, &raw).map_err(io::Error::from)?;
        Ok(keyboard)
    }

    /// Whole lines, which the terminal itself edits.
    pub(super) fn of_lines() -> Result<Self, Left> {
        let signals = Held::begin().map_err(Left::Failed)?;
        Ok(Self { term: Term::stderr(), signals, before: None })
    }

    /// The next key.
    pub(super) fn key(&self) -> Result<Key, Left> {
        self.wait(None)?;
        let key = self.read()?;
        let introduced = match &key {
            Key::Escape if self.wait(Some(REST))? => self.read()?,
            // Arrow keys of a terminal in its application mode.
            Key::UnknownEscSeq(sequence) if sequence.as_slice() == ['O'] => Key::Char('O'),
            _ => return Ok(key),
        };
        if !matches!(introduced, Key::Char('[' | 'O')) {
            return Ok(Key::Unknown);
        }
        Ok(match self.wait(Some(REST))?.then(|| self.read()).transpose()? {
            Some(Key::Char('A')) => Key::ArrowUp,
            Some(Key::Char('B')) => Key::ArrowDown,
            Some(Key::Char('C')) => Key::ArrowRight,
            Some(Key::Char('D')) => Key::ArrowLeft,
            Some(Key::Char('H')) => Key::Home,
            Some(Key::Char('F')) => Key::End,
            _ => Key::Unknown,
        })
    }

    /// The next line, without its end.
    pub(super) fn line(&self) -> Result<String, Left> {
        let mut line = Vec::new();
        while !line.ends_with(b"\n") {
            self.wait(None)?;
            let mut part = [0; 1024];
            // Not by way of `std`, which would read on where a signal has come.
            let count = rustix::io::read(stdin(), &mut part).map_err(io::Error::from)?;
            if count == 0 && line.is_empty() {
                return Err(Left::Away);
            }
            if count == 0 {
                break;
            }
            line.extend(part.iter().take(count));
        }
        Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
    }

    /// The signal that has come since, if one has.
    pub(super) fn check(&self) -> Result<(), Left> {
        self.signals.check()
    }

    fn read(&self) -> Result<Key, Left> {
        match self.term.read_key_raw() {
            Ok(Key::CtrlC) => {
                self.signals.check()?;
                Err(Left::Interrupted)
            }
            Ok(key) => Ok(key),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until there is something to read, or for so long; whether there is. A signal ends it.
    fn wait(&self, longest: Option<Duration>) -> Result<bool, Left> {
        let longest = longest.and_then(|longest| Timespec::try_from(longest).ok());
        loop {
            self.signals.check()?;
            let input = stdin();
            let mut both =
                [PollFd::new(&input, PollFlags::IN), PollFd::from_borrowed_fd(self.signals.wake(), PollFlags::IN)];
            match poll(&mut both, longest.as_ref()) {
                Ok(0) => return Ok(false),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(io::Error::from(error).into()),
            }
            let [input, _] = &both;
            if !input.revents().is_empty() {
                self.signals.check()?;
                return Ok(true);
            }
        }
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // A terminal that is gone needs nothing.
            let _ = tcsetattr(stdin(), OptionalActions::Drain, before);
        }
    }
}
