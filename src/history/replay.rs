use super::server_says::ways_out;
use super::{History, Migration, Script};
use crate::database::{Session, SqlError};
use crate::dialect::Driver;
use crate::error::{Error, Result};
use crate::interruption;
use crate::schema::Schema;
use crate::sql::Statement;

/// The schema that the migrations lead to: what the empty database of the session holds after all of them. Each is told
/// to `begins` before it runs.
///
/// # Errors
/// When a statement fails, with its file and line.
pub fn replay(history: &History, session: &mut dyn Session, begins: &mut dyn FnMut(&Migration)) -> Result<Schema> {
    replay_as(history, session, begins, &Migration::plain_up)
}

/// The same with another choice of what leads forward.
pub(super) fn replay_as(
    history: &History,
    session: &mut dyn Session,
    begins: &mut dyn FnMut(&Migration),
    up: &dyn Fn(&Migration) -> &Script,
) -> Result<Schema> {
    replay_list(history.migrations.iter(), session, begins, up)
}

/// The same for migrations in whatever order.
pub(super) fn replay_list<'a>(
    migrations: impl Iterator<Item = &'a Migration>,
    session: &mut dyn Session,
    begins: &mut dyn FnMut(&Migration),
    up: &dyn Fn(&Migration) -> &Script,
) -> Result<Schema> {
    let migrations: Vec<&Migration> = migrations.collect();
    session.make_home(&|schema| migrations.iter().any(|own| makes_schema(up(own), schema)))?;
    // Diesel makes its table first, and there are migrations that put triggers on it.
    session.execute(diesel::migration::CREATE_MIGRATIONS_TABLE)?;
    let mut batch = Batch::default();
    for migration in migrations {
        interruption::check()?;
        begins(migration);
        let up = up(migration);
        if migration.run_in_transaction && session.sends_as_one(&up.statements)? {
            batch.push(migration, up, session)?;
        } else {
            batch.run(session)?;
            run(migration, up, session)?;
        }
    }
    batch.run(session)?;
    session.introspect()
}

/// Whether the script makes the schema, which must not be there then.
pub(in crate::history) fn makes_schema(script: &Script, schema: &str) -> bool {
    let makes = |statement: &Statement| match statement.words().as_slice() {
        [create, kind, name, ..] => {
            create.is_word("create") && kind.is_word("schema") && name.identifier().is_some_and(|own| own == schema)
        }
        _ => false,
    };
    script.statements.iter().any(makes)
}

/// Migrations that run in one transaction, sent as one message: each would wait for the server otherwise. If one of them
/// fails nothing has happened, and they run one by one.
#[derive(Default)]
struct Batch<'a>(Vec<(&'a Migration, &'a Script)>);

impl<'a> Batch<'a> {
    /// Few enough for the locks that a transaction may hold.
    const LARGEST: usize = 50;

    fn push(&mut self, migration: &'a Migration, up: &'a Script, session: &mut dyn Session) -> Result<()> {
        self.0.push((migration, up));
        if self.0.len() < Self::LARGEST { Ok(()) } else { self.run(session) }
    }

    fn run(&mut self, session: &mut dyn Session) -> Result<()> {
        let migrations = std::mem::take(&mut self.0);
        if migrations.len() > 1 && sent(&migrations, session)? {
            return Ok(());
        }
        migrations.into_iter().try_for_each(|(migration, up)| run(migration, up, session))
    }
}

/// Whether the migrations have run as one message.
fn sent(migrations: &[(&Migration, &Script)], session: &mut dyn Session) -> Result<bool> {
    let entries: Vec<String> = migrations.iter().map(|(migration, _)| entry(migration, session)).collect();
    let mut message = vec!["BEGIN"];
    for ((_, up), entry) in migrations.iter().zip(&entries) {
        message.extend(up.statements.iter().map(|statement| statement.text.as_str()));
        message.push(entry);
    }
    message.push("COMMIT");
    wholly(&message, session)
}

/// Whether the message, which begins a transaction, was carried out. If not, nothing of it was.
fn wholly(message: &[&str], session: &mut dyn Session) -> Result<bool> {
    let done = session.execute_all(message).is_ok();
    if !done {
        // Outside a transaction there is nothing to take back.
        let _ = session.execute("ROLLBACK");
    }
    interruption::check()?;
    Ok(done)
}

/// The statement that enters a migration into Diesel's table.
fn entry(migration: &Migration, session: &dyn Session) -> String {
    let version = session.dialect().quote_text(migration.version.as_str());
    format!("INSERT INTO __diesel_schema_migrations (version) VALUES ({version})")
}

/// Runs the migrations on the empty database of the session, as this environment has them, and lets it be looked at after
/// each. Each is told to `begins` before it runs.
///
/// # Errors
/// When a statement fails, with its file and line, or looking does.
pub(super) fn replay_looking(
    migrations: &[Migration],
    session: &mut dyn Session,
    begins: &mut dyn FnMut(&Migration),
    look: &mut dyn FnMut(&mut dyn Session) -> Result<()>,
) -> Result<()> {
    session.make_home(&|schema| migrations.iter().any(|own| makes_schema(&own.up, schema)))?;
    session.execute(diesel::migration::CREATE_MIGRATIONS_TABLE)?;
    for migration in migrations {
        interruption::check()?;
        begins(migration);
        run(migration, &migration.up, session)?;
        look(session)?;
    }
    Ok(())
}

