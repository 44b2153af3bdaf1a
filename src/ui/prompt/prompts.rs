use std::ffi::OsString;
use std::io::IsTerminal;

use super::typed::Typed;

/// How questions are asked.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Prompts {
    /// Whether the cursor can be moved: lists are chosen from with the arrow keys. Otherwise they are printed once,
    /// and a number is typed.
    pub(super) keys: bool,
    /// What marks what.
    pub(super) marks: Marks,
    /// What is typed, where that is known beforehand.
    pub(super) typed: Option<Typed>,
}

/// The marks that stand before lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) question: &'static str,
    pub(super) pointer: &'static str,
    pub(super) done: &'static str,
    pub(super) left: &'static str,
    pub(super) arrow: &'static str,
}

pub(super) const PLAIN: Marks = Marks { question: "?", pointer: ">", done: "*", left: "x", arrow: "->" };
const FINE: Marks = Marks { question: "?", pointer: "❯", done: "✔", left: "✘", arrow: "→" };

impl Prompts {
    /// Those of this process, if somebody reads what it says and can type.
    pub(in crate::ui) fn of_process() -> Option<Self> {
        let attended = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        attended.then(|| Self::of(|name| std::env::var_os(name).filter(|value| !value.is_empty())))
    }

    /// Those of somebody who types this.
    pub(in crate::ui) fn typed(typed: Typed) -> Self {
        Self { keys: false, marks: PLAIN, typed: Some(typed) }
    }

    /// Those of a terminal in this environment.
    fn of(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let term = variable("TERM");
        // Elsewhere than on Unix a terminal has no name.
        let keys = if cfg!(unix) { term.as_ref().is_some_and(|term| term != "dumb") } else { true };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default();
        let locale = locale.to_string_lossy().to_ascii_lowercase().replace('-', "");
        // The console of Linux has a font of 512 signs.
        let fine = keys && locale.ends_with("utf8") && term.is_none_or(|term| term != "linux");
        Self { keys, marks: if fine { FINE } else { PLAIN }, typed: None }
    }
}

#[cfg(test)]
mod tests {
    use super::{FINE, PLAIN, Prompts};

    #[test]
    fn the_environment_says_what_the_terminal_can() {
        for (variables, keys, marks) in [
            (&[("TERM", "xterm"), ("LANG", "en_GB.UTF-8")][..], true, FINE),
            (&[("TERM", "xterm"), ("LANG", "C"), ("LC_ALL", "C.utf8")], true, FINE),
            (&[("TERM", "xterm"), ("LANG", "C.UTF-8"), ("LC_ALL", "C")], true, PLAIN),
            (&[("TERM", "linux"), ("LANG", "C.UTF-8")], true, PLAIN),
            (&[("TERM", "xterm")], true, PLAIN),
            (&[("TERM", "dumb"), ("LANG", "C.UTF-8")], !cfg!(unix), PLAIN),
            (&[], !cfg!(unix), PLAIN),
        ] {
            let value = |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).into());
            let found = Prompts::of(value);
            assert_eq!((found.keys, found.marks), (keys, marks), "{variables:?}");
        }
    }
}
