use super::meeting::{Meeting, Route, told};
use crate::database::Session;
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind, Result};
use crate::history::replay::replay_list;
use crate::history::verification::{Way, run};
use crate::history::{Migration, NewMigration, State};
use crate::interruption;
use crate::schema::{Change, Schema};

impl Meeting {
    /// Tries the migration that joins the branches after each order in which they run, or after that of an empty database
    /// alone: it must lead to the goal, without rows and with some in the tables concerned, and on an empty database back
    /// again and forward once more. `changes` are what its statements were made from.
    ///
    /// # Errors
    /// When it does not, or there is no scratch database.
    pub fn prove(
        &self,
        new: &NewMigration,
        goal: &Schema,
        changes: &[Change],
        only_fresh: bool,
        dialect: &dyn Dialect,
        scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
    ) -> Result<()> {
        for (place, route) in self.routes.iter().enumerate().take(if only_fresh { 1 } else { usize::MAX }) {
            let Ok(before) = &route.schema else { continue };
            let mut session = scratch()?;
            let judge = |what: &str, aim: &Schema, found: Schema| {
                let differences = told(aim.differences(&State::in_our_words(found, dialect)));
                match differences.is_empty() {
                    true => Ok(()),
                    false => Err(self.fault(place, new, &format!("{what}: {}", differences.join("; ")))),
                }
            };
            let migrations = route.versions.iter().filter_map(|version| new.history.get(version));
            let all = migrations.chain([&new.migration]);
            let found = replay_list(all, session.as_mut(), &mut |_| (), &Migration::plain_up);
            interruption::check()?;
            let found = found.map_err(|error| match error.kind() {
                ErrorKind::Failure => self.fault(place, new, &error.to_string()),
                _ => error,
            })?;
            judge("it does not lead to what was chosen", goal, found)?;
            let rows = new.try_joining(before, goal, changes, place == 0, dialect, scratch);
            interruption::check()?;
            rows.map_err(|error| self.with_rows(place, new, error))?;
            if place > 0 {
                continue;
            }
            let Ok(down) = new.migration.way_back() else { continue };
            let mut go = |script, way| {
                run(session.as_mut(), &new.migration, script, way)?
                    .map_err(|failure| self.fault(place, new, &failure.says))?;
                session.introspect()
            };
            judge("down.sql does not lead back", before, go(down, Way::Back)?)?;
            judge("up.sql does not lead to the same after down.sql", goal, go(&new.migration.up, Way::Forward)?)?;
        }
        Ok(())
    }

    /// What went wrong with rows, and after which order.
    fn with_rows(&self, place: usize, new: &NewMigration, error: Error) -> Error {
        if error.kind() != ErrorKind::Failure {
            return error;
        }
        let fault = self.fault(place, new, &error.to_string());
        error.hints().iter().cloned().fold(fault, Error::hint)
    }

    fn fault(&self, place: usize, new: &NewMigration, what: &str) -> Error {
        let order = self.routes.get(place).map(|route| {
            self.called(route, &|version| {
                new.history.get(version).map_or_else(|| version.to_string(), |own| own.name.clone())
            })
        });
        Error::failure(format!("{} does not hold {}: {what}", new.migration.name, order.unwrap_or_default()))
    }

    /// An order in words.
    pub fn called(&self, route: &Route, name: &dyn Fn(&crate::history::Version) -> String) -> String {
        match route.heads.last() {
            Some(last) => format!("where {} ran last", name(last)),
            None => "in the order of the versions".to_owned(),
        }
    }
}
