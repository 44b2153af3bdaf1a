use std::collections::BTreeSet;

use super::choice::Choice;
use super::joined::Joined;
use super::report;
use crate::cli::{AfterFailure, Context, Outcome};
use crate::commands::makemigrations::asking::Asking;
use crate::commands::makemigrations::drafted::Drafted;
use crate::commands::makemigrations::found::{Found, ground};
use crate::commands::makemigrations::nothing;
use crate::error::{Error, Result};
use crate::history::{Branches, History, Meeting, Migration, Revision};
use crate::interruption;
use crate::questions::{AnswerFlags, Beforehand, Given};
use crate::settings::Database;

/// What is to be joined, and how.
#[derive(Debug, Default)]
pub(in crate::commands) struct Merging {
    pub(in crate::commands) revisions: Vec<String>,
    pub(in crate::commands) message: Option<String>,
    pub(in crate::commands) name: Option<String>,
    pub(in crate::commands) order: Vec<String>,
    pub(in crate::commands) database: Vec<String>,
    pub(in crate::commands) dry_run: bool,
    pub(in crate::commands) no_verify: bool,
    pub(in crate::commands) flags: AnswerFlags,
}

impl Merging {
    /// Joins the branches of each database.
    ///
    /// # Errors
    /// When they cannot be joined, or nobody says which comes last.
    pub(in crate::commands) fn run(self, context: &mut Context) -> Result<Outcome> {
        let ui = context.ui.clone();
        let is_named = !self.revisions.is_empty() || !self.order.is_empty();
        let databases = match self.database.as_slice() {
            [] if is_named => vec![self.only_one(context)?],
            aliases => context.databases(aliases)?,
        };
        if is_named && databases.len() > 1 {
            return Err(Error::usage("revisions are those of one database, and several are named")
                .hint("say which one: `--database ALIAS`"));
        }
        let _held = ui.until_boundary(nothing);
        let given = Given::parse(&self.flags)?;
        let person = context.questions().can_ask();
        let mut asking = Asking::new(Beforehand::new(given, None), person, databases.len() > 1);
        let mut all = Vec::new();
        let outcome = context.each(&databases, AfterFailure::Continue, |context, database| {
            interruption::check().map_err(|error| Error::new(error.kind(), format!("{error}: nothing is written")))?;
            all.extend(self.join(context, database, &mut asking)?);
            Ok(Outcome::Done)
        })?;
        if outcome != Outcome::Done {
            return Ok(outcome);
        }
        asking.finish(context)?;
        crate::commands::makemigrations::report::open(context, &asking.open)?;
        let (joined, drafts): (Vec<Joined>, Vec<Drafted>) = all.into_iter().unzip();
        if !self.dry_run {
            Drafted::write(&drafts)?;
        }
        report::done(context, &joined, &drafts, self.dry_run)?;
        Ok(Outcome::Done)
    }

    /// The database whose branches are named: the only one that has any, else the default one.
    fn only_one(&self, context: &mut Context) -> Result<Database> {
        let all = context.databases::<&str>(&[])?;
        match all.as_slice() {
            [only] => Ok(only.clone()),
            _ => context.database(None),
        }
    }

    fn join(
        &self,
        context: &mut Context,
        database: &Database,
        asking: &mut Asking,
    ) -> Result<Option<(Joined, Drafted)>> {
        let history = Found::history(context, database)?;
        let dialect = database.driver()?.dialect();
        let heads = self.heads(&history)?;
        let alias = database.alias();
        let Some(branches) = Branches::with(&history, heads) else {
            if !context.ui.wants_json() {
                context.ui.data(format!("{alias}: nothing to merge: there is one head, or none"));
            }
            return Ok(None);
        };
        let work = context.ui.work(format!("{alias}: trying branches in all orders"), None);
        let meeting = Meeting::of_all_orders(&branches, dialect, &mut || ground(database))?;
        drop(work);
        if let Some(error) = meeting.untried {
            return Err(error.hint("a merge is tried in every order: it needs a scratch database"));
        }
        if meeting.collisions.is_empty() && self.revisions.is_empty() {
            if !context.ui.wants_json() {
                context.ui.data(format!(
                    "{alias}: nothing to merge: the branches touch nothing in common; the next migration builds on all"
                ));
                context.ui.hint("`manage merge heads` joins them all the same");
            }
            return Ok(None);
        }
        let choice = Choice { branches: &branches, meeting: &meeting, order: &self.order, alias };
        let chosen = choice.make(context, &history)?;
        Joined::of(self, context, database, &history, &branches, &meeting, chosen, asking).map(Some)
    }

    /// What is to be joined.
    fn heads<'h>(&self, history: &'h History) -> Result<Vec<&'h Migration>> {
        let heads = history.heads();
        if self.revisions.is_empty() {
            return Ok(heads);
        }
        let mut found = BTreeSet::new();
        for text in &self.revisions {
            let Revision::At(versions) = history.revision(text, &history.versions())? else {
                return Err(Error::usage(format!("`{text}` is no migration: it is the place before the first")));
            };
            for version in versions {
                if !heads.iter().any(|head| head.version == version) {
                    let names: Vec<&str> = heads.iter().map(|head| head.name.as_str()).collect();
                    return Err(Error::usage(format!("`{text}` is no head: other migrations build on it"))
                        .hint(format!("the heads are {}", names.join(", "))));
                }
                found.insert(version);
            }
        }
        if found.len() < 2 {
            return Err(Error::usage("it takes two branches to join")
                .hint("`manage merge` without names joins all; `manage heads` lists them"));
        }
        Ok(heads.into_iter().filter(|head| found.contains(&head.version)).collect())
    }
}
