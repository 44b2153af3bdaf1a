use super::canonical_type::canonical_type;
use crate::schema::ColumnType;

/// What a type's values are, as far as conversions, literals and plain values are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    /// With its bits.
    Integer(u32),
    Real,
    Double,
    Numeric,
    Text,
    Bytes,
    Date,
    Time,
    TimeTz,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    /// JSON or JSONB.
    Json,
    Inet,
    Bits,
    Range,
    /// With the type of its elements.
    Array(ColumnType),
    /// An enum, a domain, an extension's type.
    Other,
}

impl Kind {
    pub(super) fn of(ty: &ColumnType) -> Self {
        let ty = canonical_type(ty.text());
        if let Some(element) = ty.text().strip_suffix("[]") {
            return Self::Array(ColumnType::new(element));
        }
        match ty.base().as_str() {
            "boolean" => Self::Bool,
            "smallint" => Self::Integer(16),
            "integer" => Self::Integer(32),
            "bigint" => Self::Integer(64),
            "real" => Self::Real,
            "double precision" => Self::Double,
            "numeric" => Self::Numeric,
            "text" | "varchar" | "char" | "bpchar" | "citext" => Self::Text,
            "bytea" => Self::Bytes,
            "date" => Self::Date,
            "time" => Self::Time,
            "timetz" => Self::TimeTz,
            "timestamp" => Self::Timestamp,
            "timestamptz" => Self::TimestampTz,
            "uuid" => Self::Uuid,
            "json" | "jsonb" => Self::Json,
            "inet" | "cidr" => Self::Inet,
            "bit" | "varbit" => Self::Bits,
            base if base.starts_with("interval") => Self::Interval,
            base if base.ends_with("range") && ty.text().starts_with(char::is_uppercase) => Self::Range,
            _ => Self::Other,
        }
    }

    /// Whether it counts or measures.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Real | Self::Double | Self::Numeric)
    }
}