/// Runs one migration and enters it into Diesel's table, as Diesel does.
fn run(migration: &Migration, up: &Script, session: &mut dyn Session) -> Result<()> {
    let whole = |error: SqlError| error.during(format!("{} does not apply to an empty database", migration.name));
    session.arrange_for(&up.statements).map_err(whole)?;
    if !(migration.run_in_transaction && at_once(up, session)?) {
        if migration.run_in_transaction {
            session.execute("BEGIN").map_err(whole)?;
        }
        for statement in &up.statements {
            session.execute(&statement.text).map_err(|error| failed(up, statement, &error, session))?;
        }
    }
    session.restore().map_err(whole)?;
    let entry = entry(migration, session);
    let end: &[&str] = if migration.run_in_transaction { &[&entry, "COMMIT"] } else { &[&entry] };
    session.execute_all(end).map_err(whole)?;
    session.put_back();
    Ok(())
}

/// Begins a transaction and runs the statements as one message, as far as that is the same as one by one: a server
/// waits for nobody then. If one of them fails nothing has happened, and which one it is has to be found out.
fn at_once(up: &Script, session: &mut dyn Session) -> Result<bool> {
    const CONTROL: [&str; 8] = ["begin", "start", "commit", "end", "rollback", "abort", "prepare", "set"];
    let controls = |statement: &Statement| {
        statement.words().first().is_none_or(|first| CONTROL.iter().any(|word| first.is_word(word)))
    };
    if session.dialect().driver() != Driver::Postgres || up.statements.iter().any(controls) {
        return Ok(false);
    }
    let mut statements = vec!["BEGIN"];
    statements.extend(up.statements.iter().map(|statement| statement.text.as_str()));
    wholly(&statements, session)
}

fn failed(up: &Script, statement: &Statement, error: &SqlError, session: &mut dyn Session) -> Error {
    let place = format!("{}:{}", up.path.display(), statement.line);
    let failed =
        Error::failure(format!("{place}: {} (while the migrations were run on an empty database)", error.message));
    let ways_out = ways_out(session, error);
    if !ways_out.is_empty() {
        return ways_out.into_iter().fold(failed, Error::hint);
    }
    failed
        .hint("every up.sql must run on an empty database after those before it: correct the statement")
        .hint("if it is right for databases that hold rows, make it right for empty ones too")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Folder;
    use super::replay;
    use crate::database::sqlite::SqliteSession;
    use crate::schema::{Schema, TableName};

    fn schema(folder: &Folder) -> crate::error::Result<Schema> {
        replay(&folder.history(), &mut SqliteSession::in_memory().unwrap(), &mut |_| ())
    }

    fn tables(schema: &Schema) -> Vec<String> {
        schema.tables.keys().map(TableName::to_string).collect()
    }

    #[test]
    fn what_is_run_is_what_counts() {
        let folder = Folder::with(&[
            ("1_a", "CREATE TABLE t (a INTEGER PRIMARY KEY NOT NULL, b TEXT);\nINSERT INTO t (b) VALUES ('x;y');"),
            ("2_b", "BEGIN; ALTER TABLE t ADD COLUMN c TEXT; COMMIT; PRAGMA foreign_keys = OFF; VACUUM;"),
            ("3_c", "CREATE TABLE u AS SELECT b FROM t; CREATE VIEW v AS SELECT b FROM u;"),
            ("4_d", "CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM u; INSERT INTO u VALUES ('a'); END;"),
            ("5_e", "CREATE TRIGGER __x BEFORE DELETE ON __diesel_schema_migrations BEGIN SELECT 1; END;"),
            ("6_f", "-- nothing"),
        ]);
        folder.file("2_b/metadata.toml", "run_in_transaction = false");
        folder.file("1_a/up.production.sql", "no SQL, and run nowhere here");
        let schema = schema(&folder).unwrap();
        assert_eq!(tables(&schema), ["t", "u"]);
        assert_eq!(schema.table(&"t".into()).unwrap().columns.len(), 3);
        assert_eq!(schema.objects.len(), 2);
    }

    #[test]
    fn the_statement_that_fails_is_named() {
        let cases = [
            ("SELECT 1;\n\nCREATE TABLE t (a)\n;\nINSERT INTO u\n VALUES (1);", "1_a/up.sql:5: no such table: u"),
            ("CREATE TABLE t (a;", "1_a/up.sql:1: "),
            ("\n-- x\n'open", "1_a/up.sql:3: unrecognized token"),
            ("BEGIN;", "1_a/up.sql:1: cannot start a transaction within a transaction"),
        ];
        for (up, expected) in cases {
            let folder = Folder::with(&[("1_a", up)]);
            let error = schema(&folder).unwrap_err();
            let text = folder.without_path(&error.to_string());
            assert!(text.starts_with(expected), "{text}");
            assert!(!error.hints().is_empty());
        }
    }

    #[test]
    fn a_transaction_that_the_file_ends_by_itself_is_an_error_that_names_the_migration() {
        let folder = Folder::with(&[("1_a", "CREATE TABLE t (a); COMMIT; CREATE TABLE u (a);")]);
        assert_eq!(schema(&folder).unwrap_err().to_string(), "1_a does not apply to an empty database");
    }
}
