use super::Item;
use super::lines::{hanging, question, wrap};
use super::prompts::Marks;
use super::screen::Size;
use crate::ui::{Style, Text};

/// A reason stands beside its choice only where it has so many columns.
const NARROWEST_REASON: usize = 24;

/// A list of choices, one of which is pointed at.
pub(super) struct Menu<'a> {
    pub(super) marks: Marks,
    pub(super) question: &'a str,
    pub(super) remark: &'a str,
    pub(super) items: &'a [Item],
    pub(super) at: usize,
}

impl Menu<'_> {
    /// The lines, as many as the terminal has room for: first the reasons of the other choices give way, then what is
    /// farthest from the one that is pointed at.
    pub(super) fn lines(&self, size: Size) -> Vec<Text> {
        let room = size.rows.saturating_sub(1).max(1);
        let help = Text::new().styled(Style::Faint, "  arrows or a number, then Enter; Esc leaves");
        let help = (help.width() <= size.columns).then_some(help);
        let head = question(self.marks, self.question, self.remark, size.columns);
        let full = self.blocks(size.columns, true);
        if head.len() + count(&full) < room {
            return head.into_iter().chain(full.into_iter().flatten()).chain(help).collect();
        }
        let short = self.blocks(size.columns, false);
        if head.len() + count(&short) <= room {
            return head.into_iter().chain(short.into_iter().flatten()).collect();
        }
        let head: Vec<Text> = head.into_iter().take((room / 2).max(1)).collect();
        let left = room.saturating_sub(head.len()).max(1);
        head.into_iter().chain(window(short, self.at, left)).collect()
    }

    /// The lines of each choice, with the reasons of all or of the one that is pointed at.
    fn blocks(&self, columns: usize, all_reasons: bool) -> Vec<Vec<Text>> {
        let digits = self.items.len().to_string().len();
        let indent = 2 + self.marks.pointer.chars().count() + 1 + digits + 2;
        let widest = self.items.iter().map(|item| console::measure_text_width(&item.label)).max().unwrap_or_default();
        let beside = indent + widest + 3 + NARROWEST_REASON <= columns;
        let block = |(place, item): (usize, &Item)| {
            let chosen = place == self.at;
            let pointer = if chosen { self.marks.pointer } else { " " };
            let style = if chosen { Style::Chosen } else { Style::Plain };
            let start = Text::new()
                .plain("  ")
                .styled(Style::Chosen, pointer)
                .plain(" ")
                .styled(style, format!("{:>digits$}", place + 1))
                .plain("  ");
            let reason_style = if item.loses { Style::Caution } else { Style::Faint };
            let reason = if all_reasons || chosen { item.reason.as_str() } else { "" };
            if beside {
                let padding = widest.saturating_sub(console::measure_text_width(&item.label)) + 3;
                let start = start.styled(style, &item.label);
                if reason.is_empty() {
                    return vec![start];
                }
                let lines = wrap(reason, columns.saturating_sub(indent + widest + 3));
                return hanging(start.plain(" ".repeat(padding)), &lines, reason_style);
            }
            let room = columns.saturating_sub(indent).max(1);
            let mut lines = hanging(start, &wrap(&item.label, room), style);
            if !reason.is_empty() {
                lines.extend(hanging(Text::new().plain(" ".repeat(indent)), &wrap(reason, room), reason_style));
            }
            lines
        };
        self.items.iter().enumerate().map(block).collect()
    }
}

fn count(blocks: &[Vec<Text>]) -> usize {
    blocks.iter().map(Vec::len).sum()
}

/// So many lines of these, those around the chosen block.
fn window(blocks: Vec<Vec<Text>>, at: usize, rows: usize) -> Vec<Text> {
    let start: usize = blocks.iter().take(at).map(Vec::len).sum();
    let own = blocks.get(at).map_or(0, Vec::len);
    let all: Vec<Text> = blocks.into_iter().flatten().collect();
    let before = rows.saturating_sub(own) / 2;
    let first = start.saturating_sub(before).min(all.len().saturating_sub(rows));
    all.into_iter().skip(first).take(rows).collect()
}
