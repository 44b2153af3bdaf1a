/// A Rust type that a field can have, as far as its name tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType {
    /// `bool`.
    Bool,
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `f32`.
    F32,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// `Vec<u8>`.
    Bytes,
    /// `chrono::NaiveDate`, `time::Date`.
    Date,
    /// `chrono::NaiveTime`, `time::Time`.
    Time,
    /// `chrono::NaiveDateTime`, `time::PrimitiveDateTime`.
    Timestamp,
    /// `std::time::SystemTime`.
    SystemTime,
    /// `time::OffsetDateTime`.
    TimestampTz,
    /// `chrono::DateTime<Utc>`.
    DateTime,
    /// `uuid::Uuid`.
    Uuid,
    /// `bigdecimal::BigDecimal`, `rust_decimal::Decimal`.
    Decimal,
    /// `serde_json::Value`.
    Json,
    /// `ipnetwork::IpNetwork`, `ipnet::IpNet`.
    IpNetwork,
    /// `Vec<T>` of anything but bytes.
    Array(Box<RustType>),
    /// A `#[derive(ModelEnum)]`, with its values in order.
    Enum {
        /// The name of the type in a database that has types.
        name: String,
        /// The values.
        values: Vec<String>,
    },
}

impl RustType {
    /// The type that has this name, as the last word of its path. Types with parameters (`Vec<u8>`,
    /// `DateTime<Utc>`) are for the caller to look into.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "bool" => Self::Bool,
            "i8" => Self::I8,
            "i16" => Self::I16,
            "i32" => Self::I32,
            "i64" => Self::I64,
            "u8" => Self::U8,
            "u16" => Self::U16,
            "u32" => Self::U32,
            "u64" => Self::U64,
            "f32" => Self::F32,
            "f64" => Self::F64,
            "String" | "str" => Self::String,
            "NaiveDate" | "Date" => Self::Date,
            "NaiveTime" | "Time" => Self::Time,
            "NaiveDateTime" | "PrimitiveDateTime" => Self::Timestamp,
            "SystemTime" => Self::SystemTime,
            "OffsetDateTime" => Self::TimestampTz,
            "DateTime" => Self::DateTime,
            "Uuid" => Self::Uuid,
            "BigDecimal" | "Decimal" => Self::Decimal,
            "Value" => Self::Json,
            "IpNetwork" | "IpNet" => Self::IpNetwork,
            _ => return None,
        })
    }
}

/// What a field says beside its Rust type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeOptions {
    /// `max_length`, in characters (bytes for binary data).
    pub max_length: Option<u64>,
    /// `precision`, in decimal digits.
    pub precision: Option<u64>,
    /// `scale`, in decimal digits after the point.
    pub scale: Option<u64>,
    /// `unsigned`.
    pub unsigned: bool,
    /// Whether the column alone is its table's primary key.
    pub sole_key: bool,
}
