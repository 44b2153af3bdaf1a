//! What kinds of values columns hold, and the plainest of each.

use crate::schema::{Column, Expr};

/// What a column holds, as Diesel reads its declared type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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

impl Kind {
    /// The kind of the column's declared type: Diesel's rules in Diesel's order.
    pub(super) fn of(column: &Column) -> Self {
        let ty = column.ty.key();
        let has = |words: &[&str]| words.iter().any(|word| ty.contains(word));
        if has(&["bool"]) || (has(&["tiny"]) && has(&["int"])) {
            Self::Bool
        } else if has(&["int2"]) || (has(&["small"]) && has(&["int"])) {
            Self::Integer(16)
        } else if has(&["int8"]) || (has(&["big"]) && has(&["int"])) {
            Self::Integer(64)
        } else if has(&["int"]) {
            Self::Integer(32)
        } else if has(&["char", "clob", "text"]) {
            Self::Text
        } else if has(&["blob", "binary"]) {
            Self::Blob
        } else if has(&["float", "real", "double", "num", "dec"]) {
            Self::Real
        } else if has(&["datetime", "timestamp"]) {
            Self::Timestamp
        } else if has(&["date"]) {
            Self::Date
        } else if has(&["time"]) {
            Self::Time
        } else {
            Self::Any
        }
    }
}

/// The plainest value that the column can hold.
pub(super) fn zero(column: &Column) -> Expr {
    if let Some(first) = column.values.as_ref().and_then(|values| values.first()) {
        return Expr::new(super::quote::quote_text(first));
    }
    Expr::new(match Kind::of(column) {
        Kind::Bool | Kind::Integer(_) => "0",
        Kind::Real => "0.0",
        Kind::Text | Kind::Any => "''",
        Kind::Blob => "x''",
        Kind::Timestamp => "'1970-01-01 00:00:00'",
        Kind::Date => "'1970-01-01'",
        Kind::Time => "'00:00:00'",
    })
}
