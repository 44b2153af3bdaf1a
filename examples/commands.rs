//! A `manage` with commands of its own, each written in another way: run it in a folder with settings, such as that of
//! `examples/blog`, with `cargo run --example commands -- help`.

use std::process::ExitCode;

use diesel_manage::clap::{self, Arg, ArgAction, ArgMatches};
use diesel_manage::diesel::prelude::*;
use diesel_manage::diesel::sql_types::{BigInt, Text};
use diesel_manage::diesel::sqlite::SqliteConnection;
use diesel_manage::diesel::{self, sql_query};
use diesel_manage::ui::{Style, Table, Text as Line};
use diesel_manage::{Arguments, Command, Context, Error, ErrorContext, Manage, Manual, Outcome, Result};

fn main() -> ExitCode {
    manage().run()
}

/// The program. Tests run the same.
fn manage() -> Manage {
    Manage::new()
        // A struct with clap's derive.
        .arguments::<Seed>()
        // A type with clap's builder.
        .command(Authors)
        // A function.
        .function(clap::Command::new("reset").about("Empty the database, and fill it again"), reset)
        // A built-in command with something before it.
        .wrap("downgrade", Guarded)
}

/// Fill the database with authors to look at
///
/// What is there stays. Migrations are applied first.
#[derive(clap::Args)]
struct Seed {
    /// How many
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    count: u32,

    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,
}

/// The exit code of `seed` when there are authors already.
const SEEDED: u8 = 10;

impl Arguments for Seed {
    const NAME: &'static str = "seed";

    fn manual() -> Manual {
        Manual::new()
            .group("Data")
            .example("manage seed --count 20", "twenty of them")
            .exit_code(SEEDED, "there are authors already")
            .see_also("authors")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        // Another command, as on the command line.
        context.call("migrate", &["--quiet"])?;
        // A connection by the alias of the settings, with the type of Diesel's.
        let mut connection: SqliteConnection = context.connection(self.database.as_deref())?;
        if !authors(&mut connection)?.is_empty() {
            context.ui.warn("there are authors already");
            return Ok(Outcome::Code(SEEDED));
        }
        // Errors of Diesel's become errors of ours.
        connection.transaction::<_, Error, _>(|connection| {
            for number in 1..=self.count {
                sql_query("INSERT INTO authors (name) VALUES (?)")
                    .bind::<Text, _>(format!("author {number}"))
                    .execute(connection)
                    .with_context(|| format!("cannot add author {number}"))?;
            }
            Ok(())
        })?;
        context.ui.say(format!("{} authors added", self.count));
        Ok(Outcome::Done)
    }
}

/// Lists the authors.
struct Authors;

impl Command for Authors {
    fn clap(&self) -> clap::Command {
        clap::Command::new("authors")
            .about("List the authors")
            .visible_alias("people")
            .arg(Arg::new("name").help("Only those whose name has this in it"))
            .arg(Arg::new("check").long("check").action(ArgAction::SetTrue).help("Exit with 1 if there are none"))
    }

    fn manual(&self) -> Manual {
        Manual::new().group("Data").exit_code(1, "`--check`: there are none")
    }

    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        let mut connection: SqliteConnection = context.connection(None)?;
        let mut authors = authors(&mut connection)?;
        if let Some(part) = matches.get_one::<String>("name") {
            authors.retain(|author| author.name.contains(part));
        }
        let none = authors.is_empty();
        if context.ui.wants_json() {
            // Data that a program reads is an object, and gets a version.
            let names: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
            context.ui.json(&serde_json::json!({ "authors": names }))?;
        } else {
            let mut table = Table::new();
            for Author { id, name } in authors {
                table.row([Line::new().styled(Style::Faint, id), Line::new().styled(Style::Name, name)]);
            }
            context.ui.table(table);
        }
        Ok(if none && matches.get_flag("check") { Outcome::No } else { Outcome::Done })
    }
}

