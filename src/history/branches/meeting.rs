use super::branches::{Branches, Order};
use super::collision::{Collision, What};
use crate::database::Session;
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind, Result};
use crate::history::replay::replay_list;
use crate::history::{Migration, State, Version};
use crate::interruption;
use crate::schema::Schema;

/// How many differences are told.
const MOST_TOLD: usize = 5;

/// What comes of branches that meet.
pub struct Meeting {
    /// On what they collide; nothing: they commute.
    pub collisions: Vec<Collision>,
    /// The orders in which they can run and what each comes to, that of an empty database first. None where nothing was
    /// tried.
    pub routes: Vec<Route>,
    /// The tables in whose rows it shows which branch ran first: no schema tells.
    pub rows: Vec<String>,
    /// Why nothing was tried, where there is no scratch database.
    pub untried: Option<Error>,
}

/// An order in which branches run, and where it leads.
pub struct Route {
    /// The versions of the heads, that of the first branch first; none where it goes from one branch to another and back,
    /// as that of an empty database may.
    pub heads: Vec<Version>,
    /// The versions of all migrations in that order.
    pub versions: Vec<Version>,
    /// The schema, or why it cannot be had.
    pub schema: Result<Schema, Error>,
}

impl Meeting {
    /// Finds out on what the branches collide: from their words, and where these tell nothing, by running them in all
    /// orders.
    ///
    /// # Errors
    /// When the process is asked to end.
    pub fn of(
        branches: &Branches<'_>,
        dialect: &dyn Dialect,
        scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
    ) -> Result<Self> {
        let collisions = branches.collisions();
        match collisions.is_empty() {
            true => Self::tried(branches, collisions, dialect, scratch),
            false => Ok(Self { collisions, routes: Vec::new(), rows: branches.common_rows(), untried: None }),
        }
    }

    /// The same with the orders tried in any case.
    ///
    /// # Errors
    /// As for [`Meeting::of`].
    pub fn of_all_orders(
        branches: &Branches<'_>,
        dialect: &dyn Dialect,
        scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
    ) -> Result<Self> {
        Self::tried(branches, branches.collisions(), dialect, scratch)
    }

    fn tried(
        branches: &Branches<'_>,
        collisions: Vec<Collision>,
        dialect: &dyn Dialect,
        scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
    ) -> Result<Self> {
        let mut meeting = Self { collisions, routes: Vec::new(), rows: branches.common_rows(), untried: None };
        let fresh = Order { heads: Vec::new(), migrations: branches.migrations.clone() };
        for order in std::iter::once(fresh).chain(branches.orders()) {
            let versions: Vec<Version> = order.migrations.iter().map(|own| own.version.clone()).collect();
            let heads: Vec<Version> = order.heads.iter().map(|head| head.version.clone()).collect();
            if let Some(known) = meeting.routes.iter_mut().find(|route| route.versions == versions) {
                known.heads = heads;
                continue;
            }
            let mut session = match scratch() {
                Ok(session) => session,
                Err(error) if error.kind() != ErrorKind::Failure => return Err(error),
                Err(error) => {
                    meeting.routes.clear();
                    meeting.untried = Some(error);
                    return Ok(meeting);
                }
            };
            let schema =
                replay_list(order.migrations.iter().copied(), session.as_mut(), &mut |_| (), &Migration::plain_up);
            interruption::check()?;
            let schema = schema.map(|schema| State::in_our_words(schema, dialect));
            meeting.routes.push(Route { heads, versions, schema });
        }
        meeting.compare(&|version| branches.name(version));
        Ok(meeting)
    }

    /// Adds what the orders say to what the words say.
    fn compare(&mut self, name: &dyn Fn(&Version) -> String) {
        let mut goal: Option<&Schema> = None;
        let mut found: Vec<Collision> = Vec::new();
        for route in &self.routes {
            let what = match (&route.schema, goal) {
                (Err(error), _) => {
                    let order = self.called(route, name);
                    What::Fails(format!("they do not run {order}: {error}"))
                }
                (Ok(schema), None) => {
                    goal = Some(schema);
                    continue;
                }
                (Ok(schema), Some(goal)) => match told(goal.differences(schema)) {
                    differences if differences.is_empty() => continue,
                    mut differences => {
                        if let Some(first) = differences.first_mut() {
                            *first = format!("{}: {first}", self.called(route, name));
                        }
                        What::Schema(differences)
                    }
                },
            };
            // That the schemas differ is said once.
            let is_known = found.iter().any(|own| own.what == what || both_schemas(&own.what, &what));
            if !is_known {
                found.push(Collision { what, sides: Vec::new() });
            }
        }
        self.collisions.extend(found);
    }

    /// Why databases on which the branches ran in another order than that of their versions cannot be led to the same,
    /// whatever the SQL.
    pub fn in_order_because(&self) -> Option<String> {
        if let Some(error) = self.routes.iter().skip(1).find_map(|route| route.schema.as_ref().err()) {
            return Some(format!("they do not run in another one ({error})"));
        }
        let tables = self.rows.join(", ");
        (!self.rows.is_empty()).then(|| format!("what both do to the rows of {tables} depends on it"))
    }

    /// The order of an empty database.
    pub fn fresh(&self) -> Option<&Route> {
        self.routes.first()
    }

    /// That the branches collide, as an error.
    pub fn error(&self, called: &str) -> Option<Error> {
        let mut collisions = self.collisions.iter().map(|own| Error::history(format!("branches collide: {own}")));
        let mut all: Vec<Error> = Vec::new();
        let last = collisions.next_back()?.hint(format!("`{called}` joins them"));
        all.extend(collisions);
        all.push(last);
        let mut all = all.into_iter();
        let first = all.next()?;
        Some(all.fold(first, Error::and))
    }
}

fn both_schemas(one: &What, other: &What) -> bool {
    matches!((one, other), (What::Schema(_), What::Schema(_)))
}

/// The first few.
pub(super) fn told(mut differences: Vec<String>) -> Vec<String> {
    let more = differences.len().saturating_sub(MOST_TOLD);
    differences.truncate(MOST_TOLD);
    if more > 0 {
        differences.push(format!("and {more} more"));
    }
    differences
}
