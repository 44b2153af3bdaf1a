use std::collections::BTreeMap;

use super::found::Found;
use crate::autodetect::{Ignore, autodetect, summary};
use crate::error::{Error, Result};
use crate::models::{ModelText, models_text, read_back};
use crate::questions::Nobody;
use crate::schema::{Schema, TableName};

/// How often models are written anew: a table that is left alone can be why another has to be.
const MOST_ROUNDS: usize = 8;

/// The models, of which it is known that they say what is there: they are read back and compared. What a model cannot say
/// is why its table is left alone.
///
/// # Errors
/// When there is no end to the differences, which would be a mistake of ours.
pub(super) fn proved(found: &Found) -> Result<ModelText> {
    let mut unmanaged = BTreeMap::new();
    let home = found.database.home()?;
    let mut text = written(found, &unmanaged);
    for _ in 0..MOST_ROUNDS {
        let reasons = match read_back(&text.text, found.dialect, home.as_deref(), found.is_part) {
            Ok(wanted) => {
                let current = comparable(found, &text);
                let mut wanted = wanted;
                wanted.schema.extensions.clone_from(&current.extensions);
                let ignore = Ignore::default();
                let detected = autodetect(&current, wanted, &ignore, found.dialect, &mut Nobody)?;
                let changes = detected.changes.iter();
                changes
                    .map(|change| (change.table().clone(), format!("no model says that ({})", summary(change))))
                    .collect::<Vec<_>>()
            }
            Err(mistakes) => {
                let reason = |line: usize| text.tables.iter().find(|table| table.lines.contains(&line));
                let named = mistakes.iter().map(|own| (reason(own.line), own));
                named.filter_map(|(table, own)| table.map(|table| (table.name.clone(), own.message.clone()))).collect()
            }
        };
        let before = unmanaged.len();
        // What migrations leave alone can be declared in nearly any way: what is wrong still is not to be mended.
        if let Some((name, reason)) = reasons.iter().find(|(name, _)| unmanaged.contains_key(name)) {
            return Err(Error::failure(format!("no model can be written for {name}: {reason}"))
                .hint("leave it to others, in the settings: \"ignore_tables\"; or name the tables that matter"));
        }
        for (name, reason) in reasons {
            if found.schema.tables.contains_key(&name) {
                unmanaged.entry(name).or_insert(reason);
            }
        }
        if unmanaged.len() == before {
            return Ok(text);
        }
        text = written(found, &unmanaged);
    }
    Err(Error::failure(format!("no models can be written that say what is in {}", found.place))
        .hint("name the tables that matter, or report it with the schema of the database"))
}

fn written(found: &Found, unmanaged: &BTreeMap<TableName, String>) -> ModelText {
    let mut about = vec![match found.declared {
        Some(_) => format!("Models of the tables in {}, written by `manage inspectdb`.", found.place),
        None => {
            let (alias, driver) = (found.database.alias(), found.dialect.driver());
            format!("Models of the database {alias} ({driver}), written by `manage inspectdb`.")
        }
    }];
    about.extend(without_models(found));
    match &found.declared {
        Some(declared) => declared.text(&found.schema, found.dialect, &about, unmanaged),
        None => models_text(&found.schema, found.dialect, &about, unmanaged),
    }
}

/// A line for each kind of thing that looks like a table and has no model.
fn without_models(found: &Found) -> Vec<String> {
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if !found.is_part {
        for object in found.without_models() {
            kinds.entry(object.kind.to_string()).or_default().push(object.name.to_string());
        }
    }
    let line = |(kind, names): (String, Vec<String>)| {
        format!("Without a model: the {kind}{} {}.", if names.len() > 1 { "s" } else { "" }, names.join(", "))
    };
    kinds.into_iter().map(line).collect()
}

/// What the models are compared with: what is there, less what has no model, and less keys that lead out of a part.
fn comparable(found: &Found, text: &ModelText) -> Schema {
    let mut current = found.schema.clone();
    current.tables.retain(|name, _| text.tables.iter().any(|own| own.name == *name));
    if found.is_part {
        let names: Vec<TableName> = current.tables.keys().cloned().collect();
        for table in current.tables.values_mut() {
            table.foreign_keys.retain(|key| names.contains(&key.table));
        }
    }
    current
}
