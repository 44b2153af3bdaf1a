use std::fmt::Display;

use crate::error::{Error, ErrorKind, Result};
use crate::ui::{Item, Style, Text, Ui};

/// Questions that a command asks whoever called it. Where nobody is there to answer (`--no-input`, `--json`, no
/// terminal, or `CI` in the environment) each of them is an error of the kind [`ErrorKind::Question`] with the flag
/// that answers it, so that a command asks only where its flag was not given:
///
/// ```no_run
/// # fn run(context: &diesel_manage::Context, yes: bool) -> diesel_manage::Result<()> {
/// if yes || context.questions().confirm("Delete all demo data?", false, "--yes")? {
///     // …
/// }
/// # Ok(())
/// # }
/// ```
pub struct Questions<'a> {
    ui: &'a Ui,
    nobody: bool,
}

impl<'a> Questions<'a> {
    /// Those that are asked through `ui`, unless nobody is to be asked.
    pub fn new(ui: &'a Ui, nobody: bool) -> Self {
        Self { ui, nobody: nobody || !ui.can_ask() }
    }

    /// Whether somebody is there to answer.
    pub fn can_ask(&self) -> bool {
        !self.nobody
    }

    /// Yes or no; Enter alone is the default, which should lose nothing.
    ///
    /// # Errors
    /// When nobody answers. `flag` is what answers it instead.
    pub fn confirm(&self, question: &str, default: bool, flag: &str) -> Result<bool> {
        self.somebody(question, flag)?;
        let answer = self.answer(question, flag, self.ui.confirm(question, default)?)?;
        self.keep(question, if answer { "yes" } else { "no" });
        Ok(answer)
    }

    /// The place of one of these; Enter alone is the default.
    ///
    /// # Errors
    /// When nobody answers. `flag` is what answers it instead.
    pub fn select<T: Display>(&self, question: &str, choices: &[T], default: usize, flag: &str) -> Result<usize> {
        self.somebody(question, flag)?;
        let items: Vec<Item> = choices.iter().map(|choice| Item::new(choice.to_string())).collect();
        let place = self.answer(question, flag, self.ui.select(question, "", &items, default)?)?;
        self.keep(question, choices.get(place).map(ToString::to_string).unwrap_or_default());
        Ok(place)
    }

    /// What `read` makes of the line that is typed; where it makes nothing of it, the question is asked again with
    /// the reason that it gives.
    ///
    /// # Errors
    /// When nobody answers. `flag` is what answers it instead.
    pub fn input<T>(
        &self,
        question: &str,
        flag: &str,
        read: impl Fn(&str) -> std::result::Result<T, String>,
    ) -> Result<T> {
        self.somebody(question, flag)?;
        let both = |line: &str| read(line).map(|answer| (line.to_owned(), answer));
        let (line, answer) = self.answer(question, flag, self.ui.input(question, "", "", both)?)?;
        self.keep(question, line);
        Ok(answer)
    }

    fn somebody(&self, question: &str, flag: &str) -> Result<()> {
        if self.can_ask() { Ok(()) } else { Err(open(question, flag)) }
    }

    fn answer<T>(&self, question: &str, flag: &str, answer: Option<T>) -> Result<T> {
        answer.ok_or_else(|| {
            self.ui.unanswered(question);
            open(question, flag)
        })
    }

    fn keep(&self, question: &str, answer: impl Display) {
        self.ui.answered(Text::new().styled(Style::Plain, question).plain(" ").styled(Style::Chosen, answer));
    }
}

/// The error about a question that nobody has answered.
fn open(question: &str, flag: &str) -> Error {
    Error::new(ErrorKind::Question, format!("a question needs an answer: {question}"))
        .hint(format!("answer it with `{flag}`"))
}

#[cfg(test)]
mod tests {
    use super::Questions;
    use crate::ui::Ui;

    #[test]
    fn nobody_answers_and_the_flag_is_named() {
        let (ui, out, err) = Ui::captured();
        for nobody in [true, false] {
            let questions = Questions::new(&ui, nobody);
            assert!(!questions.can_ask());
            for error in [
                questions.confirm("Sure?", false, "--yes").map(|_| ()).unwrap_err(),
                questions.select("Sure?", &["a", "b"], 0, "--yes").map(|_| ()).unwrap_err(),
                questions.input("Sure?", "--yes", |_| Ok(())).unwrap_err(),
            ] {
                assert_eq!(error.kind().exit_code(), 3);
                assert_eq!(error.to_string(), "a question needs an answer: Sure?");
                assert_eq!(error.hints(), ["answer it with `--yes`"]);
            }
        }
        assert_eq!(out.text() + &err.text(), "");
    }
}
