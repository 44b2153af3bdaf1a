use std::collections::BTreeMap;

use crate::error::{Error, Result};

/// What is asked for that has nothing to do with the models.
#[derive(Debug, clap::Args)]
pub(super) struct Templated {
    /// Write a migration to be filled in by hand: the same as `--template empty`
    #[arg(long, conflicts_with = "check", group = "by_hand")]
    empty: bool,

    /// Write a migration from a template, whatever the models say: `data` (a batched update), `index`, `empty`, or
    /// one of the project's own
    #[arg(long, value_name = "NAME", conflicts_with = "check", group = "by_hand")]
    template: Option<String>,

    /// Fill in a blank of the template; can be given several times
    #[arg(long = "set", value_name = "NAME=VALUE", requires = "by_hand")]
    set: Vec<String>,
}

impl Templated {
    /// The template that is asked for, if one is.
    pub(super) fn template(&self) -> Option<&str> {
        self.template.as_deref().or(self.empty.then_some("empty"))
    }

    /// Whether one is.
    pub(super) fn is_asked(&self) -> bool {
        self.template().is_some()
    }

    /// How it was asked for.
    pub(super) fn flag(&self) -> &'static str {
        if self.empty { "--empty" } else { "--template" }
    }

    /// What its blanks are filled in with.
    pub(super) fn values(&self) -> Result<BTreeMap<String, String>> {
        let mut values = BTreeMap::new();
        for flag in &self.set {
            let Some((name, value)) = flag.split_once('=') else {
                return Err(
                    Error::usage(format!("--set {flag}: there is no `=` in it")).hint("write `--set NAME=VALUE`")
                );
            };
            let name = name.trim().to_owned();
            if let Some(other) = values.insert(name.clone(), value.to_owned()) {
                return Err(Error::usage(format!("--set {name} is given twice"))
                    .hint(format!("it is `{other}`, and then `{value}`: keep one of them")));
            }
        }
        Ok(values)
    }
}
