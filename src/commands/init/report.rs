use std::path::Path;

use serde::Serialize;

use super::disagreement::Disagreement;
use super::files::Written;
use super::found::{DieselCrate, Found, UrlFrom};
use crate::cli::Context;
use crate::error::Result;
use crate::ui::{Style, Text};

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    directory: &'a Path,
    kind: &'static str,
    written: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    kept: &'a [String],
    /// What is left to do by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    to_add: Option<&'a str>,
}

/// Tells what was done, and what comes next.
pub(super) fn show(
    context: &Context,
    given: &Path,
    found: &Found,
    written: &Written,
    to_add: Option<&str>,
) -> Result<()> {
    let ui = &context.ui;
    let kind = match found {
        Found::Nothing => "project",
        Found::Crate(_) => "crate",
        Found::Diesel(_) => "diesel_crate",
    };
    context.report(&Report { directory: given, kind, written: &written.written, kept: &written.kept, to_add })?;
    let shown = if given == Path::new(".") { "This folder".to_owned() } else { given.display().to_string() };
    let shown = Text::new().styled(Style::Path, shown);
    match found {
        Found::Nothing => ui.say(shown.plain(" is a new project now")),
        Found::Crate(_) => ui.say(shown.plain(" is a crate: what manage needs was put beside it")),
        Found::Diesel(diesel) => {
            ui.say(shown.plain(" uses Diesel: settings were written for what is there, and nothing else"));
            show_diesel(context, diesel);
        }
    }
    for path in &written.written {
        ui.say(Text::new().plain("  + ").styled(Style::Path, path));
    }
    for path in &written.kept {
        ui.say(Text::new().plain("    ").styled(Style::Path, path).styled(Style::Faint, " (kept as it was)"));
    }
    for line in to_add.unwrap_or_default().lines() {
        ui.say(line);
    }
    ui.say("Next:");
    if given != Path::new(".") {
        next(context, &format!("cd {}", shell_words::quote(&given.display().to_string())), "");
    }
    if matches!(found, Found::Diesel(_)) {
        next(context, "manage makemigrations --check", "compares the models with the migrations");
    } else {
        next(context, "./manage makemigrations", "the first build takes a few minutes");
        next(context, "./manage migrate", "");
    }
    if matches!(found, Found::Nothing) {
        next(context, "cargo run", "");
    }
    Ok(())
}

fn next(context: &Context, command: &str, remark: &str) {
    let line = Text::new().plain("  ").styled(Style::Command, command);
    context.ui.say(if remark.is_empty() { line } else { line.styled(Style::Faint, format!("   # {remark}")) });
}

fn show_diesel(context: &Context, found: &DieselCrate) {
    let ui = &context.ui;
    let driver = found.driver.map_or_else(|| "unknown".to_owned(), |driver| driver.to_string());
    let place = match &found.url_from {
        Some(UrlFrom::Environment) => "DATABASE_URL, from the environment".to_owned(),
        Some(UrlFrom::OwnFile) => "DATABASE_URL, from .env".to_owned(),
        Some(UrlFrom::FileAbove(file)) => format!("DATABASE_URL, from {}", file.display()),
        None => "DATABASE_URL, which is not set".to_owned(),
    };
    let models = if found.models.is_empty() { "none found".to_owned() } else { found.models.join(", ") };
    for (what, value) in
        [("database", format!("{driver}, by {place}")), ("migrations", found.migrations.clone()), ("models", models)]
    {
        ui.say(format!("  {what:<10}  {value}"));
    }
    if found.url_from.is_none() {
        ui.hint("set DATABASE_URL, in the environment or in a file .env beside settings.json");
    }
    let Disagreement { tables, columns } = &found.disagreement;
    if !tables.is_empty() {
        ui.say(format!("  left alone  by ignore_tables, as no model declares them: {}", tables.join(", ")));
    }
    if !columns.is_empty() {
        let what = "by ignore_types, as the models have other types than the migrations";
        ui.say(format!("  left alone  {what}: {}", columns.join(", ")));
    }
    if found.models.is_empty() {
        ui.hint(
            "there is no schema.rs with `table!`: name the models in settings.json, as \"models\": [\"src/models.rs\"]",
        );
    }
}
