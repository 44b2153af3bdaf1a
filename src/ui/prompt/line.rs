use console::Key;

/// A line that is being typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    text: Vec<char>,
    /// How many characters stand before the cursor.
    at: usize,
}

impl Line {
    /// A line that holds this already, with the cursor behind it.
    pub(super) fn new(text: &str) -> Self {
        let text: Vec<char> = text.chars().filter(|c| !c.is_control()).collect();
        Self { at: text.len(), text }
    }

    pub(super) fn text(&self) -> String {
        self.text.iter().collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Does what the key does to a line.
    pub(super) fn press(&mut self, key: &Key) {
        match key {
            Key::Char('\u{15}') => {
                self.text.drain(..self.at);
                self.at = 0;
            }
            Key::Char('\u{b}') => self.text.truncate(self.at),
            Key::Char('\u{17}') => {
                let word = self.word();
                self.text.drain(word..self.at);
                self.at = word;
            }
            Key::Char(c) if !c.is_control() => {
                self.text.insert(self.at, *c);
                self.at += 1;
            }
            Key::Backspace if self.at > 0 => {
                self.at -= 1;
                self.text.remove(self.at);
            }
            Key::Del if self.at < self.text.len() => {
                self.text.remove(self.at);
            }
            Key::ArrowLeft => self.at = self.at.saturating_sub(1),
            Key::ArrowRight => self.at = (self.at + 1).min(self.text.len()),
            Key::Home => self.at = 0,
            Key::End => self.at = self.text.len(),
            _ => {}
        }
    }

    /// Where the word before the cursor begins.
    fn word(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        let end = before.iter().rposition(|c| *c != ' ').map_or(0, |last| last + 1);
        before.get(..end).unwrap_or_default().iter().rposition(|c| *c == ' ').map_or(0, |space| space + 1)
    }

    /// The part of it around the cursor that so many columns hold, and in which of them the cursor stands.
    pub(super) fn view(&self, columns: usize) -> (String, usize) {
        let columns = columns.max(2);
        let width = |c: &char| console::measure_text_width(c.encode_utf8(&mut [0; 4]));
        let mut first = self.at;
        // The cursor itself takes a column.
        let mut used = 1;
        while let Some(c) = first.checked_sub(1).and_then(|place| self.text.get(place)) {
            if used + width(c) > columns {
                break;
            }
            used += width(c);
            first -= 1;
        }
        let cursor = used - 1;
        let mut shown = String::new();
        let mut taken = 0;
        for c in self.text.iter().skip(first) {
            taken += width(c);
            if taken > columns {
                break;
            }
            shown.push(*c);
        }
        (shown, cursor)
    }
}

#[cfg(test)]
mod tests {
    use console::Key;

    use super::Line;

    #[test]
    fn a_line_is_edited() {
        let mut line = Line::new("CAST(a AS INTEGER)");
        for (keys, text, cursor) in [
            (&[Key::Backspace, Key::Backspace][..], "CAST(a AS INTEGE", 16),
            (&[Key::Home, Key::Del, Key::Char('ü')], "üAST(a AS INTEGE", 1),
            (&[Key::ArrowRight, Key::ArrowLeft, Key::ArrowLeft, Key::ArrowLeft, Key::Backspace], "üAST(a AS INTEGE", 0),
            (&[Key::End, Key::Char('\u{17}')], "üAST(a AS ", 10),
            (&[Key::Char('\u{17}')], "üAST(a ", 7),
            (&[Key::ArrowLeft, Key::ArrowLeft, Key::Char('\u{b}')], "üAST(", 5),
            (&[Key::Char('\u{7}'), Key::Tab], "üAST(", 5),
            (&[Key::Char('x'), Key::ArrowLeft, Key::Char('\u{15}')], "x", 0),
            (&[Key::Char('日')], "日x", 2),
            (&[Key::Char('\u{17}'), Key::Char('\u{15}'), Key::Del, Key::Del], "", 0),
        ] {
            keys.iter().for_each(|key| line.press(key));
            assert_eq!(line.text(), text);
            assert_eq!(line.view(40).1, cursor, "{text}");
        }
        assert!(line.is_empty());
    }

    #[test]
    fn a_long_line_is_seen_around_the_cursor() {
        let mut line = Line::new("abcdefghij");
        assert_eq!(line.view(5), ("ghij".to_owned(), 4));
        line.press(&Key::Home);
        assert_eq!(line.view(5), ("abcde".to_owned(), 0));
        assert_eq!(Line::new("日本語").view(4), ("語".to_owned(), 2));
        assert_eq!(Line::new("").view(0), (String::new(), 0));
    }
}
