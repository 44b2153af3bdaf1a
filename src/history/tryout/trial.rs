use std::borrow::Cow;
use std::collections::BTreeMap;

use super::fate::Fate;
use super::stage::{make_keys, make_objects, make_tables};
use super::verdict::Verdict;
use super::{compare, rows};
use crate::database::{Session, SqlError};
use crate::dialect::{Dialect, Driver};
use crate::error::{Error, Result};
use crate::history::server_says::ways_out;
use crate::history::{MadeFrom, Making, Migration, Script};
use crate::interruption;
use crate::schema::{Change, Schema, TableName};
use crate::sql::Statement;

/// One run of a new migration on a scratch database: forward, back, and forward again.
pub(super) struct Trial<'a> {
    pub(super) migration: &'a Migration,
    pub(super) making: &'a MadeFrom,
    pub(super) changes: &'a [Change],
    /// The part of the schema that is concerned, as it is.
    pub(super) before: &'a Schema,
    /// The same as it is meant to be. What is made by hand means whatever it does.
    pub(super) after: &'a Schema,
    pub(super) fate: &'a Fate,
    pub(super) dialect: &'a dyn Dialect,
    /// Whether the database looks at foreign keys, where that can be switched.
    pub(super) foreign_keys: bool,
    /// How many rows each table gets.
    pub(super) rows: usize,
}

/// What a run that went well found.
pub(super) struct Found {
    /// The part of the schema after `up.sql`.
    pub(super) schema: Schema,
    /// What is worth knowing, in words.
    pub(super) notes: Vec<String>,
    /// What is odd about the migration, in words.
    pub(super) warnings: Vec<String>,
}

/// Why a run did not go well.
pub(super) struct Fault {
    pub(super) error: Error,
    /// Whether it was a rule that the rows did not keep to, and whether on the way back.
    pub(super) constraint: Option<Way>,
}

/// Which script was run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Back,
}

impl Way {
    /// The file of the script.
    pub(super) fn script(self) -> &'static str {
        match self {
            Self::Forward => "up.sql",
            Self::Back => "down.sql",
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self { error, constraint: None }
    }
}

/// The rows of the tables, a text per value, columns in the order of the schema.
type Contents = BTreeMap<TableName, Vec<Vec<Option<String>>>>;

