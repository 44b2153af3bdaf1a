use std::fmt;

use super::Style;

/// A text on its way to the terminal: spans with styles. Control characters in it are shown, never obeyed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    spans: Vec<(Option<Style>, String)>,
}

impl Text {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a plain text behind it. Line breaks in it count.
    #[must_use]
    pub fn plain(mut self, text: impl fmt::Display) -> Self {
        self.spans.push((None, escape(&text.to_string(), true)));
        self
    }

    /// The same with a word or a name behind it, in this style. A line break in a name is escaped.
    #[must_use]
    pub fn styled(mut self, style: Style, text: impl fmt::Display) -> Self {
        self.spans.push((Some(style), escape(&text.to_string(), false)));
        self
    }

    /// The same with another text behind it.
    #[must_use]
    pub fn then(mut self, other: impl Into<Self>) -> Self {
        self.spans.extend(other.into().spans);
        self
    }

    /// How many columns of a terminal it takes.
    pub fn width(&self) -> usize {
        self.spans.iter().map(|(_, text)| console::measure_text_width(text)).sum()
    }

    /// The same, no wider than this; what is cut off is an ellipsis.
    #[must_use]
    pub fn cut(self, width: usize) -> Self {
        if self.width() <= width {
            return self;
        }
        let mut left = width;
        let mut spans = Vec::new();
        for (style, text) in self.spans {
            let wide = console::measure_text_width(&text);
            if wide < left {
                left -= wide;
                spans.push((style, text));
                continue;
            }
            let mut kept = String::new();
            for c in text.chars() {
                let wide = console::measure_text_width(c.encode_utf8(&mut [0; 4]));
                if wide >= left {
                    break;
                }
                left -= wide;
                kept.push(c);
            }
            if left > 0 {
                kept.push('…');
            }
            spans.push((style, kept));
            break;
        }
        Self { spans }
    }

    /// With the codes of its styles, for what is styled by others as well.
    pub(crate) fn ansi(&self) -> String {
        self.render(true)
    }

    /// The same on as many lines as it takes, none wider than this; at least one.
    #[must_use]
    pub(super) fn wrap(self, width: usize) -> Vec<Self> {
        let mut lines = Vec::new();
        let (mut line, mut left) = (Self::new(), width);
        for (style, text) in self.spans {
            let mut part = String::new();
            for c in text.chars() {
                let wide = console::measure_text_width(c.encode_utf8(&mut [0; 4]));
                // A character that is wider than the whole line stands there all the same.
                if c == '\n' || (wide > left && left < width) {
                    line.spans.push((style, std::mem::take(&mut part)));
                    lines.push(std::mem::take(&mut line));
                    left = width;
                }
                if c != '\n' {
                    part.push(c);
                    left = left.saturating_sub(wide);
                }
            }
            line.spans.push((style, part));
        }
        lines.push(line);
        lines
    }

    /// As the terminal gets it.
    pub(super) fn render(&self, colour: bool) -> String {
        let mut rendered = String::new();
        for (style, text) in &self.spans {
            match style {
                Some(style) if colour => rendered.push_str(&style.apply(text)),
                _ => rendered.push_str(text),
            }
        }
        rendered
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new().plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new().plain(text)
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::new().plain(text)
    }
}

/// Shows what a terminal would obey: control characters, and what turns the direction of writing around.
pub(super) fn escape(text: &str, lines: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        let harmless = match c {
            '\n' => lines,
            '\t' => lines,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
            _ => !c.is_control(),
        };
        if harmless {
            escaped.push(c);
        } else {
            escaped.extend(c.escape_default());
        }
    }
    escaped
}
