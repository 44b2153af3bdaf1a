/// What `manage help` says of a command beside its arguments.
///
/// ```
/// use diesel_manage::Manual;
///
/// let manual = Manual::new()
///     .group("Data")
///     .example("manage seed --count 3", "three users")
///     .exit_code(10, "there are users already")
///     .see_also("migrate");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Manual {
    pub(super) group: Option<String>,
    pub(super) examples: Vec<(String, String)>,
    pub(super) exit_codes: Vec<(u8, String)>,
    pub(super) see_also: Vec<String>,
}

impl Manual {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The heading under which `manage help` lists it. Without one it is among the "Commands of this project".
    #[must_use]
    pub fn group(mut self, heading: impl Into<String>) -> Self {
        self.group = Some(heading.into());
        self
    }

    /// A command line, and what comes of it.
    #[must_use]
    pub fn example(mut self, line: impl Into<String>, says: impl Into<String>) -> Self {
        self.examples.push((line.into(), says.into()));
        self
    }

    /// What one of its exit codes means.
    #[must_use]
    pub fn exit_code(mut self, code: u8, meaning: impl Into<String>) -> Self {
        self.exit_codes.push((code, meaning.into()));
        self
    }

    /// A command that has to do with it.
    #[must_use]
    pub fn see_also(mut self, command: impl Into<String>) -> Self {
        self.see_also.push(command.into());
        self
    }
}
