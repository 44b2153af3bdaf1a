use crate::schema::ColumnType;

/// What a column holds, as `diesel print-schema` reads its declared type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    SmallInt,
    Integer,
    BigInt,
    Text,
    Binary,
    Float,
    Double,
    Timestamp,
    Date,
    Time,
}

impl Kind {
    /// The rules of `diesel print-schema`, in its order; `None` is a type that it refuses.
    pub(super) fn of(ty: &ColumnType) -> Option<Self> {
        let name = ty.text().to_lowercase();
        let has = |part: &str| name.contains(part);
        Some(if matches!(name.as_str(), "boolean" | "bool") || has("tiny") && has("int") {
            Self::Bool
        } else if name == "int2" || has("small") && has("int") {
            Self::SmallInt
        } else if name == "int8" || has("big") && has("int") {
            Self::BigInt
        } else if has("int") {
            Self::Integer
        } else if has("char") || has("clob") || has("text") {
            Self::Text
        } else if has("blob") || has("binary") || name.is_empty() || name == "generated always" {
            Self::Binary
        } else if has("float") || has("real") {
            Self::Float
        } else if has("double") || has("num") || has("dec") {
            Self::Double
        } else if matches!(name.as_str(), "datetime" | "timestamp") {
            Self::Timestamp
        } else if name == "date" {
            Self::Date
        } else if name == "time" {
            Self::Time
        } else {
            return None;
        })
    }

    /// The Diesel type.
    pub(super) fn diesel(self) -> &'static str {
        match self {
            Self::Bool => "Bool",
            Self::SmallInt => "SmallInt",
            Self::Integer => "Integer",
            Self::BigInt => "BigInt",
            Self::Text => "Text",
            Self::Binary => "Binary",
            Self::Float => "Float",
            Self::Double => "Double",
            Self::Timestamp => "Timestamp",
            Self::Date => "Date",
            Self::Time => "Time",
        }
    }

    /// For integers, the number of bits that Diesel reads.
    pub(super) fn bits(self) -> Option<u32> {
        match self {
            Self::SmallInt => Some(16),
            Self::Integer => Some(32),
            Self::BigInt => Some(64),
            _ => None,
        }
    }
}
