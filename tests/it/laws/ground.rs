//! The database on which a law is tried.

use std::collections::BTreeMap;

use diesel_manage::Result;
use diesel_manage::internals::autodetect::{Ignore, Portion, autodetect, portions};
use diesel_manage::internals::database::sqlite::SqliteSession;
use diesel_manage::internals::database::{Access, Session, open};
use diesel_manage::internals::dialect::Driver;
use diesel_manage::internals::questions::{Answer, Question, Questioner};
use diesel_manage::internals::schema::{Change, Column, Schema, TableName, Wanted, invert};
use diesel_manage::settings::{Settings, Variables};

use super::Words;
use super::build::refers;
use crate::project::Project;
use crate::servers::Role;

/// How many rows every table has.
const ROWS: usize = 3;

/// What the rows hold, by table and column.
pub(super) type Values = BTreeMap<(TableName, String), Vec<Option<String>>>;

/// An empty database, and a session on it.
pub(super) struct Ground {
    pub(super) words: Words,
    session: Box<dyn Session>,
}

impl Ground {
    /// In memory, or in the database of this project, which is emptied first.
    pub(super) fn new(words: Words, project: Option<&Project>) -> Self {
        let Some(project) = project else {
            return Self { words, session: Box::new(SqliteSession::in_memory().expect("a database")) };
        };
        project.database().empty();
        // Who may switch foreign keys off.
        let url = project.database().url_as(Role::Admin);
        project.write("settings.json", format!(r#"{{"databases": {{"default": {{"url": "{url}"}}}}}}"#));
        let nothing: [(&str, &str); 0] = [];
        let settings = Settings::read(&project.file("settings.json"), project.path(), Variables::of(nothing));
        let settings = settings.expect("settings");
        let address = settings.database("default").and_then(|database| database.address()).expect("an address");
        Self { words, session: open(&address, Access::ReadWrite).expect("a session") }
    }

    pub(super) fn introspect(&mut self) -> Schema {
        self.session.introspect().expect("a schema")
    }

    pub(super) fn detect(&self, current: &Schema, wanted: &Wanted) -> Vec<Change> {
        let (ignore, words) = (Ignore::default(), self.words);
        autodetect(current, wanted.clone(), &ignore, words.dialect(), &mut Yes(words)).expect("detection").changes
    }

    /// Runs the changes as the migrations that they are cut into. Gives these, each with the schema after it.
    pub(super) fn forward(&mut self, schema: &Schema, changes: &[Change]) -> Vec<(Portion, Schema)> {
        let mut legs = Vec::new();
        let mut schema = schema.clone();
        for portion in portions(changes.to_vec(), self.words.driver) {
            self.run(&schema, &portion.changes);
            schema = self.introspect();
            legs.push((portion, schema.clone()));
        }
        legs
    }

    /// Undoes the migrations, the last one first.
    pub(super) fn back(&mut self, legs: &[(Portion, Schema)]) {
        for (portion, after) in legs.iter().rev() {
            self.run(&portion.on_the_way_back(after), &invert(&portion.changes));
        }
    }

    /// Renders the changes and runs them, in one transaction where that is of use.
    pub(super) fn run(&mut self, schema: &Schema, changes: &[Change]) {
        let (begin, commit) = match self.words.driver {
            Driver::Sqlite => ("BEGIN IMMEDIATE", "COMMIT"),
            Driver::Postgres => ("BEGIN", "COMMIT"),
            Driver::Mysql => ("SELECT 1", "SELECT 1"),
        };
        let script = self.words.dialect().render(schema, changes).expect("SQL");
        self.session.execute(begin).expect("a transaction");
        for rendered in script.iter().filter(|rendered| !rendered.sql.is_empty()) {
            self.session.execute(&rendered.sql).unwrap_or_else(|error| {
                let text: Vec<&str> = script.iter().map(|rendered| rendered.sql.as_str()).collect();
                panic!("{error}\nin {}\nof\n{}\nfor {changes:#?}", rendered.sql, text.join(";\n"));
            });
        }
        self.session.execute(commit).expect("its end");
    }

    /// Rows that have something else in each column than the others, but nothing in the last where nothing may be. It
    /// refers to a row that is there.
    pub(super) fn fill(&mut self, schema: &Schema) {
        let words = self.words;
        let (off, on) = match words.driver {
            Driver::Sqlite => ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
            Driver::Postgres => ("SET session_replication_role = replica", "SET session_replication_role = origin"),
            Driver::Mysql => ("SET foreign_key_checks = 0", "SET foreign_key_checks = 1"),
        };
        let given = if words.is_postgres() { " OVERRIDING SYSTEM VALUE" } else { "" };
        self.session.execute(off).expect("a setting");
        for table in schema.tables.values() {
            let columns: Vec<&Column> = table.columns.iter().filter(|column| column.generated.is_none()).collect();
            let names: Vec<String> = columns.iter().map(|column| words.dialect().quote(&column.name)).collect();
            for row in 1..=ROWS {
                let is_empty = |column: &Column| row == ROWS && column.nullable && !refers(table, &column.name);
                let value = |column: &&Column| match is_empty(column) {
                    true => "NULL".to_owned(),
                    false => words.value(column, row),
                };
                let values = columns.iter().map(value).collect::<Vec<_>>().join(", ");
                let name = words.quoted(&table.name);
                let insert = format!("INSERT INTO {name} ({}){given} VALUES ({values})", names.join(", "));
                self.session.execute(&insert).unwrap_or_else(|error| panic!("{insert}: {error}"));
            }
        }
        self.session.execute(on).expect("a setting");
    }

    /// What all rows hold, in the order of their keys.
    pub(super) fn values(&mut self, schema: &Schema) -> Values {
        let ty = if self.words.is_mysql() { "CHAR" } else { "TEXT" };
        let mut found = Values::new();
        for table in schema.tables.values() {
            for column in table.columns.iter().filter(|column| column.generated.is_none()) {
                let (name, own) = (self.words.dialect().quote(&column.name), self.words.quoted(&table.name));
                let query = format!("SELECT CAST({name} AS {ty}) FROM {own} ORDER BY id");
                let rows = self.session.query(&query).expect("values");
                let values = rows.into_iter().map(|mut row| row.swap_remove(0)).collect();
                found.insert((table.name.clone(), column.name.clone()), values);
            }
        }
        found
    }
}

/// Agrees to everything.
struct Yes(Words);

impl Questioner for Yes {
    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        Ok(Some(match question {
            Question::Table { .. } | Question::Column { .. } => Answer::Dropped,
            Question::Value { candidates, .. } => {
                candidates.first().map_or(Answer::Dropped, |best| Answer::Renamed(best.to.clone()))
            }
            Question::Narrowing { .. } => Answer::Allowed,
            // As many different values as there are rows: the column may be unique, or refer to a row.
            Question::Backfill { column, .. } => Answer::Fill(self.0.value_of_key(column)),
            Question::Cast { proposal, .. } => Answer::Using(proposal.clone()),
        }))
    }
}
