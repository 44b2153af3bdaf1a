use crate::schema::Table;

/// Whether the vanished column and the new one stand at the same place, seen from the columns that both tables have:
/// after the same one, or before the same one.
pub(super) fn same_position(before: &Table, gone: &str, after: &Table, new: &str) -> bool {
    let (left, right) = neighbours(before, gone, after);
    let (new_left, new_right) = neighbours(after, new, before);
    left == new_left || (right.is_some() && right == new_right)
}

/// The nearest columns to the left and to the right that the other table has too.
fn neighbours<'a>(table: &'a Table, column: &str, other: &Table) -> (Option<&'a str>, Option<&'a str>) {
    let place = table.columns.iter().position(|own| own.name == column).unwrap_or_default();
    let common = |own: &&crate::schema::Column| other.column(&own.name).is_some();
    let left = table.columns.iter().take(place).rev().find(common);
    let right = table.columns.iter().skip(place + 1).find(common);
    (left.map(|own| own.name.as_str()), right.map(|own| own.name.as_str()))
}
