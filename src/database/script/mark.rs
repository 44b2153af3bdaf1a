use crate::database::event::Direction;
use crate::database::journal::{self, Entry, TOOL};
use crate::database::ledger;
use crate::database::plan::Step;
use crate::dialect::{Dialect, Driver};
use crate::sql::checksum;

/// What a script writes into ledger and journal about one migration.
pub(super) struct Mark<'a> {
    dialect: &'a dyn Dialect,
    step: &'a Step,
}

impl<'a> Mark<'a> {
    pub(super) fn of(dialect: &'a dyn Dialect, step: &'a Step) -> Self {
        Self { dialect, step }
    }

    /// That so many of its statements are done, and the next one is going to begin; at first the whole entry.
    pub(super) fn after(&self, done: usize) -> Vec<String> {
        let total = self.step.statements.len();
        let intent = (done < total).then_some(done + 1);
        if done == 0 {
            let entry = Entry { intent, finished_at: None, ..self.entry(0) };
            let run_on = if self.step.direction == Direction::Down { self.run_on() } else { "NULL".to_owned() };
            return self.whole(&entry, &[("run_on", run_on), ("started_at", self.now())]);
        }
        let own = self.own();
        let intent = intent.map_or_else(|| "NULL".to_owned(), |intent| intent.to_string());
        let sum = self.dialect.quote_text_anywhere(&self.checksum(done));
        vec![format!(
            "UPDATE {} SET done = {done}, intent = {intent}, checksum = {sum} WHERE version = {own}",
            journal::TABLE
        )]
    }

    /// That it is applied, or is no more.
    pub(super) fn complete(&self) -> Vec<String> {
        let own = self.own();
        if self.step.direction == Direction::Down {
            return [ledger::TABLE, journal::TABLE]
                .map(|table| format!("DELETE FROM {table} WHERE version = {own}"))
                .to_vec();
        }
        let mut statements = vec![format!("INSERT INTO {} (version) VALUES ({own})", ledger::TABLE)];
        let entry = self.entry(self.step.statements.len());
        let now = self.now();
        let given = [("run_on", self.run_on()), ("started_at", now.clone()), ("finished_at", now)];
        statements.extend(self.whole(&entry, &given));
        statements
    }

    /// The entry in place of what was there, with some of its values as expressions.
    fn whole(&self, entry: &Entry, given: &[(&str, String)]) -> Vec<String> {
        let value = |(name, value): (&'static str, String)| {
            let given = given.iter().find(|(own, _)| *own == name);
            (name, given.map_or(value, |(_, expression)| expression.clone()))
        };
        let (names, values): (Vec<&str>, Vec<String>) =
            journal::values(self.dialect, entry).into_iter().map(value).unzip();
        vec![
            format!("DELETE FROM {} WHERE version = {}", journal::TABLE, self.own()),
            format!("INSERT INTO {} ({})\nVALUES ({})", journal::TABLE, names.join(", "), values.join(", ")),
        ]
    }

    fn entry(&self, done: usize) -> Entry {
        let step = self.step;
        Entry {
            version: step.version.clone(),
            name: step.name.clone(),
            variant: step.variant.clone(),
            checksum: self.checksum(done),
            down: step.down.clone(),
            in_transaction: step.in_transaction,
            run_on: None,
            direction: step.direction,
            rust: false,
            done,
            total: step.statements.len(),
            intent: None,
            started_at: String::new(),
            finished_at: Some(String::new()),
            duration_ms: None,
            error: None,
            sound: None,
            tool: TOOL.to_owned(),
        }
    }

    fn checksum(&self, done: usize) -> String {
        checksum(self.step.statements.get(..done).unwrap_or_default())
    }

    fn own(&self) -> String {
        self.dialect.quote_text_anywhere(self.step.version.as_str())
    }

    /// The time that the ledger gave it, in the words in which it is read.
    fn run_on(&self) -> String {
        let kind = match self.dialect.driver() {
            Driver::Sqlite => "TEXT",
            Driver::Postgres => "VARCHAR(40)",
            Driver::Mysql => "CHAR(40)",
        };
        format!("(SELECT CAST(run_on AS {kind}) FROM {} WHERE version = {})", ledger::TABLE, self.own())
    }

    /// Now, in UTC, as the journal has times.
    fn now(&self) -> String {
        match self.dialect.driver() {
            Driver::Sqlite => "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
            Driver::Postgres => "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
            Driver::Mysql => "concat(left(date_format(utc_timestamp(3), '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')",
        }
        .to_owned()
    }
}
