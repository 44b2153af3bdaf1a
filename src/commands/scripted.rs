use std::collections::BTreeSet;

use serde::Serialize;

use super::deployed::Deployed;
use super::goal;
use crate::cli::Context;
use crate::database::{Back, Late, MigrationState, Plan, Rehearsal, SqlScript, plan_down, plan_up, status, supposed};
use crate::error::{Error, Result};
use crate::history::{Migration, Revision, Version};
use crate::settings::Address;

/// Migrations as a script: what `--json` prints of it.
#[derive(Serialize)]
pub(super) struct Scripted {
    database: String,
    /// Where the database is that it is meant for; never with a password.
    place: String,
    /// The directories' names, in the order in which they run.
    migrations: Vec<String>,
    sql: String,
}

impl Scripted {
    /// Forward: to the target or all the way from what is applied, or from one place to another without a connection.
    pub(super) fn forward(context: &Context, deployed: &Deployed, asked: Option<&str>, late: Late) -> Result<Self> {
        let (states, goals, says) = match asked.and_then(|asked| asked.split_once(':')) {
            Some((from, to)) => {
                let from = place(deployed, from, Revision::Base)?;
                let to = place(deployed, to, heads(deployed))?;
                let (from_to, own) = (words(deployed, &from, &to), deployed.own());
                if own.between(&from, &to).is_empty() && !own.between(&to, &from).is_empty() {
                    return Err(Error::usage(format!("nothing leads forward {from_to}"))
                        .hint("`manage downgrade --sql FROM:TO` leads back"));
                }
                let goals = Some(own.between(&from, &to).into_iter().map(|own| own.version.clone()).collect());
                (
                    supposed(deployed.migrations(), &at(deployed, &from)),
                    goals,
                    format!("{from_to}, without a connection"),
                )
            }
            None => {
                let (states, says) = match live(deployed)? {
                    Ok(states) => (states, format!("what is not applied on {}", deployed.place())),
                    Err(error) => {
                        context.ui.warn(format!("{error}: the script begins with an empty database"));
                        let states = supposed(deployed.migrations(), &BTreeSet::new());
                        (states, "from base, since there was no connection".to_owned())
                    }
                };
                let goals = asked.map(|target| goal::forward(deployed, target, &states)).transpose()?.flatten();
                (states, goals, says)
            }
        };
        let plan = plan_up(&states, deployed.migrations(), goals.as_deref(), late)?;
        Self::of(context, deployed, "migrate --sql", &says, &states, plan)
    }

    /// Back: to the target from what is applied, or from one place to another without a connection.
    pub(super) fn back(context: &Context, deployed: &Deployed, asked: &str) -> Result<Self> {
        let (states, back, says) = match asked.split_once(':') {
            Some((from, to)) => {
                let from = place(deployed, from, heads(deployed))?;
                let states = supposed(deployed.migrations(), &at(deployed, &from));
                if to.trim().is_empty() {
                    return Err(Error::usage(format!("`{asked}` does not say how far back"))
                        .hint("`head:base` goes all the way"));
                }
                let says = format!("from {} back to {}, without a connection", name(deployed, &from), to.trim());
                (states.clone(), goal::back(deployed, to, &states)?, says)
            }
            None => {
                let states = live(deployed)?.map_err(|error| {
                    error.hint("give a range, which needs no connection: `manage downgrade --sql head:base`")
                })?;
                let back = goal::back(deployed, asked, &states)?;
                (states, back, format!("back to {asked} on {}", deployed.place()))
            }
        };
        let plan = plan_down(&states, deployed.migrations(), &back, deployed.dialect())?;
        Self::of(context, deployed, "downgrade --sql", &says, &states, plan)
    }

    /// One migration, one way.
    pub(super) fn one(context: &Context, deployed: &Deployed, revision: &str, backwards: bool) -> Result<Self> {
        // Only steps that are counted from what is applied need to know that.
        let known = match revision.trim().starts_with(['+', '-']) {
            true => goal::applied(&deployed.status()?),
            false => BTreeSet::new(),
        };
        let migration = deployed.own().find(revision, &known)?;
        let mut before: BTreeSet<Version> = at(deployed, &Revision::At(vec![migration.version.clone()]));
        let one = [migration.version.clone()];
        if !backwards {
            before.remove(&migration.version);
        }
        let states = supposed(deployed.migrations(), &before);
        let plan = if backwards {
            plan_down(&states, deployed.migrations(), &Back::Steps(1), deployed.dialect())?
        } else {
            plan_up(&states, deployed.migrations(), Some(&one), Late::Allow)?
        };
        let says = if backwards { "one migration, backwards" } else { "one migration" };
        Self::of(context, deployed, "sqlmigrate", says, &states, plan)
    }

