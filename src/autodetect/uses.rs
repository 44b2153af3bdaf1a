use crate::schema::{Check, ForeignKey, Index, Table, Unique};

/// Something of a table that uses columns of it.
pub(super) trait Uses {
    /// Whether it uses the column.
    fn uses(&self, column: &str) -> bool;
}

impl Uses for Unique {
    fn uses(&self, column: &str) -> bool {
        self.columns.iter().any(|own| own == column)
    }
}

impl Uses for Index {
    fn uses(&self, column: &str) -> bool {
        Index::uses(self, column)
    }
}

impl Uses for ForeignKey {
    fn uses(&self, column: &str) -> bool {
        self.columns.iter().any(|own| own == column)
    }
}

impl Uses for Check {
    fn uses(&self, column: &str) -> bool {
        self.expr.mentions(column)
    }
}

/// Takes from the table every constraint and index that uses one of the columns.
pub(super) fn take_constraints(table: &mut Table, columns: &[String]) {
    table.uniques.retain(|item| !uses_any(item, columns));
    table.indexes.retain(|item| !uses_any(item, columns));
    table.foreign_keys.retain(|item| !uses_any(item, columns));
    table.checks.retain(|item| !uses_any(item, columns));
}

/// Gives the table every constraint and index of the other that uses one of the columns.
pub(super) fn copy_constraints(table: &mut Table, other: &Table, columns: &[String]) {
    fn those<'a, T: Uses + Clone>(items: &'a [T], columns: &'a [String]) -> impl Iterator<Item = T> + 'a {
        items.iter().filter(|item| uses_any(*item, columns)).cloned()
    }
    table.uniques.extend(those(&other.uniques, columns));
    table.indexes.extend(those(&other.indexes, columns));
    table.foreign_keys.extend(those(&other.foreign_keys, columns));
    table.checks.extend(those(&other.checks, columns));
}

fn uses_any<T: Uses>(item: &T, columns: &[String]) -> bool {
    columns.iter().any(|column| item.uses(column))
}
