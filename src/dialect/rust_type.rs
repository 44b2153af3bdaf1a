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
    /// `chrono::NaiveDateTime`, `time::PrimitiveDateTime`, `std::time::SystemTime`.
    Timestamp,
    /// `chrono::DateTime<Utc>`, `time::OffsetDateTime`.
    TimestampTz,
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
}
