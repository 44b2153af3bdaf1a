use super::Text;

/// Between two columns of a table.
const GAP: usize = 2;
/// No column is made narrower than this, unless what is in it is.
const NARROWEST: usize = 12;
/// What stands before the second and later cells of a row where there is no room beside the first.
const INDENT: usize = 4;

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

    /// The lines, no wider than the terminal. Nothing is cut off: the widest columns are continued on further lines, and
    /// where even that leaves no room, the cells of a row stand one below the other. A column that is empty takes none.
    pub(super) fn lines(self, width: Option<usize>) -> Vec<Text> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut widths = vec![0; columns];
        for row in &self.rows {
            for (wide, cell) in widths.iter_mut().zip(row) {
                *wide = (*wide).max(cell.width());
            }
        }
        let gaps = GAP * widths.iter().filter(|wide| **wide > 0).count().saturating_sub(1);
        match width {
            Some(width) if !fit(&mut widths, width.saturating_sub(gaps)) => {
                self.rows.into_iter().flat_map(|row| stacked(row, width)).collect()
            }
            _ => self.rows.into_iter().flat_map(|row| beside(row, &widths)).collect(),
        }
    }
}

/// The lines of a row whose cells stand beside each other.
fn beside(row: Vec<Text>, widths: &[usize]) -> Vec<Text> {
    let mut cells: Vec<std::vec::IntoIter<Text>> =
        row.into_iter().zip(widths).map(|(cell, wide)| cell.wrap(*wide).into_iter()).collect();
    let height = cells.iter().map(ExactSizeIterator::len).max().unwrap_or_default();
    let line = |cells: &mut Vec<std::vec::IntoIter<Text>>| {
        let mut line = Text::new();
        let mut pending = 0;
        for (cell, wide) in cells.iter_mut().zip(widths).filter(|(_, wide)| **wide > 0) {
            let cell = cell.next().unwrap_or_default();
            let taken = cell.width();
            if taken > 0 {
                line = line.plain(" ".repeat(pending)).then(cell);
                pending = 0;
            }
            pending += wide.saturating_sub(taken) + GAP;
        }
        line
    };
    (0..height).map(|_| line(&mut cells)).collect()
}

/// The lines of a row whose cells stand one below the other.
fn stacked(row: Vec<Text>, width: usize) -> Vec<Text> {
    let mut cells = row.into_iter().filter(|cell| cell.width() > 0);
    let first = cells.next().unwrap_or_default().wrap(width);
    // What is too narrow for an indentation is too narrow for anything.
    let indent = if width > 2 * INDENT { INDENT } else { 0 };
    let later = cells.flat_map(|cell| cell.wrap(width - indent));
    first.into_iter().chain(later.map(|line| Text::new().plain(" ".repeat(indent)).then(line))).collect()
}

/// Whether the columns can be made to fit; if so, they do.
fn fit(widths: &mut [usize], room: usize) -> bool {
    while widths.iter().sum::<usize>() > room {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => return false,
        }
    }
    true
}
