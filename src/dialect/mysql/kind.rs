use crate::schema::ColumnType;

/// What a column holds, as its canonical type says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `tinyint(1)`.
    Bool,
    /// A whole number of so many bits.
    Integer { bits: u32, unsigned: bool },
    /// `decimal`.
    Decimal,
    /// `float`.
    Float,
    /// `double`.
    Double,
    /// `char`, `varchar` and the text types, with their most characters or, for text types, bytes.
    Text,
    /// `binary`, `varbinary` and the blob types.
    Binary,
    /// `date`.
    Date,
    /// `time`.
    Time,
    /// `datetime`, `timestamp`.
    Timestamp,
    /// `year`.
    Year,
    /// `json`.
    Json,
    /// `enum`.
    Enum,
    /// `bit`, `set`, `geometry`, `uuid` and whatever else there is.
    Other,
}

impl Kind {
    /// The kind of a type, which is brought into its canonical form first.
    pub(super) fn of(ty: &ColumnType) -> Self {
        let canonical = super::canonical_type::canonical_type(ty.text());
        if canonical == "tinyint(1)" {
            return Self::Bool;
        }
        let ty = ColumnType::new(&canonical);
        let base = ty.base();
        let unsigned = base.contains(" unsigned");
        let integer = |bits| Self::Integer { bits, unsigned };
        match base.split(' ').next().unwrap_or_default() {
            "tinyint" => integer(8),
            "smallint" => integer(16),
            "mediumint" => integer(24),
            "int" => integer(32),
            "bigint" => integer(64),
            "decimal" => Self::Decimal,
            "float" => Self::Float,
            "double" => Self::Double,
            "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => Self::Text,
            "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Self::Binary,
            "date" => Self::Date,
            "time" => Self::Time,
            "datetime" | "timestamp" => Self::Timestamp,
            "year" => Self::Year,
            "json" => Self::Json,
            "enum" => Self::Enum,
            _ => Self::Other,
        }
    }

    /// Whether it is kept outside the row: such a column has no literal default, and no index without a length.
    pub(super) fn is_large(ty: &ColumnType) -> bool {
        let base = ColumnType::new(super::canonical_type::canonical_type(ty.text())).base();
        base.ends_with("text") || base.ends_with("blob") || base == "json"
    }

    /// The most characters (of text) or bytes (of binary data and of text types) that the column holds.
    pub(super) fn capacity(ty: &ColumnType) -> Option<u64> {
        let ty = ColumnType::new(super::canonical_type::canonical_type(ty.text()));
        match ty.base().as_str() {
            "tinytext" | "tinyblob" => Some(255),
            "text" | "blob" => Some(65_535),
            "mediumtext" | "mediumblob" => Some(16_777_215),
            "longtext" | "longblob" | "json" => Some(4_294_967_295),
            "char" | "varchar" | "binary" | "varbinary" => ty.arguments().first().copied(),
            _ => None,
        }
    }

    /// The smallest and the largest of the integers that fit.
    pub(super) fn range(self) -> Option<(i128, i128)> {
        match self {
            Self::Integer { bits, unsigned: true } => Some((0, (1_i128 << bits) - 1)),
            Self::Integer { bits, unsigned: false } => Some((-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1)),
            _ => None,
        }
    }
}