impl Trial<'_> {
    /// Runs it.
    pub(super) fn run(&self, session: &mut dyn Session) -> Result<Found, Fault> {
        let mut notes = self.set_up(session)?;
        let contents = self.contents(session)?;

        self.execute(session, &self.migration.up, Way::Forward)?;
        let (forward, definitions) = (session.introspect()?, session.definitions(None)?);
        if self.making.how == Making::ByHand {
            let warnings = self.there_and_back(session)?.into_iter().collect();
            return Ok(Found { schema: forward, notes, warnings });
        }
        self.compare_forward(&forward)?;
        self.keeps(session, &contents, Way::Forward)?;

        if let Ok(down) = self.migration.way_back() {
            self.execute(session, down, Way::Back)?;
            let back = session.introspect()?;
            notes.extend(self.compare_back(&back)?);
            self.keeps(session, &contents, Way::Back)?;

            self.execute(session, &self.migration.up, Way::Forward)?;
            // Nearly always it is the same to the letter.
            if definitions.is_none() || session.definitions(None)? != definitions {
                self.compare_forward_again(&session.introspect()?)?;
            }
        }
        Ok(Found { schema: forward, notes, warnings: Vec::new() })
    }

    /// The rest of the way for what is made by hand, which may do anything: the way back must run, but only what it
    /// leads back from need run again.
    fn there_and_back(&self, session: &mut dyn Session) -> Result<Option<String>, Fault> {
        let Ok(down) = self.migration.way_back() else { return Ok(None) };
        self.execute(session, down, Way::Back)?;
        let differences = self.before.differences(&session.introspect()?);
        if !differences.is_empty() {
            return Ok(Some(format!("down.sql does not lead back to what was before: {}", differences.join("; "))));
        }
        self.execute(session, &self.migration.up, Way::Forward)?;
        Ok(None)
    }

    /// Makes the tables, the rows, and then what stands on the tables, so that no trigger meddles with the rows.
    fn set_up(&self, session: &mut dyn Session) -> Result<Vec<String>, Fault> {
        self.look_at_foreign_keys(session, false).map_err(Error::from)?;
        make_tables(session, self.before, self.dialect)?;
        let empty = rows::fill(session, self.before, self.fate, self.rows);
        // Where the rows do not keep to a key, fewer may.
        make_keys(session, self.before, self.dialect)
            .map_err(|error| Fault { error, constraint: (self.rows > 0).then_some(Way::Forward) })?;
        make_objects(session, self.before)?;
        self.look_at_foreign_keys(session, self.foreign_keys).map_err(Error::from)?;
        Ok(empty
            .iter()
            .map(|table| format!("no rows could be made up for {table}, so that it was tried while empty"))
            .collect())
    }

    fn look_at_foreign_keys(&self, session: &mut dyn Session, on: bool) -> Result<(), SqlError> {
        match self.dialect.driver() {
            Driver::Sqlite => session.execute(&format!("PRAGMA foreign_keys = {}", if on { "ON" } else { "OFF" })),
            Driver::Postgres | Driver::Mysql => Ok(()),
        }
    }

    /// Runs the script as `migrate` and `downgrade` would.
    fn execute(&self, session: &mut dyn Session, script: &Script, way: Way) -> Result<(), Fault> {
        let name = script.path.file_name().unwrap_or_default().to_string_lossy();
        let fault = |statement: Option<&Statement>, error: SqlError| {
            let (text, line) =
                statement.map_or(("", String::new()), |own| (own.text.as_str(), format!(":{}", own.line)));
            let constraint = error.breaks_a_rule().then_some(way);
            let refused = self.verdict().refuses(&format!("{name}{line}"), way, text, &error.message);
            // What the server says helps comes last.
            Fault { error: error.hint.into_iter().fold(refused, Error::hint), constraint }
        };
        if self.migration.run_in_transaction {
            session.execute("BEGIN").map_err(|error| fault(None, error))?;
        }
        for statement in &script.statements {
            interruption::check()?;
            if let Err(error) = session.execute(&statement.text) {
                let ways_out = ways_out(session, &error);
                let fault = fault(Some(statement), error);
                return Err(Fault { error: ways_out.into_iter().fold(fault.error, Error::hint), ..fault });
            }
        }
        if self.migration.run_in_transaction {
            session.execute("COMMIT").map_err(|error| fault(None, error))?;
        }
        Ok(())
    }

    fn compare_forward(&self, found: &Schema) -> Result<()> {
        let mut differences = compare::tables(self.after, &self.without_extra(found));
        differences.extend(compare::missing(self.after, found).iter().map(|object| format!("{} is gone", object.name)));
        self.judge("up.sql does not lead to what the models say", Way::Forward, &differences)
    }

    /// A trigger that goes with its table and does not come back with it is worth knowing, but no fault.
    fn compare_back(&self, found: &Schema) -> Result<Vec<String>> {
        let mut differences = compare::tables(self.before, found);
        differences
            .extend(compare::changed(self.before, found).iter().map(|object| format!("{} differs", object.name)));
        let (fallen, lost): (Vec<_>, Vec<_>) = compare::missing(self.before, found).into_iter().partition(|object| {
            let fate = object.table.as_ref().and_then(|table| self.fate.table(table));
            fate.is_some_and(|fate| fate.name.is_none())
        });
        differences.extend(lost.iter().map(|object| format!("{} is gone", object.name)));
        self.judge("down.sql does not lead back to what was before", Way::Back, &differences)?;
        Ok(fallen
            .iter()
            .map(|object| format!("down.sql does not bring {} back, which goes with its table", object.name))
            .collect())
    }

    fn compare_forward_again(&self, found: &Schema) -> Result<()> {
        let differences = compare::tables(self.after, &self.without_extra(found));
        self.judge("up.sql does not lead to the same after down.sql", Way::Forward, &differences)
    }

    /// What was found, less the tables of which only a template of the project knows.
    fn without_extra<'s>(&self, found: &'s Schema) -> Cow<'s, Schema> {
        let mut found = Cow::Borrowed(found);
        if self.making.how == Making::Altered {
            let known = |name: &TableName| self.after.table(name).or_else(|| self.before.table(name)).is_some();
            found.to_mut().tables.retain(|name, _| known(name));
        }
        found
    }

    fn judge(&self, what: &str, way: Way, differences: &[String]) -> Result<()> {
        if differences.is_empty() { Ok(()) } else { Err(self.verdict().differs(what, way, differences)) }
    }

    fn verdict(&self) -> Verdict<'_> {
        Verdict { migration: self.migration, making: self.making, changes: self.changes, objects: &self.before.objects }
    }

    /// The rows of the tables as they were made.
    fn contents(&self, session: &mut dyn Session) -> Result<Contents> {
        let mut contents = Contents::new();
        for table in self.before.tables.values() {
            let columns: Vec<String> = table.columns.iter().map(|column| self.dialect.quote(&column.name)).collect();
            let from = self.dialect.quote_name(&table.name);
            let rows = session.query(&format!("SELECT {} FROM {from}", columns.join(", ")))?;
            contents.insert(table.name.clone(), rows);
        }
        Ok(contents)
    }

    /// Whether every row of a table that stays is still there, with the values of the columns that nobody wanted to
    /// change.
    fn keeps(&self, session: &mut dyn Session, contents: &Contents, way: Way) -> Result<()> {
        for (name, rows) in contents {
            let (Some(table), Some(fate)) = (self.before.table(name), self.fate.table(name)) else { continue };
            let Some(after) = &fate.name else { continue };
            let kept: Vec<(usize, &str)> = table
                .columns
                .iter()
                .enumerate()
                .filter(|(_, column)| column.generated.is_none())
                .filter_map(|(place, column)| {
                    let fate = fate.columns.get(&column.name).filter(|fate| fate.altered.is_none())?;
                    let now = fate.name.as_deref()?;
                    Some((place, if way == Way::Back { column.name.as_str() } else { now }))
                })
                .collect();
            let now = if way == Way::Back { name } else { after };
            let columns: Vec<String> = kept.iter().map(|(_, column)| self.dialect.quote(column)).collect();
            let columns = if columns.is_empty() { "NULL".to_owned() } else { columns.join(", ") };
            let mut found = session.query(&format!("SELECT {columns} FROM {}", self.dialect.quote_name(now)))?;
            for row in rows {
                let row: Vec<Option<String>> = match kept.as_slice() {
                    [] => vec![None],
                    kept => kept.iter().map(|(place, _)| row.get(*place).cloned().flatten()).collect(),
                };
                match found.iter().position(|other| *other == row) {
                    Some(place) => drop(found.swap_remove(place)),
                    None => {
                        let what = format!("{} loses rows, or values, of {now}", way.script());
                        return Err(self.verdict().loses(&what, way));
                    }
                }
            }
        }
        Ok(())
    }
}
