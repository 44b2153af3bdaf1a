use console::Key;

use super::keyboard::Keyboard;
use super::left::Left;
use super::line::Line;
use super::lines::{hanging, question, wrap};
use super::prompts::{Marks, Prompts};
use super::screen::{Screen, Size};
use super::typed::Lines;
use crate::ui::text::escape;
use crate::ui::{Stream, Style, Text};

/// A line to type.
pub(super) struct Input<'a> {
    pub(super) question: &'a str,
    pub(super) remark: &'a str,
    /// What stands there already.
    pub(super) initial: &'a str,
}

impl Input<'_> {
    /// What was typed, once it can be read; until then it is asked for again, with the reason.
    pub(super) fn ask<T>(
        &self,
        prompts: &Prompts,
        stream: &Stream,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Left> {
        if prompts.keys { self.by_keys(prompts.marks, stream, read) } else { self.by_line(prompts, stream, read) }
    }

    fn by_keys<T>(&self, marks: Marks, stream: &Stream, read: impl Fn(&str) -> Result<T, String>) -> Result<T, Left> {
        let mut line = Line::new(self.initial);
        let mut wrong = String::new();
        let mut screen = Screen::new(stream);
        let keyboard = Keyboard::of_keys()?;
        let answer = loop {
            let (lines, cursor) = self.lines(marks, &line, &wrong, Size::of_terminal());
            screen.draw(&lines, Some(cursor));
            match keyboard.key() {
                Ok(Key::Enter) => match read(line.text().trim()) {
                    Ok(answer) => break Ok(answer),
                    Err(reason) => wrong = escape(&reason, false),
                },
                Ok(Key::Escape) => break Err(Left::Away),
                Ok(Key::Char('\u{4}')) if line.is_empty() => break Err(Left::Away),
                Ok(key) => line.press(&key),
                Err(left) => break Err(left),
            }
        };
        screen.clear();
        answer
    }

    /// The lines, and where the cursor stands.
    fn lines(&self, marks: Marks, line: &Line, wrong: &str, size: Size) -> (Vec<Text>, (usize, usize)) {
        let pointer = Text::new().plain("  ").styled(Style::Chosen, marks.pointer).plain(" ");
        let start = pointer.width();
        let room = size.columns.saturating_sub(start);
        let (shown, column) = line.view(room);
        let mut below = Vec::new();
        if !wrong.is_empty() {
            below = hanging(Text::new().plain("    "), &wrap(wrong, room.saturating_sub(1)), Style::Bad);
        }
        let above = size.rows.saturating_sub(below.len() + 2).max(1);
        let mut lines = question(marks, self.question, self.remark, size.columns);
        lines.truncate(above);
        let at = lines.len();
        lines.push(pointer.plain(shown));
        lines.extend(below);
        lines.truncate(size.rows.saturating_sub(1).max(at + 1));
        (lines, (at, start + column))
    }

    fn by_line<T>(
        &self,
        prompts: &Prompts,
        stream: &Stream,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Left> {
        let (lines, marks) = (Lines::of(prompts)?, prompts.marks);
        let say = |text: Text| stream.write(&format!("{}\n", text.render(stream.colour)));
        question(marks, self.question, self.remark, Size::of_terminal().columns).into_iter().for_each(say);
        loop {
            let default = if self.initial.is_empty() { String::new() } else { format!("[{}] ", self.initial) };
            stream.write(&format!("  {default}{} ", marks.pointer));
            let line = lines.line(stream)?;
            let line = if line.trim().is_empty() { self.initial } else { line.trim() };
            match read(line) {
                Ok(answer) => return Ok(answer),
                Err(reason) => say(Text::new().plain("  ").styled(Style::Bad, reason)),
            }
        }
    }
}