fn reset(context: &mut Context, _: &ArgMatches) -> Result<Outcome> {
    context.call("downgrade", &["base", "--sure"])?;
    context.call("seed", &[])
}

/// `downgrade`, which asks before it undoes everything.
struct Guarded(Box<dyn Command>);

impl Command for Guarded {
    fn clap(&self) -> clap::Command {
        let sure = Arg::new("sure").long("sure").action(ArgAction::SetTrue);
        self.0.clap().arg(sure.help("Undo everything without being asked"))
    }

    fn manual(&self) -> Manual {
        self.0.manual().example("manage downgrade base --sure", "all of them")
    }

    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        let everything = matches.get_one::<String>("target").is_some_and(|target| target == "base");
        if everything && !matches.get_flag("sure") {
            // Where nobody is there to answer, that is an error which names the flag.
            if !context.questions().confirm("Undo every migration?", false, "--sure")? {
                context.ui.say("nothing is undone");
                return Ok(Outcome::No);
            }
        }
        self.0.run(context, matches)
    }
}

#[derive(QueryableByName)]
struct Author {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    name: String,
}

fn authors(connection: &mut SqliteConnection) -> Result<Vec<Author>> {
    sql_query("SELECT id, name FROM authors ORDER BY id").load(connection).context("cannot read the authors")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use diesel_manage::testing::Caller;
    use tempfile::TempDir;

    use super::manage;

    /// A folder with settings and one model, and a migration for it.
    fn project() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let settings = r#"{"databases": {"default":
            {"driver": "sqlite", "database": "db.sqlite3", "models": ["models.rs"]}}}"#;
        fs::write(folder.path().join("settings.json"), settings).unwrap();
        let model = "#[derive(Model)] struct Author { id: i64, name: String }";
        fs::write(folder.path().join("models.rs"), model).unwrap();
        let run = Caller::in_folder(folder.path()).run(manage(), &["makemigrations"]);
        assert_eq!(run.code, 0, "{run}");
        folder
    }

    #[test]
    fn what_is_seeded_is_listed() {
        let project = project();
        let caller = Caller::in_folder(project.path()).at("2026-11-21T10:15:00Z");
        let seeded = caller.run(manage(), &["seed", "--count", "2"]);
        assert_eq!((seeded.code, seeded.stderr.as_str()), (0, "2 authors added\n"), "{seeded}");
        let listed = caller.run(manage(), &["authors"]);
        assert_eq!(listed.stdout, "1  author 1\n2  author 2\n");
        let again = caller.run(manage(), &["seed"]);
        assert_eq!((again.code, again.stderr.as_str()), (10, "warning: there are authors already\n"));
    }

    #[test]
    fn everything_is_undone_only_for_sure() {
        let project = project();
        let caller = Caller::in_folder(project.path());
        caller.run(manage(), &["seed"]);
        // Nobody is there to be asked, or somebody who says no.
        let open = caller.run(manage(), &["downgrade", "base"]);
        assert_eq!(open.code, 3, "{open}");
        assert!(open.stderr.ends_with("hint: answer it with `--sure`\n"), "{open}");
        let refused = caller.clone().typing(["no"]).run(manage(), &["downgrade", "base"]);
        assert_eq!((refused.code, refused.unread.len()), (1, 0), "{refused}");
        assert!(refused.stderr.ends_with("nothing is undone\n"), "{refused}");
        let undone = caller.clone().typing(["yes"]).run(manage(), &["downgrade", "base"]);
        assert_eq!(undone.code, 0, "{undone}");
        caller.run(manage(), &["seed"]);
        let reset = caller.run(manage(), &["reset", "-q"]);
        assert_eq!((reset.code, reset.stdout.as_str()), (0, ""), "{reset}");
        assert_eq!(caller.run(manage(), &["people", "author 3", "--check"]).code, 0);
        assert_eq!(caller.run(manage(), &["people", "author 4", "--check"]).code, 1);
    }
}
