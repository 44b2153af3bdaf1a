use console::Key;

use super::keyboard::Keyboard;
use super::left::Left;
use super::lines::question;
use super::prompts::{Marks, Prompts};
use super::screen::{Screen, Size};
use super::typed::Lines;
use crate::ui::{Stream, Style, Text};

/// Yes or no.
pub(super) struct Confirm<'a> {
    pub(super) question: &'a str,
    pub(super) default: bool,
}

impl Confirm<'_> {
    pub(super) fn ask(&self, prompts: &Prompts, stream: &Stream) -> Result<bool, Left> {
        if prompts.keys { self.by_keys(prompts.marks, stream) } else { self.by_line(prompts, stream) }
    }

    fn text(&self) -> String {
        format!("{} ({})", self.question, if self.default { "Y/n" } else { "y/N" })
    }

    fn by_keys(&self, marks: Marks, stream: &Stream) -> Result<bool, Left> {
        let mut answer = self.default;
        let mut screen = Screen::new(stream);
        let keyboard = Keyboard::of_keys()?;
        let text = self.text();
        let confirmed = loop {
            let size = Size::of_terminal();
            // As much of the question as there is room for beside the answer.
            let mut lines = question(marks, &text, "", size.columns.saturating_sub(4).max(6));
            let last = lines.pop().unwrap_or_default();
            lines.truncate(size.rows.saturating_sub(2));
            lines.push(last.plain(" ").styled(Style::Chosen, if answer { "yes" } else { "no" }));
            let cursor = (lines.len() - 1, lines.last().map_or(0, Text::width).min(size.columns));
            screen.draw(&lines, Some(cursor));
            match keyboard.key() {
                Ok(Key::Char('y' | 'Y')) => answer = true,
                Ok(Key::Char('n' | 'N')) => answer = false,
                Ok(Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::Tab | Key::BackTab) => {
                    answer = !answer;
                }
                // Only Enter answers: one that is pressed out of habit behind the letter must not answer the next one.
                Ok(Key::Enter) => break Ok(answer),
                Ok(Key::Escape | Key::Char('\u{4}')) => break Err(Left::Away),
                Ok(_) => {}
                Err(left) => break Err(left),
            }
        };
        screen.clear();
        confirmed
    }

    fn by_line(&self, prompts: &Prompts, stream: &Stream) -> Result<bool, Left> {
        let lines = Lines::of(prompts)?;
        loop {
            stream.write(&format!("{} {} ", prompts.marks.question, self.text()));
            let line = lines.line(stream)?;
            match line.trim().to_lowercase().as_str() {
                "" => return Ok(self.default),
                "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => stream.write("  type yes or no\n"),
            }
        }
    }
}
