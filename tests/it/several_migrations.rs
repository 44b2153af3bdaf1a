//! Several migrations from one run: what cannot share a transaction.

use insta::assert_snapshot;

use crate::process::Process;
use crate::project::Project;
use crate::servers::{Moment, Proxy, Role};

const BEFORE: &str = r#"
#[derive(ModelEnum)]
pub enum Mood { Happy, Sad }
#[derive(Model)]
pub struct Person {
    pub id: i64,
    pub name: String,
    #[model(default = "happy")]
    pub mood: Mood,
}
"#;

/// A new value that is used as a default, two indexes beside whoever writes, and more.
const AFTER: &str = r#"
#[derive(ModelEnum)]
pub enum Mood { Happy, SoSo, Sad }
#[derive(Model)]
#[model(index(name, concurrently), unique(email), index("lower(email)", name = "persons_mail", concurrently))]
pub struct Person {
    pub id: i64,
    pub name: String,
    #[model(default = "so_so")]
    pub mood: Mood,
    pub email: Option<String>,
}
"#;

/// A project with rows, of which the models have changed.
fn changed() -> Project {
    let project = Project::postgres(BEFORE);
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    project.database().sql("INSERT INTO persons (name) VALUES ('ada'), ('bob')");
    project.models(AFTER);
    project
}

fn header(project: &Project, place: usize, key: &str) -> String {
    let file = project.migrations("default")[place].join("up.sql");
    let text = std::fs::read_to_string(file).expect("up.sql");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("-- {key}: ")));
    line.expect("a header").to_owned()
}

#[test]
fn each_builds_on_the_one_before_and_all_run_under_diesel_too() {
    let project = changed();
    let before = project.files();
    let check = project.manage(["makemigrations", "--check"]).expect(1);
    assert_eq!(check.stdout.lines().count(), 7, "{}", check.stdout);
    let json = project.manage(["makemigrations", "--check", "--json"]).expect(1).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["migrations"].as_array().map(Vec::len), Some(4), "{json}");
    assert_eq!(json["migrations"][3]["in_transaction"], false, "{json}");
    let dry = project.manage(["makemigrations", "--dry-run"]).ok().stdout;
    assert_eq!(dry.matches("/metadata.toml\nrun_in_transaction = false\n").count(), 2, "{dry}");
    assert_eq!(dry.matches("-- Revises: ").count(), 4, "{dry}");
    assert!(project.files() == before, "nothing is written");

    assert_snapshot!(project.manage(["makemigrations"]).shown(), @r#"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_enum_mood
        ~ Alter enum mood: with so_so
      app_migrations/default/2026-11-21-101502-0000_add_email_to_persons_and_alter_mood_on_persons_and_more
        + Add column email to persons
        ~ Alter column mood on persons: default 'so_so'
        + Make email unique on persons
      app_migrations/default/2026-11-21-101503-0000_add_index_persons_name_idx_to_persons (outside a transaction)
        + Add index persons_name_idx to persons
      app_migrations/default/2026-11-21-101504-0000_add_index_persons_mail_to_persons (outside a transaction)
        + Add index persons_mail to persons
    "#);
    for place in 1..5 {
        assert_eq!(header(&project, place, "Revises"), header(&project, place - 1, "Revision"));
    }
    project.manage(["makemigrations", "--check"]).ok();
    let up = std::fs::read_to_string(project.migrations("default")[4].join("up.sql")).expect("up.sql");
    assert!(up.contains("CREATE INDEX CONCURRENTLY persons_mail ON persons (lower(email));"), "{up}");

    let start = project.database().dump();
    project.manage(["migrate"]).ok();
    let end = project.database().dump();
    assert_eq!(end.rows["persons"].len(), 2);
    assert_eq!(project.database().sql("SELECT mood FROM persons"), "happy\nhappy\n");
    project.manage(["downgrade", "-4"]).ok();
    assert_eq!(project.database().dump().schema, start.schema);
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(project.database().dump().schema, end.schema);
    project.diesel(&["migration", "revert", "-n", "4"]).ok();
    assert_eq!(project.database().dump().schema, start.schema);
    project.manage(["migrate"]).ok();
    // On a database that has nothing yet, all at once.
    project.manage(["downgrade", "base"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().dump().schema, end.schema);
}

#[test]
fn names_are_given_once_and_all_are_written_or_none() {
    let project = changed();
    let run = project.manage(["makemigrations", "-m", "Moods", "--no-verify"]).ok();
    assert_eq!(run.stderr.matches("was not tried").count(), 4, "{}", run.stderr);
    let names: Vec<String> = project
        .migrations("default")
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        names[1..],
        [
            "2026-11-21-101501-0000_moods",
            "2026-11-21-101502-0000_moods_2",
            "2026-11-21-101503-0000_moods_3",
            "2026-11-21-101504-0000_moods_4"
        ]
    );
    let up = std::fs::read_to_string(project.migrations("default")[2].join("up.sql")).expect("up.sql");
    assert!(up.starts_with("-- Moods (2 of 4)\n"), "{up}");
    let state = project.read("app_migrations/default/schema.json");
    assert_eq!(state.matches("\"unproven\": true").count(), 4, "{state}");
    project.manage(["makemigrations", "--check"]).ok();
    assert!(
        !project.read("app_migrations/default/schema.json").contains("unproven") || {
            project.manage(["makemigrations"]).ok();
            !project.read("app_migrations/default/schema.json").contains("unproven")
        }
    );

    // The third does not hold: such a function is there nowhere.
    let project = changed();
    project.models(&AFTER.replace("lower(email)", "nowhere(email)"));
    let before = project.files();
    let run = project.manage(["makemigrations"]).expect(6);
    assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
    assert!(project.files() == before, "nothing is written");
}

