use std::ops::Range;

use super::client::Client;
use super::guarded::{commanding, guarded};
use super::mark::Mark;
use super::rehearsal::Rehearsal;
use crate::database::event::Direction;
use crate::database::journal;
use crate::database::ledger;
use crate::database::plan::{Part, Plan, Step, is_commit, is_of_session, parts};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::history::Version;
use crate::sql::Statement;

/// What a script is made for.
pub struct SqlScript<'a> {
    /// The dialect that is spoken.
    pub dialect: &'a dyn Dialect,
    /// Lines that tell a person what it is.
    pub heading: &'a [String],
    /// Statements of the settings that run on each connection.
    pub session: &'a [String],
    /// The name of the database on its server.
    pub database: &'a str,
    /// What has to be applied already, beside what is taken back.
    pub built_on: &'a [Version],
}

impl SqlScript<'_> {
    /// The script that does what is planned, with its transactions, what it asks of the session, and what is written down
    /// about it. It stops at the first error; what was done outside a transaction until then is marked, so that
    /// `manage` can go on with it.
    ///
    /// # Errors
    /// When a migration stopped half way before: what is done of it only a connection can tell.
    pub fn text(&self, plan: Plan, mut rehearsal: Rehearsal) -> Result<String> {
        let plan = plan.on(self.dialect);
        if let Some(step) = plan.steps.iter().find(|step| step.resumed.is_some()) {
            let way = if step.direction == Direction::Up { "migrate" } else { "downgrade" };
            return Err(Error::history(format!("{} stopped half way, which no script can go on with", step.name))
                .hint(format!("`manage {way}` goes on with it, and `manage repair` lists the other ways")));
        }
        self.refuse_commands(&plan.steps)?;
        let client = Client::new(self.dialect, self.session, self.database);
        let mut writer = Writer { client, dialect: self.dialect, text: String::new() };
        for line in self.heading {
            writer.comment(line);
        }
        writer.comment(&format!("Run it with: {}", writer.client.call()));
        writer.text.push('\n');
        writer.text.push_str(writer.client.first());
        writer.all(&writer.client.arrange());
        writer.put(ledger::creation());
        writer.put(&journal::creation(self.dialect));
        self.guards(&mut writer, &plan.steps);
        for step in &plan.steps {
            let keys_off = rehearsal.step(step);
            writer.step(step, keys_off);
        }
        Ok(writer.text)
    }

    /// Refuses statements that the command line would take for something else, and that are none for the database.
    fn refuse_commands(&self, steps: &[Step]) -> Result<()> {
        for step in steps {
            // What cannot be cut stands there as one, and could end inside a text that goes on in what comes after it.
            if let [only] = step.statements.as_slice()
                && let Err(error) = self.dialect.split(&only.text)
            {
                let place = step.file.display();
                return Err(Error::failure(format!("{place} cannot be in a script: it is not cut into statements"))
                    .because(error)
                    .hint("the database takes no such statement either: correct it"));
            }
            let mut own = step.statements.iter().filter_map(|statement| commanding(self.dialect.driver(), statement));
            if let Some(line) = own.next() {
                return Err(Error::failure(format!(
                    "{}:{line}: a backslash outside quotes is a command to the client, and cannot be in a script",
                    step.file.display()
                ))
                .hint("the database takes no such statement either: correct it"));
            }
        }
        Ok(())
    }

    /// Statements that fail where the script does not belong: before anything is changed.
    fn guards(&self, writer: &mut Writer<'_>, steps: &[Step]) {
        let listed = |versions: &mut dyn Iterator<Item = &Version>| -> (usize, String) {
            let literals: Vec<String> =
                versions.map(|version| self.dialect.quote_text_anywhere(version.as_str())).collect();
            (literals.len(), literals.join(", "))
        };
        let (_, up) =
            listed(&mut steps.iter().filter(|step| step.direction == Direction::Up).map(|step| &step.version));
        let down = steps.iter().filter(|step| step.direction == Direction::Down).map(|step| &step.version);
        let (count, needed) = listed(&mut down.chain(self.built_on));
        if !up.is_empty() {
            writer.guard("one of these is applied already", &up, "<> 0");
        }
        if count > 0 {
            writer.guard("one of these is not applied", &needed, &format!("<> {count}"));
        }
    }
}

struct Writer<'a> {
    client: Client<'a>,
    dialect: &'a dyn Dialect,
    text: String,
}

