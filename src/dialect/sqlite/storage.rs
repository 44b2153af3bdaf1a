use super::kind::Kind;
use crate::schema::Column;

/// What a column holds, as Diesel reads its declared type, as far as values are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Storage {
    /// 0 and 1.
    Bool,
    /// Whole numbers of so many bits.
    Integer(u32),
    /// Text.
    Text,
    /// Bytes.
    Blob,
    /// Numbers with a fraction.
    Real,
    /// `2026-11-21 10:15:00`.
    Timestamp,
    /// `2026-11-21`.
    Date,
    /// `10:15:00`.
    Time,
    /// Anything.
    Any,
}

impl Storage {
    /// What the column's declared type says.
    pub(super) fn of(column: &Column) -> Self {
        match Kind::of(&column.ty) {
            // Diesel reads bytes where no type is declared; SQLite then keeps any value as it is.
            _ if column.ty.key().is_empty() => Self::Any,
            None => Self::Any,
            Some(Kind::Bool) => Self::Bool,
            Some(Kind::SmallInt) => Self::Integer(16),
            Some(Kind::Integer) => Self::Integer(32),
            Some(Kind::BigInt) => Self::Integer(64),
            Some(Kind::Text) => Self::Text,
            Some(Kind::Binary) => Self::Blob,
            Some(Kind::Float | Kind::Double) => Self::Real,
            Some(Kind::Timestamp) => Self::Timestamp,
            Some(Kind::Date) => Self::Date,
            Some(Kind::Time) => Self::Time,
        }
    }
}
