//! Values that a type would hold only rounded: PostgreSQL would do so without a word.

use super::judge::judge;
use super::kind::Kind;
use super::name::object_name;
use super::quote::{quote, quote_name};
use crate::dialect::TypeChange;
use crate::schema::{Column, ColumnType, Table};

/// The condition under which the new type holds a value of the old one exactly; `None` where each value fits, or the
/// server itself refuses those that do not.
pub(super) fn fits(before: &Column, after: &Column) -> Option<String> {
    let own = quote(&before.name);
    if Kind::of(&before.ty).is_number() && Kind::of(&after.ty) == Kind::Bool {
        // Asked about on the way there; on the way back nobody says how.
        return Some(format!("{own} IN (0, 1)"));
    }
    if before.ty == after.ty || !matches!(judge(before, after), TypeChange::Narrowing(_)) {
        return None;
    }
    let element = |ty: &ColumnType| ColumnType::new(ty.text().trim_end_matches("[]"));
    let (old, new) = (Kind::of(&element(&before.ty)), Kind::of(&element(&after.ty)));
    let refused = matches!(
        (&old, &new),
        (_, Kind::Text) | (Kind::Bits, _) | (Kind::Integer(_), Kind::Integer(_) | Kind::Numeric)
    );
    let scale = |ty: &ColumnType| match element(ty).arguments().as_slice() {
        [] => None,
        arguments => Some(arguments.get(1).copied().unwrap_or(0)),
    };
    // Fewer digits before the point are refused; those behind it are rounded.
    let refused = refused
        || (old == Kind::Numeric
            && new == Kind::Numeric
            && scale(&before.ty).is_some_and(|had| scale(&after.ty).is_none_or(|has| has >= had)));
    (!refused).then(|| format!("{own} = {own}::{}::{}", after.ty, before.ty))
}

/// Refuses the table if a value does not fit: a check that comes and goes.
pub(super) fn look(table: &Table, column: &Column, condition: &str) -> [String; 2] {
    let name = quote(&object_name(&table.name.name, &column.name, "fits"));
    let alter = format!("ALTER TABLE {}", quote_name(&table.name));
    [format!("{alter} ADD CONSTRAINT {name} CHECK ({condition})"), format!("{alter} DROP CONSTRAINT {name}")]
}

#[cfg(test)]
mod tests {
    use super::fits;
    use crate::schema::Column;

    #[test]
    fn what_would_be_rounded_is_looked_for() {
        let one = |from: &str, to: &str| fits(&Column::new("c", from), &Column::new("c", to));
        for (from, to) in [
            ("NUMERIC(14,4)", "NUMERIC(14,2)"),
            ("NUMERIC", "INTEGER"),
            ("DOUBLE PRECISION", "REAL"),
            ("DOUBLE PRECISION", "BIGINT"),
            ("BIGINT", "DOUBLE PRECISION"),
            ("NUMERIC(10,2)", "REAL"),
            ("TIMESTAMP", "DATE"),
            ("TIMESTAMPTZ(6)", "TIMESTAMPTZ(3)"),
            ("INET", "CIDR"),
            ("NUMERIC(14,4)[]", "NUMERIC(14,2)[]"),
        ] {
            assert_eq!(one(from, to).as_deref(), Some(format!("c = c::{to}::{from}").as_str()), "{from} to {to}");
        }
        assert_eq!(one("INTEGER", "BOOLEAN").as_deref(), Some("c IN (0, 1)"));
        for (from, to) in [
            ("VARCHAR(50)", "VARCHAR(20)"),
            ("BIGINT", "INTEGER"),
            ("INTEGER", "NUMERIC(5,2)"),
            ("INTEGER", "VARCHAR(3)"),
            ("INTEGER", "BIGINT"),
            ("TEXT", "INTEGER"),
            ("BOOLEAN", "INTEGER"),
            ("NUMERIC(14,2)", "NUMERIC(14,4)"),
            ("NUMERIC(14,2)", "NUMERIC(14,2)"),
        ] {
            assert_eq!(one(from, to), None, "{from} to {to}");
        }
    }
}