/// What is built beside others is left invalid when it stops on its way: the next run makes it anew.
#[test]
fn an_interrupted_build_is_begun_again() {
    let project = changed();
    project.models(&AFTER.replace(", index(\"lower(email)\", name = \"persons_mail\", concurrently)", ""));
    project.manage(["makemigrations"]).ok();
    let settings = project.read("settings.json");
    let database = project.database();
    for moment in [
        Moment::Before("CREATE INDEX CONCURRENTLY".to_owned()),
        // The server may build it to its end, or not: nobody hears of it.
        Moment::After("CREATE INDEX CONCURRENTLY".to_owned()),
    ] {
        let proxy = Proxy::cut_at(database.server, moment);
        let url = database.server.url_at(Role::Creator, "127.0.0.1", proxy.port, &database.name);
        project.write("settings.json", settings.replace(&database.url(), &format!("{url}?sslmode=disable")));
        let run = project.manage(["migrate"]);
        assert_ne!(run.code, 0, "{}", run.stderr);
        project.write("settings.json", &settings);
        project.manage(["migrate"]).ok();
        let query = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'persons_name_idx'::regclass";
        assert_eq!(database.sql(query), "t\n");
        project.manage(["downgrade", "-1"]).ok();
    }

    // Stopped by whoever looks after the server, in the middle of the build.
    let mut holder = Process::start(&mut holder(&project));
    holder.says("held");
    let builder = Process::start(&mut project.command(["migrate"]));
    let building =
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%' AND datname = current_database()";
    crate::process::until("it builds", || database.sql(building) == "1\n");
    database.sql_as(
        Role::Admin,
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%' AND datname = current_database()",
    );
    let run = builder.ends(&project);
    assert_ne!(run.code, 0, "{}", run.stderr);
    assert!(holder.runs());
    drop(holder);
    assert_eq!(database.sql("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "1\n");
    project.manage(["migrate"]).ok();
    assert_eq!(database.sql("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "0\n");
    project.manage(["makemigrations", "--check"]).ok();

    // What another program left, nobody may drop unasked; what to do is said.
    project.manage(["downgrade", "-1"]).ok();
    database.sql("CREATE INDEX persons_name_idx ON persons (name)");
    let run = project.manage(["migrate"]).expect(6);
    assert!(
        run.stderr.contains("hint: if a build that was stopped left it: `DROP INDEX CONCURRENTLY"),
        "{}",
        run.stderr
    );
}

/// Somebody in a transaction that has written to the table, for whom each build waits.
fn holder(project: &Project) -> std::process::Command {
    let mut command = std::process::Command::new("psql");
    let text = "BEGIN; INSERT INTO persons (name) VALUES ('held'); DO $$ BEGIN RAISE WARNING 'held'; END $$; SELECT pg_sleep(50);";
    command.args(["-X", "-q", "-d", &project.database().url(), "-c", text]);
    command
}

#[test]
fn templates_on_servers() {
    let values = ["--set", "table=persons", "--set", "columns=name"];
    let index = |project: &Project, more: &[&str]| {
        let arguments = ["makemigrations", "--template", "index"].into_iter().chain(values);
        project.manage(arguments.chain(more.iter().copied()))
    };
    let data = ["makemigrations", "--template", "data", "--set", "table=persons", "--set", "column=name"];
    for project in [Project::postgres(BEFORE), Project::mysql(BEFORE)] {
        project.manage(["makemigrations"]).ok();
        project.manage(["migrate"]).ok();
        project.database().sql("INSERT INTO persons (name) VALUES ('Ada'), ('bob'), ('Eve')");
        project.manage(data.into_iter().chain(["--set", "value=upper(name)", "--set", "batches=3"])).ok();
        project.manage(["migrate"]).ok();
        assert_eq!(project.database().sql("SELECT name FROM persons ORDER BY id"), "ADA\nBOB\nEVE\n");
        project.manage(["downgrade", "-1"]).ok();
        project.diesel(&["migration", "run"]).ok();
    }
    let project = Project::postgres(BEFORE);
    project.manage(["makemigrations"]).ok();
    index(&project, &[]).ok();
    assert!(!project.migrations("default")[1].join("metadata.toml").exists());
    index(&project, &["--set", "name=beside", "--set", "concurrently=true"]).ok();
    let migration = project.migrations("default").pop().expect("a migration");
    let read = |file: &str| std::fs::read_to_string(migration.join(file)).expect("a file");
    assert_eq!(read("metadata.toml"), "run_in_transaction = false\n");
    assert!(read("up.sql").contains("\nCREATE INDEX CONCURRENTLY beside ON persons (name);\n"), "{}", read("up.sql"));
    assert!(read("down.sql").contains("\nDROP INDEX CONCURRENTLY beside;\n"), "{}", read("down.sql"));
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-2"]).ok();
    project.diesel(&["migration", "run"]).ok();
    project.diesel(&["migration", "revert", "-n", "2"]).ok();

    for project in [Project::sqlite(&BEFORE.replace("Mood,", "String,")), Project::mysql(BEFORE)] {
        project.manage(["makemigrations"]).ok();
        let run = index(&project, &["--set", "concurrently=true"]).expect(6);
        assert!(run.stderr.contains("only PostgreSQL makes an index `concurrently`"), "{}", run.stderr);
        index(&project, &["--set", "name=i"]).ok();
        project.manage(["migrate"]).ok();
        project.manage(["downgrade", "-1"]).ok();
    }
}

/// Values that a type loses or calls otherwise change what its columns hold, and nothing else does.
#[test]
fn an_enum_loses_values_and_gets_others() {
    let project = Project::postgres(&BEFORE.replace("Happy, Sad", "Happy, Angry, Dull, Sad"));
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    project.database().sql("INSERT INTO persons (name, mood) VALUES ('a', 'angry'), ('d', 'dull'), ('h', 'happy')");
    project.models(&BEFORE.replace("Happy, Sad", "Happy, Cross, Calm, Sad"));
    let run = project.manage(["makemigrations"]).expect(3);
    assert!(run.stderr.contains("was value 'angry' of mood renamed or removed?"), "{}", run.stderr);
    let answers = ["--rename-value", "mood.angry:cross", "--drop-value", "mood.dull=calm"];
    project.manage(["makemigrations"].into_iter().chain(answers)).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT mood FROM persons ORDER BY id"), "cross\ncalm\nhappy\n");
    project.manage(["makemigrations", "--check"]).ok();
    project.models(&BEFORE.replace("Happy, Sad", "Happy, Cross, Sad"));
    project.manage(["makemigrations", "--drop-value", "mood.calm"]).ok();
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("calm"), "{}", run.stderr);
}
