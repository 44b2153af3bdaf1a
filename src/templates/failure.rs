use std::collections::BTreeSet;

use diesel_manage_syntax::nearest;
use minijinja::{ErrorKind, Value};

use super::filters;
use super::folder::ROOMS;
use super::source::Source;
use super::templates::unknown;
use crate::error::Error;

/// What went wrong with the template, with file and line, for a person.
pub(super) fn told(asked: &str, error: &minijinja::Error, source: &Source, blanks: &Value) -> Error {
    let error = innermost(error);
    if error.kind() == ErrorKind::TemplateNotFound && error.name().is_none() {
        return unknown(asked);
    }
    let name = error.name().unwrap_or(asked);
    let file = source.own_file(name).map_or_else(|| built_in_place(name), |file| file.display().to_string());
    let place = error.line().filter(|line| *line > 0).map_or(file.clone(), |line| format!("{file}:{line}"));
    let told = |what: &str| Error::failure(format!("{place}: {what}"));
    if let Some(name) = undefined(error) {
        let known: BTreeSet<String> = blanks.try_iter().into_iter().flatten().map(|key| key.to_string()).collect();
        let told = told(&format!("undefined value `{name}`"));
        let told = match nearest(&name, known.iter().map(String::as_str)) {
            Some(near) => told.hint(format!("did you mean `{near}`?")),
            None => told,
        };
        return match known.is_empty() {
            true => told,
            false => told.hint(format!("known there: {}", listed(known.iter().map(String::as_str)))),
        };
    }
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::TemplateNotFound => told(detail).hint(format!(
            "a template is called by its path: {}; `built-in/` before it means the one that comes with manage",
            listed(ROOMS.map(|room| format!("{room}/…")).iter().map(String::as_str))
        )),
        ErrorKind::OutOfFuel => told("the template does not come to an end").hint("look for a loop without end"),
        ErrorKind::WriteFailure => told("the template makes more text than a file should hold"),
        ErrorKind::UnknownFilter => {
            told(&told_kind(error)).hint(format!("beside minijinja's own filters there are {}", listed(filters::NAMES)))
        }
        _ => told(&told_kind(error)),
    }
}

/// The blank that is not filled in, if that is what is wrong.
pub(super) fn undefined(error: &minijinja::Error) -> Option<String> {
    let (before, _) = innermost(error).detail()?.split_once("` is undefined")?;
    Some(before.rsplit_once('`').map_or(before, |(_, name)| name).to_owned())
}

/// Errors in what a template includes are wrapped in one that says no more than that.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let mut error = error;
    while let Some(inner) = std::error::Error::source(error).and_then(|inner| inner.downcast_ref()) {
        error = inner;
    }
    error
}

fn told_kind(error: &minijinja::Error) -> String {
    match error.detail() {
        Some(detail) if error.kind() == ErrorKind::InvalidOperation => detail.to_owned(),
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}

fn built_in_place(name: &str) -> String {
    let name = name.strip_prefix("built-in/").unwrap_or(name);
    format!("the built-in template {name}")
}

fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
