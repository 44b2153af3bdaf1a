//! The database on which a law is tried.

use diesel_manage::Result;
use diesel_manage::internals::autodetect::{Ignore, autodetect};
use diesel_manage::internals::database::sqlite::SqliteSession;
use diesel_manage::internals::database::{Access, Session, open};
use diesel_manage::internals::dialect::Driver;
use diesel_manage::internals::questions::{Answer, Question, Questioner};
use diesel_manage::internals::schema::{Change, Schema, TableName, Wanted};
use diesel_manage::settings::{Settings, Variables};

use super::Words;
use crate::project::Project;
use crate::servers::Role;

/// How many rows every table has.
const ROWS: usize = 3;

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

    /// The same small number in every column of a row: it fits every type, is unique, and refers to a row that is there.
    pub(super) fn fill(&mut self, schema: &Schema) {
        let (off, on) = match self.words.driver {
            Driver::Sqlite => ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
            Driver::Postgres => ("SET session_replication_role = replica", "SET session_replication_role = origin"),
            Driver::Mysql => ("SET foreign_key_checks = 0", "SET foreign_key_checks = 1"),
        };
        self.session.execute(off).expect("a setting");
        let dialect = self.words.dialect();
        for table in schema.tables.values() {
            let columns: Vec<String> =
                table.columns.iter().filter(|c| c.generated.is_none()).map(|c| dialect.quote(&c.name)).collect();
            for row in 1..=ROWS {
                let values = vec![row.to_string(); columns.len()].join(", ");
                let name = dialect.quote(&table.name.name);
                let insert = format!("INSERT INTO {name} ({}) VALUES ({values})", columns.join(", "));
                self.session.execute(&insert).unwrap_or_else(|error| panic!("{insert}: {error}"));
            }
        }
        self.session.execute(on).expect("a setting");
    }

    /// Whether the tables that are in both have all their rows still.
    pub(super) fn has_rows_of(&mut self, one: &Schema, two: &Schema) {
        for table in two.tables.keys().filter(|table| one.tables.contains_key(*table)) {
            assert_eq!(self.count(table), ROWS.to_string(), "rows of {table}");
        }
    }

    fn count(&mut self, table: &TableName) -> String {
        let query = format!("SELECT count(*) FROM {}", self.words.dialect().quote(&table.name));
        self.session.query(&query).expect("a count")[0][0].clone().expect("a number")
    }
}

/// Agrees to everything.
struct Yes(Words);

impl Questioner for Yes {
    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        Ok(Some(match question {
            Question::Table { .. } | Question::Column { .. } | Question::Value { .. } => Answer::Dropped,
            Question::Narrowing { .. } => Answer::Allowed,
            // As many different values as there are rows: the column may be unique, or refer to a row.
            Question::Backfill { column, .. } => {
                let number = ["bigint", "integer", "int"].contains(&column.ty.base().to_ascii_lowercase().as_str());
                Answer::Fill(if number { "id".into() } else { self.0.key_as_text() })
            }
            Question::Cast { proposal, .. } => Answer::Using(proposal.clone()),
        }))
    }
}
