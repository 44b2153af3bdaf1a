/// What a piece of text is. How that looks is decided here and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Nothing in particular.
    Plain,
    /// A heading.
    Heading,
    /// The alias of a database.
    Alias,
    /// A migration, a table, a column.
    Name,
    /// A file or a folder.
    Path,
    /// Something to type.
    Command,
    /// Something that is added, or in order.
    Good,
    /// Something that is removed, or wrong.
    Bad,
    /// Something that asks for attention.
    Caution,
    /// Something that may be passed over.
    Faint,
    /// What is chosen in a list, and the mark of a question.
    Chosen,
}

impl Style {
    /// The text with the codes of this style.
    pub(super) fn apply(self, text: &str) -> String {
        let style = console::Style::new().force_styling(true);
        let style = match self {
            Self::Plain => return text.to_owned(),
            Self::Heading => style.bold(),
            Self::Alias => style.cyan().bold(),
            Self::Name => style.bold(),
            Self::Path => style.cyan(),
            // Not yellow, which cannot be read on white.
            Self::Command => style.cyan().bold(),
            Self::Good => style.green(),
            Self::Bad => style.red().bold(),
            Self::Caution => style.yellow().bold(),
            Self::Faint => style.dim(),
            Self::Chosen => style.cyan(),
        };
        style.apply_to(text).to_string()
    }
}