impl Writer<'_> {
    /// A line for a person. A name can hold anything.
    fn comment(&mut self, line: &str) {
        let line: String = line.chars().map(|own| if own.is_control() { ' ' } else { own }).collect();
        self.text.push_str(&format!("-- {line}\n"));
    }

    fn put(&mut self, statement: &str) {
        let typed = self.client.typed(statement);
        self.text.push_str(&typed);
    }

    /// A statement of a migration.
    fn own(&mut self, statement: &Statement) {
        let text = guarded(self.dialect.driver(), statement);
        self.put(&text);
    }

    fn all(&mut self, statements: &[String]) {
        statements.iter().for_each(|statement| self.put(statement));
    }

    /// A statement that fails, by writing one version twice, if so many of the versions are applied. The version says why.
    fn guard(&mut self, why: &str, versions: &str, count: &str) {
        let (ledger, says) = (ledger::TABLE, self.dialect.quote_text_anywhere(why));
        self.text.push('\n');
        self.comment(&format!("Fails if {why}:"));
        self.put(&format!(
            "INSERT INTO {ledger} (version) SELECT {says} FROM (SELECT 1 AS n UNION ALL SELECT 2) AS twice\n\
             CROSS JOIN (SELECT count(*) AS n FROM {ledger} WHERE version IN ({versions})) AS found WHERE found.n {count}"
        ));
    }

    fn step(&mut self, step: &Step, keys_off: bool) {
        let does = if step.direction == Direction::Up { "Apply" } else { "Undo" };
        self.text.push('\n');
        self.comment(&format!("{does} {}", step.name));
        if step.rust.is_some() {
            self.comment("Its Rust step is no part of this script.");
        }
        if keys_off {
            self.keys_off();
        }
        if step.in_transaction {
            self.inside(step, keys_off);
        } else {
            self.outside(step);
        }
        if self.client.leaves_changed(&step.statements) {
            self.all(&self.client.put_back(&step.statements));
        }
        if keys_off {
            self.put("DROP TABLE temp.manage_violations");
            self.put("PRAGMA foreign_keys = ON");
        }
    }

    /// What refers to nothing now is noted, so that no more of it is left behind.
    fn keys_off(&mut self) {
        self.put("PRAGMA foreign_keys = OFF");
        self.put("CREATE TEMP TABLE manage_violations AS SELECT \"table\", rowid AS \"row\", parent FROM pragma_foreign_key_check");
        self.put(
            "CREATE TEMP TABLE IF NOT EXISTS manage_check (\"table\", \"row\", parent, \
             CONSTRAINT \"a row refers to one that is not there\" CHECK (0))",
        );
    }

    fn inside(&mut self, step: &Step, keys_off: bool) {
        self.put(self.client.begin());
        step.statements.iter().for_each(|statement| self.own(statement));
        if keys_off {
            self.put(
                "INSERT INTO temp.manage_check SELECT \"table\", rowid, parent FROM pragma_foreign_key_check \
                 EXCEPT SELECT \"table\", \"row\", parent FROM temp.manage_violations",
            );
        }
        self.complete(step);
        self.put("COMMIT");
    }

    fn complete(&mut self, step: &Step) {
        if self.client.leads_away(&step.statements) {
            self.all(&self.client.come_home(&step.statements));
        }
        self.all(&Mark::of(self.dialect, step).complete());
    }

    /// Part by part, each with the mark that it is done.
    fn outside(&mut self, step: &Step) {
        let mark = Mark::of(self.dialect, step);
        let parts = parts(&step.statements, self.dialect.transactional_ddl());
        let last = parts.iter().rposition(|part| !matches!(part, Part::Session(_)));
        // One thing alone was done or was not.
        if parts.len() > 1 {
            self.all(&mark.after(0));
        }
        let mut complete = false;
        for (place, part) in parts.iter().enumerate() {
            let range = part.range();
            let is_last = Some(place) == last;
            let before = step.statements.get(..range.end).unwrap_or_default();
            // Where the session was led away, ledger and journal are found again at the end only.
            let marks = !before.iter().any(is_of_session) && !self.client.leads_away(before);
            match part {
                Part::Plain(_) => {
                    self.put(self.client.begin());
                    self.statements(step, range.clone());
                    self.mark(step, range.end, is_last, marks);
                    self.put("COMMIT");
                }
                Part::Block(_) if step.statements.get(range.clone()).and_then(<[_]>::last).is_some_and(is_commit) => {
                    self.statements(step, range.start..range.end.saturating_sub(1));
                    self.mark(step, range.end, is_last, marks);
                    self.statements(step, range.end.saturating_sub(1)..range.end);
                }
                _ => {
                    self.statements(step, range.clone());
                    if is_last || marks {
                        self.put(self.client.begin());
                        self.mark(step, range.end, is_last, marks);
                        self.put("COMMIT");
                    }
                }
            }
            complete |= is_last;
        }
        if !complete {
            self.put(self.client.begin());
            self.complete(step);
            self.put("COMMIT");
        }
    }

    fn statements(&mut self, step: &Step, range: Range<usize>) {
        let own = step.statements.get(range).unwrap_or_default();
        own.iter().for_each(|statement| self.own(statement));
    }

    fn mark(&mut self, step: &Step, done: usize, is_last: bool, marks: bool) {
        if is_last {
            self.complete(step);
        } else if marks {
            self.all(&Mark::of(self.dialect, step).after(done));
        }
    }
}
