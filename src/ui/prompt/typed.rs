use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::keyboard::Keyboard;
use super::left::Left;
use super::prompts::Prompts;
use crate::ui::Stream;

/// Lines that stand for what somebody types, in tests. Once they are used up, nobody is there any more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed(Arc<Mutex<VecDeque<String>>>);

impl Typed {
    /// These lines.
    pub(crate) fn of(lines: impl IntoIterator<Item = String>) -> Self {
        Self(Arc::new(Mutex::new(lines.into_iter().collect())))
    }

    /// What is left of them.
    pub(crate) fn left(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn next(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

/// Where lines come from.
pub(super) enum Lines<'a> {
    Keyboard(Keyboard),
    Typed(&'a Typed),
}

impl<'a> Lines<'a> {
    pub(super) fn of(prompts: &'a Prompts) -> Result<Self, Left> {
        match &prompts.typed {
            Some(typed) => Ok(Self::Typed(typed)),
            None => Keyboard::of_lines().map(Self::Keyboard),
        }
    }

    /// The next line, without its end; the stream shows it, or else the line is ended there.
    pub(super) fn line(&self, stream: &Stream) -> Result<String, Left> {
        let line = match self {
            Self::Keyboard(keyboard) => keyboard.line(),
            Self::Typed(typed) => typed.next().ok_or(Left::Away).inspect(|line| stream.write(&format!("{line}\n"))),
        };
        line.inspect_err(|_| stream.write("\n"))
    }
}
