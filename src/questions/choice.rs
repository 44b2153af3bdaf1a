use std::borrow::Cow;

use serde::Serialize;

use super::subject::quoted;
use super::value::written;
use super::{Answer, Candidate, Question};
use crate::dialect::Dialect;

/// One way to answer a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The flag that says so, ready to be pasted into a shell. `VALUE` and `NAME` stand for what only a person can
    /// fill in.
    pub flag: String,
    /// The same as an answer; `None` where something is still to be filled in.
    pub answer: Option<Answer>,
    /// What speaks for it, or what comes of it.
    pub reason: String,
}

/// The ways to answer the question, likeliest first, and what loses something last. Names have the alias of the
/// database before them where several databases are in play.
pub fn choices(question: &Question, alias: Option<&str>) -> Vec<Choice> {
    let prefix = alias.map(|alias| format!("{}::", quoted(alias))).unwrap_or_default();
    let name = format!("{prefix}{}", question.name());
    match question {
        Question::Table { candidates, others, .. } => {
            let renamed = candidates.iter().map(|candidate| {
                let answer = Answer::Renamed(candidate.to.to_string());
                let to = quoted(&candidate.to.name);
                choice("--rename", format!("{name}:{to}"), Some(answer), &candidate.reason)
            });
            let others = others.iter().map(ToString::to_string).collect::<Vec<_>>();
            let unlike = unlike(&others).map(|reason| choice("--rename", format!("{name}:NAME"), None, &reason));
            let dropped = choice("--drop", name.clone(), Some(Answer::Dropped), "dropped, its rows are lost");
            renamed.chain(unlike).chain([dropped]).collect()
        }
        Question::Column { candidates, others, .. } => {
            let renamed = candidates.iter().map(|candidate| rename(candidate, "--rename", &name));
            let unlike = unlike(others).map(|reason| choice("--rename", format!("{name}:NAME"), None, &reason));
            let dropped = choice("--drop", name.clone(), Some(Answer::Dropped), "dropped, its values are lost");
            renamed.chain(unlike).chain([dropped]).collect()
        }
        Question::Narrowing { .. } => {
            let reason = match question.computes() {
                true => "go on: the stored values are lost",
                false => "go on: where a value does not fit, the migration fails whole",
            };
            vec![choice("--allow", name, Some(Answer::Allowed), reason)]
        }
        Question::Backfill { new, .. } => {
            let left = match new {
                true => "leave it empty: the migration fails where the table has rows",
                false => "leave the NULLs to me: the migration fails where any are left",
            };
            vec![
                choice("--backfill", format!("{name}=VALUE"), None, "a literal, or sql(...)"),
                choice("--backfill", format!("{name}=null"), Some(Answer::Nullable), "let it be nullable"),
                choice("--allow", name, Some(Answer::LeaveToMe), left),
            ]
        }
        Question::Cast { proposal, .. } => {
            let answer = Answer::Using(proposal.clone());
            vec![choice("--using", format!("{name}={proposal}"), Some(answer), "an expression over the old value")]
        }
        Question::Value { candidates, unlike: others, .. } => {
            let renamed = candidates.iter().map(|candidate| rename(candidate, "--rename-value", &name));
            let unlike = unlike(others).map(|reason| choice("--rename-value", format!("{name}:NAME"), None, &reason));
            let replaced = choice(
                "--drop-value",
                format!("{name}=VALUE"),
                None,
                "removed, rows that hold it get another value, or null",
            );
            let dropped = choice(
                "--drop-value",
                name.clone(),
                Some(Answer::Dropped),
                "removed, the migration fails where a row holds it",
            );
            renamed.chain(unlike).chain([replaced, dropped]).collect()
        }
    }
}

/// The flag that gives this answer, ready to be pasted into a shell.
pub(super) fn flag(question: &Question, answer: &Answer, alias: Option<&str>, dialect: &dyn Dialect) -> String {
    let prefix = alias.map(|alias| format!("{}::", quoted(alias))).unwrap_or_default();
    let name = format!("{prefix}{}", question.name());
    let value = matches!(question, Question::Value { .. });
    let (flag, argument) = match answer {
        Answer::Renamed(to) if value => ("--rename-value", format!("{name}:{}", quoted(to))),
        Answer::Renamed(to) if matches!(question, Question::Table { .. }) => {
            // Displayed, it is quoted already; its schema is that of the table.
            let bare = to.parse().map_or_else(|_| quoted(to), |table: crate::schema::TableName| quoted(&table.name));
            ("--rename", format!("{name}:{bare}"))
        }
        Answer::Renamed(to) => ("--rename", format!("{name}:{}", quoted(to))),
        Answer::Dropped if value => ("--drop-value", name),
        Answer::Dropped => ("--drop", name),
        Answer::Replaced(None) => ("--drop-value", format!("{name}=null")),
        // Where the value is called null, quotes say that it is one.
        Answer::Replaced(Some(to)) if to.eq_ignore_ascii_case("null") => ("--drop-value", format!("{name}=\"{to}\"")),
        Answer::Replaced(Some(to)) => ("--drop-value", format!("{name}={}", quoted(to))),
        Answer::Allowed | Answer::LeaveToMe => ("--allow", name),
        Answer::Fill(expr) => match question {
            Question::Backfill { column, .. } => ("--backfill", format!("{name}={}", written(dialect, column, expr))),
            _ => ("--backfill", format!("{name}=sql({expr})")),
        },
        Answer::Nullable => ("--backfill", format!("{name}=null")),
        Answer::Using(expr) => ("--using", format!("{name}={expr}")),
    };
    format!("{flag} {}", for_shell(&argument))
}

/// What is new and looks nothing like what vanished.
fn unlike(others: &[String]) -> Option<String> {
    const SHOWN: usize = 5;
    let shown = others.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match others.len().saturating_sub(SHOWN) {
        _ if others.is_empty() => None,
        0 => Some(format!("renamed all the same, to {shown}")),
        more => Some(format!("renamed all the same, to {shown} or one of {more} more")),
    }
}

fn rename(candidate: &Candidate<String>, flag: &str, name: &str) -> Choice {
    let answer = Answer::Renamed(candidate.to.clone());
    choice(flag, format!("{name}:{}", quoted(&candidate.to)), Some(answer), &candidate.reason)
}

fn choice(flag: &str, argument: impl AsRef<str>, answer: Option<Answer>, reason: &str) -> Choice {
    Choice { flag: format!("{flag} {}", for_shell(argument.as_ref())), answer, reason: reason.to_owned() }
}

/// The argument as a shell takes it. An equals sign needs no quotes behind a flag.
pub(super) fn for_shell(argument: &str) -> Cow<'_, str> {
    let without = argument.replace('=', "_");
    if shell_words::quote(&without) == without { Cow::Borrowed(argument) } else { shell_words::quote(argument) }
}
