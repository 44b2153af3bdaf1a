//! Ledger, journal and directories that do not fit together: what is said, with which exit code, and that the way on
//! which is named leads on.

mod edited;
mod journal;
mod late;
mod ledger;
mod missing;
mod repair;
mod terminal;
mod turns;
mod variants;

use std::fs;
use std::path::PathBuf;

use crate::dump::{dump, execute, lines, open};
use crate::project::{Project, Run};

/// The directories of the three migrations that most tests begin with.
pub(crate) const NAMES: [&str; 3] =
    ["2026-01-01-000000-0000_users", "2026-01-02-000000-0000_posts", "2026-01-03-000000-0000_tags"];

/// One SQLite database without models.
pub(crate) fn empty() -> Project {
    let project = Project::empty();
    project.write("settings.json", r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3"}}}"#);
    project
}

/// Three migrations, each of which makes a table.
pub(crate) fn three() -> Project {
    let project = empty();
    for name in NAMES {
        let table = name.rsplit('_').next().expect("a name");
        migration(&project, name, &format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY NOT NULL);\n"));
        down(&project, name, &format!("DROP TABLE {table};\n"));
    }
    project
}

/// Writes the `up.sql` of a migration.
pub(crate) fn migration(project: &Project, name: &str, up: &str) {
    project.write(&format!("app_migrations/default/{name}/up.sql"), up);
}

/// Writes its `down.sql`.
pub(crate) fn down(project: &Project, name: &str, text: &str) {
    project.write(&format!("app_migrations/default/{name}/down.sql"), text);
}

/// Writes a migration outside a transaction.
pub(crate) fn outside(project: &Project, name: &str, up: &str) {
    migration(project, name, up);
    project.write(&format!("app_migrations/default/{name}/metadata.toml"), "run_in_transaction = false\n");
}

/// Takes a migration's directory away.
pub(crate) fn hide(project: &Project, name: &str) {
    let [here, there] = places(project, name);
    fs::rename(here, there).expect("a directory that can be moved");
}

/// Brings it back.
pub(crate) fn bring_back(project: &Project, name: &str) {
    let [here, there] = places(project, name);
    fs::rename(there, here).expect("a directory that can be moved");
}

fn places(project: &Project, name: &str) -> [PathBuf; 2] {
    [format!("app_migrations/default/{name}"), format!("hidden-{name}")].map(|file| project.file(&file))
}

/// Runs the command that a hint of the run names, word for word. `part` is a part of the command.
#[track_caller]
pub(crate) fn follow(project: &Project, run: &Run, part: &str) -> Run {
    let hints = run.stderr.lines().filter_map(|line| line.strip_prefix("hint: "));
    let commands = hints.flat_map(|hint| hint.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    let commands: Vec<String> = commands.filter(|command| command.starts_with("manage ")).collect();
    let command = commands.iter().find(|command| command.contains(part));
    let command = command.unwrap_or_else(|| panic!("no hint says {part}: {commands:?}"));
    let words = shell_words::split(command).expect("a command");
    project.manage(&words[1..])
}

/// The signs of `showmigrations`, in the order of versions.
pub(crate) fn signs(project: &Project) -> String {
    let shown = project.manage(["showmigrations"]).ok().stdout;
    let sign = |line: &str| line.strip_prefix(' ').and_then(|line| line.get(..3)).map(str::to_owned);
    shown.lines().filter_map(sign).filter(|sign| sign.starts_with('[')).collect::<Vec<_>>().join("")
}

/// Changes the database behind the back of everybody.
pub(crate) fn sql(project: &Project, text: &str) {
    execute(&project.file("db.sqlite3"), text);
}

/// What a query of one column finds.
pub(crate) fn query(project: &Project, text: &str) -> String {
    let text = format!("WITH found (value) AS ({text}) SELECT CAST(value AS TEXT) AS line FROM found");
    lines(&mut open(&project.file("db.sqlite3")), &text).join(",")
}

/// The names of the tables.
pub(crate) fn tables(project: &Project) -> String {
    dump(&project.file("db.sqlite3"))
        .rows
        .keys()
        .filter(|name| !name.starts_with("__"))
        .cloned()
        .collect::<Vec<_>>()
        .join(",")
}
