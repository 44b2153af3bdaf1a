use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, Value};

use super::about::about;
use super::failure::undefined;
use super::templates::try_render;

/// What is filled in for a blank while it is found out which others are missing: a name, a number and a truth value.
const ANYTHING: &str = "1";

/// Names that are not blanks, though nothing declares them.
const SPECIAL: [&str; 5] = ["caller", "loop", "self", "super", "varargs"];

/// The blanks of templates that are filled in together.
pub(super) struct Blanks {
    /// All that can be given, and what the templates say about them.
    pub(super) known: BTreeMap<String, String>,
    /// Those that are not given and have to be.
    pub(super) missing: BTreeSet<String>,
}

impl Blanks {
    /// Finds out which blanks the templates have, beside those that are `provided`, and which of them are missing
    /// from those that are `given`. Templates that are broken otherwise are not this function's concern.
    pub(super) fn of(
        environment: &Environment<'_>,
        templates: &[String],
        provided: &BTreeMap<String, Value>,
        given: &BTreeMap<String, String>,
    ) -> Self {
        let mut blanks = provided.clone();
        blanks.extend(given.iter().map(|(name, value)| (name.clone(), Value::from(value))));
        let mut missing = BTreeSet::new();
        for template in templates {
            // Each round finds one: what is used depends on what is given, and only filling in tells.
            while let Err(error) = try_render(environment, template, Value::from(blanks.clone())) {
                match undefined(&error) {
                    Some(name) if super::about::is_name(&name) && missing.insert(name.clone()) => {
                        blanks.insert(name, Value::from(ANYTHING));
                    }
                    _ => break,
                }
            }
        }
        let globals: BTreeSet<&str> = environment.globals().map(|(name, _)| name).collect();
        let mut known = BTreeMap::new();
        for (_, template) in environment.templates() {
            let mut said = about(template.source());
            for name in template.undeclared_variables(false) {
                if !globals.contains(name.as_str()) && !provided.contains_key(&name) && !SPECIAL.contains(&&*name) {
                    let text = said.remove(&name).unwrap_or_default();
                    let own: &mut String = known.entry(name).or_default();
                    if own.is_empty() {
                        *own = text;
                    }
                }
            }
        }
        missing.retain(|name| known.contains_key(name));
        Self { known, missing }
    }
}