    fn of(
        context: &Context,
        deployed: &Deployed,
        command: &str,
        says: &str,
        states: &[MigrationState],
        mut plan: Plan,
    ) -> Result<Self> {
        for warning in plan.warnings.drain(..) {
            context.ui.warn(deployed.called(&warning));
        }
        let migrations: Vec<String> = plan.steps.iter().map(|step| step.name.clone()).collect();
        for step in &plan.steps {
            if deployed.has_step(&step.name, step.direction) {
                context.ui.warn(format!("the Rust step of {} is no part of the script", step.name));
            }
        }
        let runs: BTreeSet<&Version> = plan.steps.iter().map(|step| &step.version).collect();
        let find = |version: &Version| -> Option<&Migration> {
            let all = deployed.migrations();
            all.binary_search_by(|own| own.version.cmp(version)).ok().and_then(|place| all.get(place))
        };
        let parents = runs.iter().filter_map(|version| find(version)).flat_map(|own| &own.parents);
        let forward = plan.steps.iter().any(|step| step.direction == crate::database::Direction::Up);
        let built_on: BTreeSet<Version> = parents.filter(|parent| forward && !runs.contains(parent)).cloned().collect();
        let built_on: Vec<Version> = built_on.into_iter().collect();
        let applied = states.iter().filter(|state| state.is_applied()).filter_map(|state| find(&state.version));
        let rehearsal = Rehearsal::after(deployed.dialect(), applied);
        let alias = deployed.database.alias();
        let mut heading = vec![format!("Made by `manage {command}` for {alias}: {says}.")];
        if migrations.is_empty() {
            heading.push("There is nothing to do.".to_owned());
        }
        let script = SqlScript {
            dialect: deployed.dialect(),
            heading: &heading,
            session: deployed.session(),
            database: deployed.database_name(),
            built_on: &built_on,
        };
        let sql = if migrations.is_empty() {
            heading.iter().map(|line| format!("-- {line}\n")).collect()
        } else {
            script.text(plan, rehearsal)?
        };
        Ok(Self { database: alias.to_owned(), place: deployed.place(), migrations, sql })
    }

    /// Prints it.
    pub(super) fn show(&self, context: &Context) -> Result<()> {
        context.report(self)?;
        if !context.ui.wants_json() {
            context.ui.verbatim(&self.sql);
        }
        Ok(())
    }
}

/// What is applied; inside, why there is no connection.
fn live(deployed: &Deployed) -> Result<Result<Vec<MigrationState>>> {
    match deployed.look() {
        Ok(mut target) => status(target.as_mut(), deployed.migrations()).map(Ok),
        Err(error) => Ok(Err(error)),
    }
}

/// The place in our own history; where nothing is said, this one. Steps are counted from base.
fn place(deployed: &Deployed, text: &str, otherwise: Revision) -> Result<Revision> {
    if text.trim().is_empty() { Ok(otherwise) } else { deployed.own().revision(text, &BTreeSet::new()) }
}

fn heads(deployed: &Deployed) -> Revision {
    let heads: Vec<Version> = deployed.own().heads().into_iter().map(|head| head.version.clone()).collect();
    if heads.is_empty() { Revision::Base } else { Revision::At(heads) }
}

/// What is applied at the place.
fn at(deployed: &Deployed, place: &Revision) -> BTreeSet<Version> {
    deployed.own().up_to(place).into_iter().map(|own| own.version.clone()).collect()
}

fn words(deployed: &Deployed, from: &Revision, to: &Revision) -> String {
    format!("from {} to {}", name(deployed, from), name(deployed, to))
}

fn name(deployed: &Deployed, place: &Revision) -> String {
    match place {
        Revision::Base => "base".to_owned(),
        Revision::At(versions) => {
            let name = |version: &Version| deployed.own().get(version).map_or_else(String::new, |own| own.name.clone());
            versions.iter().map(name).collect::<Vec<_>>().join(", ")
        }
    }
}

impl Deployed {
    /// The name of the database on its server; of a file, nothing.
    fn database_name(&self) -> &str {
        match self.address() {
            Address::Sqlite(_) => "",
            Address::Postgres(address) | Address::Mysql(address) => &address.database,
        }
    }
}
