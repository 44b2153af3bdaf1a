use std::collections::BTreeSet;

/// What the text asks of the project that it is put into.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    /// Features of Diesel.
    pub(super) features: BTreeSet<&'static str>,
    /// Crates.
    pub(super) crates: BTreeSet<&'static str>,
    /// What is brought into scope: module and name.
    pub(super) uses: BTreeSet<(&'static str, &'static str)>,
}

impl Needs {
    /// Adds what a type of a crate takes: the crate, Diesel's feature for it, and its name in scope.
    pub(super) fn take(&mut self, needed: &Needs) {
        self.features.extend(&needed.features);
        self.crates.extend(&needed.crates);
        self.uses.extend(&needed.uses);
    }

    /// A type of a crate that Diesel has a feature for.
    pub(super) fn of(feature: &'static str, crates: &'static str, uses: &[(&'static str, &'static str)]) -> Self {
        Self { features: [feature].into(), crates: [crates].into(), uses: uses.iter().copied().collect() }
    }

    /// The lines of a comment about what belongs into `Cargo.toml`; none if there is nothing.
    pub(super) fn lines(&self) -> Vec<String> {
        let list = |what: &str, names: &BTreeSet<&str>| {
            let s = if names.len() == 1 { "" } else { "s" };
            format!("{what}{s} {}", names.iter().copied().collect::<Vec<_>>().join(", "))
        };
        let mut lines = Vec::new();
        if !self.features.is_empty() {
            lines.push(format!("Cargo.toml: diesel with the {}", list("feature", &self.features)));
        }
        if !self.crates.is_empty() {
            lines.push(format!("Cargo.toml: the {}", list("crate", &self.crates)));
        }
        lines
    }

    /// The `use` lines, one for each module.
    pub(super) fn imports(&self) -> Vec<String> {
        let modules: BTreeSet<&str> = self.uses.iter().map(|(module, _)| *module).collect();
        let import = |module: &str| {
            let names: Vec<&str> = self.uses.iter().filter(|(own, _)| *own == module).map(|(_, name)| *name).collect();
            match names.as_slice() {
                [only] => format!("use {module}::{only};"),
                _ => format!("use {module}::{{{}}};", names.join(", ")),
            }
        };
        modules.into_iter().map(import).collect()
    }
}
