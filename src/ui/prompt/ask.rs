use super::Item;
use super::confirm::Confirm;
use super::input::Input;
use super::left::Left;
use super::prompts::Prompts;
use super::select::Select;
use crate::error::{Error, ErrorKind, Result};
use crate::ui::text::escape;
use crate::ui::{Style, Text, Ui};

/// Asking. Each of these takes its question away again once it is answered; what is to stay on the terminal,
/// [`Ui::answered`] and [`Ui::unanswered`] say. Nothing comes back where whoever was asked leaves (Esc, Ctrl-D, the end of the input).
impl Ui {
    /// Whether somebody is there to be asked: the input and the talk lead to a terminal.
    pub fn can_ask(&self) -> bool {
        self.prompts.is_some()
    }

    /// The place of the item that is chosen, with the arrow keys or by its number; `default` is pointed at first.
    ///
    /// # Errors
    /// When nobody is there, or somebody presses Ctrl-C.
    pub fn select(&self, question: &str, remark: &str, items: &[Item], default: usize) -> Result<Option<usize>> {
        if items.is_empty() {
            return Ok(None);
        }
        let (question, remark) = (escape(question, false), escape(remark, false));
        let default = default.min(items.len() - 1);
        let select = Select { question: &question, remark: &remark, items, default };
        let prompts = self.prompts()?;
        let asked = self.while_asking(|| select.ask(prompts, &self.err));
        self.result(&question, asked)
    }

    /// What `read` makes of the line that is typed; a line of which it makes nothing is asked for again, with the
    /// reason that it gives. `initial` stands there already.
    ///
    /// # Errors
    /// When nobody is there, or somebody presses Ctrl-C.
    pub fn input<T>(
        &self,
        question: &str,
        remark: &str,
        initial: &str,
        read: impl Fn(&str) -> std::result::Result<T, String>,
    ) -> Result<Option<T>> {
        let (question, remark) = (escape(question, false), escape(remark, false));
        let input = Input { question: &question, remark: &remark, initial };
        let prompts = self.prompts()?;
        let asked = self.while_asking(|| input.ask(prompts, &self.err, read));
        self.result(&question, asked)
    }

    /// Yes or no.
    ///
    /// # Errors
    /// When nobody is there, or somebody presses Ctrl-C.
    pub fn confirm(&self, question: &str, default: bool) -> Result<Option<bool>> {
        let question = escape(question, false);
        let prompts = self.prompts()?;
        let asked = self.while_asking(|| Confirm { question: &question, default }.ask(prompts, &self.err));
        self.result(&question, asked)
    }

    /// What stays on the terminal of a question: its answer in a few words.
    pub fn answered(&self, text: impl Into<Text>) {
        if let Some(prompts) = &self.prompts {
            self.put(&Text::new().styled(Style::Good, prompts.marks.done).plain(" ").then(text));
        }
    }

    /// What stays on the terminal of a question that got no answer.
    pub fn unanswered(&self, question: &str) {
        if let Some(prompts) = &self.prompts {
            self.put(&Text::new().styled(Style::Bad, prompts.marks.left).plain(" ").plain(escape(question, false)));
        }
    }

    /// A line of a conversation, which is said even when the rest is to be quiet.
    pub fn remark(&self, text: impl Into<Text>) {
        self.put(&text.into());
    }

    /// An arrow between an old name and a new one, as the terminal can show it.
    pub fn arrow(&self) -> &'static str {
        self.prompts.as_ref().map_or("->", |prompts| prompts.marks.arrow)
    }

    fn prompts(&self) -> Result<&Prompts> {
        self.prompts
            .as_ref()
            .ok_or_else(|| Error::new(ErrorKind::Question, "there is a question, and no terminal to ask it on"))
    }

    fn result<T>(&self, question: &str, asked: std::result::Result<T, Left>) -> Result<Option<T>> {
        asked.map(Some).or_else(|left| {
            if matches!(left, Left::Interrupted | Left::Terminated) {
                self.unanswered(question);
            }
            left.result()
        })
    }

    fn put(&self, text: &Text) {
        self.write(&self.err, &format!("{}\n", text.render(self.err.colour)));
    }
}
