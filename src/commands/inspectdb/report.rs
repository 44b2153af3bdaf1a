use std::path::{Path, PathBuf};

use serde::Serialize;

use super::found::Found;
use crate::cli::Context;
use crate::dialect::Driver;
use crate::error::Result;
use crate::models::ModelText;
use crate::ui::{Style, Text};

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    database: &'a str,
    /// Where it was found; never with a password.
    place: &'a str,
    /// The source text.
    models: &'a str,
    tables: Vec<TableEntry<'a>>,
    without_model: Vec<WithoutModel>,
    /// Where other tools keep their migrations.
    version_tables: Vec<VersionEntry>,
    /// The file that was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a Path>,
}

#[derive(Serialize)]
struct TableEntry<'a> {
    table: String,
    model: &'a str,
    /// Why migrations leave it alone, if they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    unmanaged: Option<&'a str>,
}

#[derive(Serialize)]
struct WithoutModel {
    name: String,
    reason: String,
}

#[derive(Serialize)]
struct VersionEntry {
    table: String,
    tool: &'static str,
}

/// Says what a person should know of the models.
pub(super) fn tell(context: &Context, found: &Found, text: &ModelText) {
    let ui = &context.ui;
    if found.schema.tables.is_empty() {
        ui.warn(format!("{}: there are no tables that this user can see", found.place));
    }
    for table in &text.tables {
        if let Some(reason) = &table.unmanaged {
            ui.warn(format!("{} is left alone by migrations (managed = false): {reason}", table.name));
        }
    }
    for own in &text.left_out {
        ui.warn(format!("{} has no model: {}", own.name, own.reason));
    }
    if !text.left_out.is_empty() && found.declared.is_none() {
        let names: Vec<String> = text.left_out.iter().map(|own| format!("{:?}", own.name.to_string())).collect();
        ui.hint(format!("so that it does not count as dropped, settings: \"ignore_tables\": [{}]", names.join(", ")));
    }
    let installed = found.database.extensions().unwrap_or_default();
    let missing: Vec<String> =
        found.schema.extensions.iter().filter(|own| !installed.contains(own)).map(|own| format!("{own:?}")).collect();
    if found.dialect.driver() == Driver::Postgres && !missing.is_empty() {
        ui.hint(format!("it has extensions; say so in the settings: \"extensions\": [{}]", missing.join(", ")));
    }
}

/// Hands the text over.
pub(super) fn report(context: &Context, found: &Found, text: &ModelText, file: Option<&PathBuf>) -> Result<()> {
    let tables = text.tables.iter().map(|own| TableEntry {
        table: own.name.to_string(),
        model: &own.model,
        unmanaged: own.unmanaged.as_deref(),
    });
    let left_out =
        text.left_out.iter().map(|own| WithoutModel { name: own.name.to_string(), reason: own.reason.clone() });
    let others = found
        .without_models()
        .filter(|_| !found.is_part)
        .map(|own| WithoutModel { name: own.name.to_string(), reason: format!("it is a {}", own.kind) });
    context.report(&Report {
        database: found.database.alias(),
        place: &found.place,
        models: &text.text,
        tables: tables.collect(),
        without_model: left_out.chain(others).collect(),
        version_tables: found
            .others
            .iter()
            .map(|own| VersionEntry { table: own.table.to_string(), tool: own.tool })
            .collect(),
        file: file.map(PathBuf::as_path),
    })?;
    match file {
        Some(file) => {
            let (count, s) = (text.tables.len(), if text.tables.len() == 1 { "" } else { "s" });
            context
                .ui
                .say(Text::new().plain(format!("{count} model{s} written to ")).styled(Style::Path, file.display()));
        }
        None if !context.ui.wants_json() => context.ui.verbatim(&text.text),
        None => {}
    }
    Ok(())
}
