//! Values that a type would hold only rounded: strict mode refuses what is too long or too large, but rounds.

use super::judge::judge;
use super::kind::Kind;
use super::name::fitting;
use super::quote::quote;
use crate::dialect::TypeChange;
use crate::schema::{Column, Table};

/// The condition under which the new type holds a value of the old one exactly; `None` where each value fits, or the
/// server itself refuses those that do not.
pub(super) fn fits(before: &Column, after: &Column) -> Option<String> {
    // A check cannot be about what counts up.
    if before.identity.is_some() || before.ty == after.ty {
        return None;
    }
    let own = quote(&before.name);
    match (Kind::of(&before.ty), Kind::of(&after.ty)) {
        // Asked about on the way there; on the way back nobody says how.
        (Kind::Decimal | Kind::Float | Kind::Double, Kind::Integer { .. }) => {
            return Some(format!("{own} = ROUND({own})"));
        }
        (Kind::Timestamp, Kind::Date) => return Some(format!("{own} = DATE({own})")),
        _ if !matches!(judge(before, after), TypeChange::Narrowing(_)) => return None,
        _ => {}
    }
    let digits = |column: &Column| column.ty.arguments().first().copied().unwrap_or(0);
    let scale = |column: &Column| column.ty.arguments().get(1).copied().unwrap_or(0);
    let whole = |bits: u32| format!("{own} BETWEEN -{0} AND {0}", 1_u64 << bits);
    let arguments = |column: &Column| column.ty.arguments().iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let decimal = |column: &Column, value: &str| match arguments(column).as_str() {
        "" => format!("CAST({value} AS DECIMAL)"),
        arguments => format!("CAST({value} AS DECIMAL({arguments}))"),
    };
    Some(match (Kind::of(&before.ty), Kind::of(&after.ty)) {
        (Kind::Integer { .. }, Kind::Float) => whole(24),
        (Kind::Integer { .. }, Kind::Double) => whole(53),
        (Kind::Decimal, Kind::Decimal) if scale(after) >= scale(before) => return None,
        (Kind::Decimal | Kind::Double, Kind::Decimal) => {
            format!("{own} = ROUND({own}, {})", scale(after))
        }
        (Kind::Float, Kind::Decimal) => format!("{own} = CAST({} AS FLOAT)", decimal(after, &own)),
        (Kind::Double, Kind::Float) => format!("{own} = CAST({own} AS FLOAT)"),
        (Kind::Decimal, Kind::Float) => format!("{own} = {}", decimal(before, &format!("CAST({own} AS FLOAT)"))),
        (Kind::Decimal, Kind::Double) => format!("{own} = {}", decimal(before, &format!("({own} + 0E0)"))),
        (Kind::Timestamp, Kind::Timestamp) if digits(after) < digits(before) => {
            format!("{own} = CAST({own} AS DATETIME({}))", digits(after))
        }
        (Kind::Time, Kind::Time) => format!("{own} = CAST({own} AS TIME({}))", digits(after)),
        _ => return None,
    })
}

/// The clauses that refuse the table if a value does not fit: a check that comes and goes.
pub(super) fn look(table: &Table, column: &Column, condition: &str) -> [String; 2] {
    let name = quote(&fitting(&format!("{}_{}", table.name.name, column.name), "_fits"));
    [format!("ADD CONSTRAINT {name} CHECK ({condition})"), format!("DROP CONSTRAINT {name}")]
}

#[cfg(test)]
mod tests {
    use super::fits;
    use crate::schema::Column;

    #[test]
    fn what_would_be_rounded_is_looked_for() {
        let one = |from: &str, to: &str| fits(&Column::new("c", from), &Column::new("c", to));
        for (from, to, expected) in [
            ("decimal(14,4)", "decimal(14,2)", Some("c = ROUND(c, 2)")),
            ("double", "decimal(14,2)", Some("c = ROUND(c, 2)")),
            ("float", "decimal(14,2)", Some("c = CAST(CAST(c AS DECIMAL(14, 2)) AS FLOAT)")),
            ("double", "float", Some("c = CAST(c AS FLOAT)")),
            ("int", "float", Some("c BETWEEN -16777216 AND 16777216")),
            ("bigint", "double", Some("c BETWEEN -9007199254740992 AND 9007199254740992")),
            ("decimal(30,4)", "double", Some("c = CAST((c + 0E0) AS DECIMAL(30, 4))")),
            ("datetime(6)", "datetime(3)", Some("c = CAST(c AS DATETIME(3))")),
            ("time(6)", "time", Some("c = CAST(c AS TIME(0))")),
            ("double", "int", Some("c = ROUND(c)")),
            ("datetime", "date", Some("c = DATE(c)")),
            // Strict mode refuses these.
            ("varchar(50)", "varchar(20)", None),
            ("bigint", "int", None),
            ("int", "decimal(5,2)", None),
            ("decimal(14,2)", "decimal(14,4)", None),
            ("datetime", "timestamp", None),
            ("int", "bigint", None),
        ] {
            assert_eq!(one(from, to).as_deref(), expected, "{from} to {to}");
        }
    }
}
