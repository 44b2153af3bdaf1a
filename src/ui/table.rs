use super::Text;

/// Between two columns of a table.
const GAP: usize = 2;
/// No column is made narrower than this.
const NARROWEST: usize = 8;

/// Rows and columns, aligned.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<Vec<Text>>,
}

impl Table {
    /// A table without rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row.
    pub fn row<T: Into<Text>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, no wider than the terminal: the widest columns give way first.
    pub(super) fn lines(self, width: Option<usize>) -> Vec<Text> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut widths = vec![0; columns];
        for row in &self.rows {
            for (wide, cell) in widths.iter_mut().zip(row) {
                *wide = (*wide).max(cell.width());
            }
        }
        if let Some(width) = width {
            fit(&mut widths, width.saturating_sub(GAP * columns.saturating_sub(1)));
        }
        self.rows.into_iter().map(|row| line(row, &widths)).collect()
    }
}

fn line(row: Vec<Text>, widths: &[usize]) -> Text {
    let last = row.len().saturating_sub(1);
    let mut line = Text::new();
    for (index, (cell, wide)) in row.into_iter().zip(widths).enumerate() {
        let cell = cell.cut(*wide);
        let padding = if index == last { 0 } else { wide.saturating_sub(cell.width()) + GAP };
        line = line.then(cell).plain(" ".repeat(padding));
    }
    line
}

fn fit(widths: &mut [usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => return,
        }
    }
}
