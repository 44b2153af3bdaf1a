use std::ffi::OsStr;

use super::Colour;

/// What the environment says of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Whether colours are wanted, wherever they go; `None` where it says nothing.
    colours: Option<bool>,
    /// Whether it knows no codes at all (`TERM=dumb`, or no `TERM`).
    dumb: bool,
}

impl Terminal {
    /// What these variables say: `NO_COLOR` before `CLICOLOR_FORCE` before `TERM` and `CLICOLOR`.
    pub fn of<'a>(variable: impl Fn(&str) -> Option<&'a OsStr>) -> Self {
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let is = |name: &str, wanted: &str| variable(name).is_some_and(|value| value == wanted);
        // On Unix, a terminal without a name is one of which nothing is known.
        let dumb = is("TERM", "dumb") || (cfg!(unix) && !is_set("TERM"));
        let colours = if is_set("NO_COLOR") {
            Some(false)
        } else if is_set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0") {
            Some(true)
        } else if dumb || is("CLICOLOR", "0") {
            Some(false)
        } else {
            None
        };
        Self { colours, dumb }
    }

    /// Whether a stream has styles. What the command line asks for comes first.
    pub(super) fn is_styled(self, asked: Colour, is_terminal: bool) -> bool {
        match asked {
            Colour::Auto => self.colours.unwrap_or(is_terminal),
            Colour::Always => true,
            Colour::Never => false,
        }
    }

    /// Whether a line on it can be written over.
    pub(super) fn can_be_rewritten(self) -> bool {
        !self.dumb
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{Colour, Terminal};

    fn of(variables: &[(&str, &'static str)]) -> Terminal {
        Terminal::of(|name| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| OsStr::new(*value)))
    }

    #[test]
    fn who_decides_on_colours() {
        for (variables, on_a_terminal, elsewhere) in [
            (&[][..], cfg!(not(unix)), false),
            (&[("NO_COLOR", ""), ("TERM", "xterm")], true, false),
            (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false, false),
            (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], true, true),
            (&[("CLICOLOR_FORCE", "0"), ("TERM", "xterm")], true, false),
            (&[("CLICOLOR", "0")], false, false),
            (&[("CLICOLOR", "1"), ("TERM", "xterm")], true, false),
            (&[("TERM", "dumb")], false, false),
            (&[("TERM", "xterm")], true, false),
        ] {
            let terminal = of(variables);
            assert_eq!(terminal.is_styled(Colour::Auto, true), on_a_terminal, "{variables:?}");
            assert_eq!(terminal.is_styled(Colour::Auto, false), elsewhere, "{variables:?}");
            assert!(terminal.is_styled(Colour::Always, false) && !terminal.is_styled(Colour::Never, true));
        }
        assert!(
            !of(&[("TERM", "dumb")]).can_be_rewritten()
                && of(&[("NO_COLOR", "1"), ("TERM", "xterm")]).can_be_rewritten()
        );
    }
}
