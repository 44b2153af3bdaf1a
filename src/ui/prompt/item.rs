use crate::ui::text::escape;

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    pub(super) label: String,
    pub(super) reason: String,
    pub(super) loses: bool,
}

impl Item {
    /// A choice in a few words.
    pub fn new(label: impl AsRef<str>) -> Self {
        Self { label: escape(label.as_ref(), false), reason: String::new(), loses: false }
    }

    /// The same with what speaks for it, or what comes of it.
    #[must_use]
    pub fn because(mut self, reason: impl AsRef<str>) -> Self {
        self.reason = escape(reason.as_ref(), false);
        self
    }

    /// The same, as one that loses something: its reason catches the eye.
    #[must_use]
    pub fn loses(mut self) -> Self {
        self.loses = true;
        self
    }
}
