//! Kinds of types, as far as what is generated has to tell them apart.

/// What the values of a type are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Number,
    /// A text that an index can take whole.
    Text,
    /// A text that it cannot, on MySQL.
    Large,
    /// An enum.
    Choice,
    /// An array.
    List,
    /// A date with its time.
    Moment,
}

impl Family {
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Large)
    }

    /// Whether it can be part of an expression that never changes.
    pub(super) fn is_plain(self) -> bool {
        self == Self::Number || self.is_text()
    }

    /// Whether what rows hold can become values of the other, and again what it was.
    pub(super) fn becomes(self, other: Self) -> bool {
        self == other
            || (self.is_plain() && other.is_plain())
            || (self == Self::Choice && other.is_text())
            || (self.is_text() && other == Self::Choice)
    }
}
