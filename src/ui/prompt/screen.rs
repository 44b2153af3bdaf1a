use crate::ui::{Stream, Text};

const HIDE_CURSOR: &str = "\u{1b}[?25l";
const SHOW_CURSOR: &str = "\u{1b}[?25h";
const CLEAR_BELOW: &str = "\u{1b}[J";

/// A few lines of the terminal that are drawn again and again at the same place. Dropped, it leaves them where they
/// are, with the cursor below.
pub(super) struct Screen<'a> {
    stream: &'a Stream,
    /// How wide the lines are that stand there.
    drawn: Vec<usize>,
    /// In which of them the cursor stands.
    at: usize,
}

/// How large the terminal is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) rows: usize,
    /// One less than there are: in the last one, terminals differ about where the cursor goes.
    pub(super) columns: usize,
}

impl Size {
    pub(super) fn of_terminal() -> Self {
        let (rows, columns) = console::Term::stderr().size_checked().unwrap_or((24, 80));
        Self { rows: usize::from(rows).max(2), columns: usize::from(columns).saturating_sub(1).max(1) }
    }
}

impl<'a> Screen<'a> {
    pub(super) fn new(stream: &'a Stream) -> Self {
        Self { stream, drawn: Vec::new(), at: 0 }
    }

    /// Draws the lines in place of those that were there. With a place, line and column, the cursor is shown there.
    pub(super) fn draw(&mut self, lines: &[Text], cursor: Option<(usize, usize)>) {
        let mut codes = format!("{HIDE_CURSOR}{}", self.back());
        let rendered: Vec<String> = lines.iter().map(|line| line.render(self.stream.colour)).collect();
        codes.push_str(&rendered.join("\r\n"));
        self.drawn = lines.iter().map(Text::width).collect();
        self.at = lines.len().saturating_sub(1);
        if let Some((line, column)) = cursor {
            codes.push_str(&up(self.at.saturating_sub(line)));
            codes.push('\r');
            if column > 0 {
                codes.push_str(&format!("\u{1b}[{column}C"));
            }
            codes.push_str(SHOW_CURSOR);
            self.at = line;
        }
        self.stream.write(&codes);
    }

    /// Takes the lines away.
    pub(super) fn clear(&mut self) {
        let codes = format!("{}{SHOW_CURSOR}", self.back());
        self.drawn.clear();
        self.at = 0;
        self.stream.write(&codes);
    }

    /// To the beginning of what stands there, and all of it gone. A terminal that has become narrower meanwhile has
    /// wrapped the lines.
    fn back(&self) -> String {
        if self.drawn.is_empty() {
            return String::new();
        }
        let columns = Size::of_terminal().columns + 1;
        let rows: usize = self.drawn.iter().take(self.at).map(|width| width.div_ceil(columns).max(1)).sum();
        format!("{}\r{CLEAR_BELOW}", up(rows))
    }
}

impl Drop for Screen<'_> {
    fn drop(&mut self) {
        if !self.drawn.is_empty() {
            let below = self.drawn.len().saturating_sub(self.at + 1);
            self.stream.write(&format!("{}{SHOW_CURSOR}", "\r\n".repeat(below + 1)));
        }
    }
}

fn up(rows: usize) -> String {
    if rows == 0 { String::new() } else { format!("\u{1b}[{rows}A") }
}
