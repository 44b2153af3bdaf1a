//! `diesel` and `manage` in one directory, in any order: who did what makes no difference, and nothing that Diesel
//! may do is a broken history.

use std::fs;

use crate::project::{Project, Run};
use crate::turns::{listed_by_diesel, listed_by_manage, state};

/// What can be done to a project.
#[derive(Clone, Copy, Debug)]
enum Act {
    Run,
    Revert,
    /// By diesel: `manage` has no such command.
    Redo,
    Generate,
    /// One that is older than all that are there, as branches bring it.
    GenerateLate,
    RemoveNewestPending,
}

const ACTS: [Act; 6] = [Act::Run, Act::Revert, Act::Redo, Act::Generate, Act::GenerateLate, Act::RemoveNewestPending];

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

fn migration(project: &Project, year: usize, number: usize) {
    let folder = format!("app_migrations/default/{year}-01-{number:02}-000000_m{number}");
    project.write(
        &format!("{folder}/up.sql"),
        format!(
            "CREATE TABLE t{number} (id INTEGER PRIMARY KEY NOT NULL);\nINSERT INTO t{number} VALUES ({number});\n"
        ),
    );
    project.write(&format!("{folder}/down.sql"), format!("DROP TABLE t{number};"));
}

fn project() -> Project {
    let project = Project::sqlite("");
    (1..=3).for_each(|number| migration(&project, 2020, number));
    project
}

fn applied(project: &Project) -> Vec<String> {
    if project.file("db.sqlite3").exists() { listed_by_diesel(project) } else { Vec::new() }
}

/// Does it by one of the two programs; `false` if it is nothing that can be done now.
fn act(project: &Project, act: Act, by_manage: bool, next: &mut usize) -> bool {
    let applied = applied(project);
    let done: Run = match act {
        Act::Run if by_manage => project.manage(["migrate"]),
        Act::Run => project.diesel(&["migration", "run"]),
        Act::Revert | Act::Redo if applied.is_empty() => return false,
        Act::Revert if by_manage => project.manage(["downgrade", "-1"]),
        Act::Revert => project.diesel(&["migration", "revert"]),
        Act::Redo => project.diesel(&["migration", "redo"]),
        Act::Generate | Act::GenerateLate => {
            let year = if matches!(act, Act::Generate) { 2020 } else { 2020 - *next };
            migration(project, year, *next);
            *next += 1;
            return true;
        }
        Act::RemoveNewestPending => {
            let newest = project.migrations("default").pop().expect("a migration");
            let name = newest.file_name().expect("a name").to_string_lossy().into_owned();
            if applied.contains(&name) || project.migrations("default").len() == 1 {
                return false;
            }
            fs::remove_dir_all(newest).expect("a folder");
            return true;
        }
    };
    done.ok();
    true
}

/// Twenty-five orders of eight things, by whom at random, beside the same by diesel alone.
#[test]
fn any_order_comes_to_the_same() {
    for seed in 1..=25 {
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let (ours, theirs) = (project(), project());
        let (mut our_next, mut their_next) = (4, 4);
        let mut done = Vec::new();
        while done.len() < 8 {
            let what = ACTS[numbers.below(6) as usize];
            let by_manage = numbers.below(2) == 0;
            if !act(&ours, what, by_manage, &mut our_next) {
                continue;
            }
            done.push((what, by_manage));
            assert!(act(&theirs, what, false, &mut their_next), "seed {seed}: {done:?}");
            if ours.file("db.sqlite3").exists() {
                assert_eq!(state(&ours), state(&theirs), "seed {seed}: {done:?}");
                assert_eq!(listed_by_manage(&ours), listed_by_diesel(&ours), "seed {seed}: {done:?}");
            }
        }
        ours.manage(["migrate"]).ok();
        theirs.diesel(&["migration", "run"]).ok();
        assert_eq!(state(&ours), state(&theirs), "seed {seed}: {done:?}");
    }
}

/// From `diesel setup` on, with a `diesel.toml` that has `schema.rs` written anew after each run.
#[test]
fn from_the_setup_on_with_a_schema_that_diesel_writes() {
    let project = Project::empty();
    project.write("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n[dependencies]\ndiesel = \"2\"\n");
    project.write("src/lib.rs", "mod schema;\n");
    project.write(".env", "DATABASE_URL=db.sqlite3\n");
    let diesel = |arguments: &[&str]| {
        let diesel =
            std::env::var_os("DIESEL").expect("DIESEL names Diesel's command line: run the tests with tests/run");
        let mut command = std::process::Command::new(diesel);
        command.args(arguments).current_dir(project.path()).env_clear().env("HOME", project.path());
        project.run(&mut command)
    };
    diesel(&["setup"]).ok();
    // Nothing there yet.
    assert_eq!(project.manage(["showmigrations"]).ok().stdout, "default\n (no migrations)\n");
    project.manage(["migrate"]).ok();
    diesel(&["migration", "generate", "create_users"]).ok();
    let folder = fs::read_dir(project.file("migrations")).expect("migrations").flatten().map(|entry| entry.path());
    let folder = folder.filter(|path| path.is_dir()).last().expect("a migration");
    fs::write(folder.join("up.sql"), "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);")
        .expect("a file");
    fs::write(folder.join("down.sql"), "DROP TABLE users;").expect("a file");
    assert_eq!(diesel(&["migration", "pending"]).ok().stdout, "true\n");
    project.manage(["migrate"]).ok();
    assert_eq!(diesel(&["migration", "pending"]).ok().stdout, "false\n");
    diesel(&["migration", "redo"]).ok();
    assert!(project.read("src/schema.rs").contains("users (id)"));
    project.manage(["makemigrations", "--check"]).ok();

    // A field more, by manage; Diesel runs it and prints what manage had read.
    let schema =
        project.read("src/schema.rs").replace("name -> Text,", "name -> Text,\n        age -> Nullable<Integer>,");
    project.write("src/schema.rs", &schema);
    project.manage(["makemigrations"]).ok();
    diesel(&["migration", "run"]).ok();
    assert_eq!(project.read("src/schema.rs"), schema);
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    diesel(&["migration", "run"]).ok();
    diesel(&["migration", "revert"]).ok();
    // Diesel has taken the field out of schema.rs again: to manage that is a change.
    assert!(!project.read("src/schema.rs").contains("age"));
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert!(run.stderr.contains("users.age is in the database and not in the table!: left alone"), "{}", run.stderr);
    project.manage(["migrate"]).ok();
    diesel(&["migration", "list"]).ok();
    diesel(&["migration", "revert", "--all"]).ok();
    assert_eq!(project.manage(["showmigrations"]).ok().stdout.matches("[ ]").count(), 2);
    diesel(&["migration", "run"]).ok();
    diesel(&["migration", "redo", "--all"]).ok();
    project.manage(["migrate"]).ok();
    diesel(&["database", "reset"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(project.manage(["showmigrations"]).ok().stdout.matches("[X]").count(), 2);
}
