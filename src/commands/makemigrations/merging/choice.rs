use crate::cli::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::history::{Branches, History, Meeting, Migration, Revision, Route, Version};
use crate::ui::Item;

/// Which branch comes last.
pub(super) struct Choice<'a, 'h> {
    pub(super) branches: &'a Branches<'h>,
    pub(super) meeting: &'a Meeting,
    /// What was said beforehand.
    pub(super) order: &'a [String],
    pub(super) alias: &'a str,
}

impl<'a> Choice<'a, '_> {
    /// The order that counts: as it was given, or as whoever is asked says, unless it is all the same.
    ///
    /// # Errors
    /// When the order of an empty database does not run, or nobody says which one counts.
    pub(super) fn make(&self, context: &Context, history: &History) -> Result<&'a Route> {
        let Some(fresh) = self.meeting.fresh() else { return Err(Error::failure("no order was tried")) };
        if let Err(error) = &fresh.schema {
            return Err(self.cannot_run(error));
        }
        let given = self.given(history)?;
        let mut last: Vec<Version> = given.into_iter().rev().collect();
        loop {
            let fitting = self.ending_with(&last);
            let outcomes = distinct(&fitting);
            match outcomes.as_slice() {
                [] => {
                    let why = fitting.iter().find_map(|route| route.schema.as_ref().err());
                    let why = why.map_or_else(|| "nobody tried it".to_owned(), ToString::to_string);
                    return Err(Error::history(format!("the branches do not run in that order: {why}"))
                        .hint("choose another one with `--order`"));
                }
                [only] if last.is_empty() && self.is_as_fresh(only) && self.meeting.rows.is_empty() => {
                    return Ok(fresh);
                }
                // What is in the rows no schema tells.
                [only] if !(last.is_empty() && self.is_as_fresh(only)) => return Ok(*only),
                _ => last.push(self.ask(context, &fitting, &last)?),
            }
        }
    }

    fn is_as_fresh(&self, route: &Route) -> bool {
        match (self.meeting.fresh().map(|fresh| &fresh.schema), &route.schema) {
            (Some(Ok(fresh)), Ok(schema)) => fresh.differences(schema).is_empty(),
            _ => false,
        }
    }

    /// The orders of the branches that end with these, the last one first.
    fn ending_with(&self, last: &[Version]) -> Vec<&'a Route> {
        let fits = |route: &&Route| {
            !route.heads.is_empty() && route.heads.iter().rev().zip(last).all(|(one, other)| one == other)
        };
        self.meeting.routes.iter().filter(fits).collect()
    }

    /// What `--order` says.
    fn given(&self, history: &History) -> Result<Vec<Version>> {
        let mut order = Vec::new();
        for text in self.order {
            let found = match history.revision(text.trim(), &history.versions())? {
                Revision::At(versions) => versions,
                Revision::Base => Vec::new(),
            };
            match found.as_slice() {
                [version] if self.head(version).is_some() && !order.contains(version) => order.push(version.clone()),
                [version] if order.contains(version) => {
                    return Err(Error::usage(format!("--order names `{text}` twice")));
                }
                _ => {
                    return Err(
                        Error::usage(format!("--order: `{text}` is none of the branches")).hint(self.proposal())
                    );
                }
            }
        }
        if !order.is_empty() && order.len() != self.branches.heads.len() {
            return Err(Error::usage(format!(
                "--order names {} of {} branches",
                order.len(),
                self.branches.heads.len()
            ))
            .hint(self.proposal()));
        }
        Ok(order)
    }

    fn head(&self, version: &Version) -> Option<&Migration> {
        self.branches.heads.iter().find(|head| head.version == *version).copied()
    }

    /// The flag with all branches.
    fn proposal(&self) -> String {
        let names: Vec<&str> = self.branches.heads.iter().map(|head| head.name.as_str()).collect();
        format!("say in which order they count: `--order {}`", shell_words::quote(&names.join(",")))
    }

    /// Asks which of those that are left comes before the last ones.
    fn ask(&self, context: &Context, fitting: &[&Route], last: &[Version]) -> Result<Version> {
        let before = match last.last().and_then(|version| self.head(version)) {
            Some(next) => format!("which branch comes before {}?", next.name),
            None => "which branch comes last, so that what it does holds?".to_owned(),
        };
        let question = format!("{}: {before}", self.alias);
        let names: Vec<&Migration> = self
            .branches
            .heads
            .iter()
            .filter(|head| fitting.iter().any(|route| route.heads.iter().rev().nth(last.len()) == Some(&head.version)))
            .copied()
            .collect();
        if !context.questions().can_ask() {
            let because = context.why_nobody().unwrap_or("nobody is there");
            let error = Error::new(ErrorKind::Question, format!("{question} Nobody was asked, because {because}"));
            let told = self.meeting.collisions.iter().map(|own| Error::new(ErrorKind::Question, own.to_string()));
            return Err(told.fold(error.hint(self.proposal()), Error::and));
        }
        for collision in self.meeting.collisions.iter().filter(|_| last.is_empty()) {
            context.ui.remark(collision.to_string());
        }
        let items: Vec<Item> = names.iter().map(|head| Item::new(&head.name).because(head.title())).collect();
        let chosen = context.ui.select(&question, "", &items, items.len().saturating_sub(1))?;
        match chosen.and_then(|place| names.get(place)) {
            Some(head) => {
                let words = if last.is_empty() { "last" } else { "before" };
                context.ui.answered(format!("{words}: {}", head.name));
                Ok(head.version.clone())
            }
            None => {
                context.ui.unanswered(&question);
                Err(Error::new(ErrorKind::Question, "no order was chosen: nothing is written").hint(self.proposal()))
            }
        }
    }

    /// That an empty database cannot be migrated, whatever is joined.
    fn cannot_run(&self, error: &Error) -> Error {
        let refused = Error::history(format!("the branches cannot be joined as they are: {error}"));
        let runs = |route: &&Route| route.schema.is_ok() && !route.heads.is_empty();
        match self.meeting.routes.iter().find(runs).and_then(|route| self.head(route.heads.last()?)) {
            Some(last) => refused.hint(format!(
                "they run where {} comes last: give the directories of its branch later versions, if they are applied \
                 nowhere yet",
                last.name
            )),
            None => refused
                .hint("they run in no order: change one of the branches, where it is applied nowhere yet")
                .hint("or remove its directories, and `manage makemigrations` writes them anew on top of the others"),
        }
    }
}

/// One route for each different schema, those that fail left out.
fn distinct<'a>(routes: &[&'a Route]) -> Vec<&'a Route> {
    let mut found: Vec<&Route> = Vec::new();
    for route in routes {
        let Ok(schema) = &route.schema else { continue };
        let same = |own: &&Route| own.schema.as_ref().is_ok_and(|own| own.differences(schema).is_empty());
        if !found.iter().any(same) {
            found.push(*route);
        }
    }
    found
}
