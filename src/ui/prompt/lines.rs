use super::prompts::Marks;
use crate::ui::{Style, Text};

/// The text in lines of at most so many columns, broken between words where that can be.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let options = textwrap::Options::new(columns.max(1)).word_separator(textwrap::WordSeparator::AsciiSpace);
    let options = options.word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// A question with its mark, and what is to be said about it under it.
pub(super) fn question(marks: Marks, question: &str, remark: &str, columns: usize) -> Vec<Text> {
    let room = columns.saturating_sub(2);
    let mark = Text::new().styled(Style::Chosen, marks.question).plain(" ");
    let mut lines = hanging(mark, &wrap(question, room), Style::Heading);
    if !remark.is_empty() {
        lines.extend(hanging(Text::new().plain("  "), &wrap(remark, room), Style::Faint));
    }
    lines
}

/// Lines in one style with something before the first, and as much space before the others.
pub(super) fn hanging(first: Text, lines: &[String], style: Style) -> Vec<Text> {
    let indent = " ".repeat(first.width());
    let mut made = Vec::with_capacity(lines.len());
    let mut first = Some(first);
    for line in lines {
        let start = first.take().unwrap_or_else(|| Text::new().plain(&indent));
        made.push(start.styled(style, line));
    }
    made
}
