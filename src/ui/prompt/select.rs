use console::Key;

use super::Item;
use super::keyboard::Keyboard;
use super::left::Left;
use super::lines::question;
use super::menu::Menu;
use super::prompts::{Marks, Prompts};
use super::screen::{Screen, Size};
use super::typed::Lines;
use crate::ui::{Stream, Style, Text};

/// A choice out of a list.
pub(super) struct Select<'a> {
    pub(super) question: &'a str,
    pub(super) remark: &'a str,
    pub(super) items: &'a [Item],
    pub(super) default: usize,
}

impl Select<'_> {
    /// The place of what is chosen.
    pub(super) fn ask(&self, prompts: &Prompts, stream: &Stream) -> Result<usize, Left> {
        if prompts.keys { self.by_keys(prompts.marks, stream) } else { self.by_number(prompts, stream) }
    }

    fn by_keys(&self, marks: Marks, stream: &Stream) -> Result<usize, Left> {
        let last = self.items.len().saturating_sub(1);
        let mut at = self.default.min(last);
        let mut typed = 0;
        let mut screen = Screen::new(stream);
        let keyboard = Keyboard::of_keys()?;
        let chosen = loop {
            let menu = Menu { marks, question: self.question, remark: self.remark, items: self.items, at };
            screen.draw(&menu.lines(Size::of_terminal()), None);
            let key = match keyboard.key() {
                Ok(key) => key,
                Err(left) => break Err(left),
            };
            if let Key::Char(digit @ '0'..='9') = key {
                (typed, at) = number(typed, digit, self.items.len()).unwrap_or((0, at));
                continue;
            }
            typed = 0;
            match key {
                Key::ArrowDown | Key::Tab | Key::Char('j') => at = if at == last { 0 } else { at + 1 },
                Key::ArrowUp | Key::BackTab | Key::Char('k') => at = at.checked_sub(1).unwrap_or(last),
                Key::Home | Key::PageUp => at = 0,
                Key::End | Key::PageDown => at = last,
                Key::Enter => break Ok(at),
                Key::Escape | Key::Char('\u{4}') => break Err(Left::Away),
                _ => {}
            }
        };
        screen.clear();
        chosen
    }

    fn by_number(&self, prompts: &Prompts, stream: &Stream) -> Result<usize, Left> {
        let (lines, marks) = (Lines::of(prompts)?, prompts.marks);
        let columns = Size::of_terminal().columns;
        let say = |text: Text| stream.write(&format!("{}\n", text.render(stream.colour)));
        question(marks, self.question, self.remark, columns).into_iter().for_each(say);
        for (place, item) in self.items.iter().enumerate() {
            let comma = if item.reason.is_empty() { "" } else { ": " };
            say(Text::new().plain(format!("  {}) {}{comma}{}", place + 1, item.label, item.reason)));
        }
        loop {
            let count = self.items.len();
            stream.write(&format!("  1 to {count} [{}]: ", self.default + 1));
            let line = lines.line(stream)?;
            match line.trim() {
                "" => return Ok(self.default),
                typed => match typed.parse::<usize>() {
                    Ok(number) if (1..=count).contains(&number) => return Ok(number - 1),
                    _ => say(Text::new()
                        .styled(Style::Bad, format!("  there is no {typed}: type a number from 1 to {count}"))),
                },
            }
        }
    }
}

/// The number that was typed so far, with one more digit, and the place that it names.
fn number(typed: usize, digit: char, count: usize) -> Option<(usize, usize)> {
    let digit = usize::try_from(digit.to_digit(10)?).ok()?;
    let longer = typed.saturating_mul(10).saturating_add(digit);
    // A digit too many begins a new number.
    let number = if (1..=count).contains(&longer) { longer } else { digit };
    (1..=count).contains(&number).then(|| (number, number - 1))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn digits_make_numbers_of_what_is_there() {
        for (typed, digit, count, expected) in [
            (0, '1', 3, Some((1, 0))),
            (0, '4', 3, None),
            (0, '0', 3, None),
            (1, '2', 12, Some((12, 11))),
            (1, '3', 12, Some((3, 2))),
            (1, '0', 12, Some((10, 9))),
            (12, '9', 12, Some((9, 8))),
        ] {
            assert_eq!(number(typed, digit, count), expected, "{typed} {digit} of {count}");
        }
    }
}
