//! What is measured.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use super::contest::Contest;
use super::contest::Result;
use super::contest::Role::{Floor, Ours, Peer};
use super::large_history::Author;
use super::peers::Peers;
use super::process::Process;
use super::scene::Scene;

/// Everything for so many models, in folders below this one; what generates migrations only if that is wanted.
pub(crate) fn measure(folder: &Path, models: usize, generating: bool) -> Vec<Result> {
    let scene = Scene::history(folder.join("history"), models, Author::Manage);
    let mut results = Vec::new();
    if generating {
        results.extend(from_nothing(&Scene::models(folder.join("models"), models)));
        results.extend(one_new_column(&scene, models));
    }
    results.extend(running(&scene));
    let old = Scene::history(folder.join("old"), models, Author::Diesel);
    results.extend(old_history(&old));
    results
}

/// Ours beside programs of other languages.
pub(crate) fn beside_others(folder: &Path, models: usize, peers: &Peers) {
    let empty = Scene::models(folder.join("beside_models"), models);
    let full = Scene::history(folder.join("beside_history"), models, Author::Manage);
    peers.measure(folder, models, &empty, &full);
}

fn from_nothing(scene: &Scene) -> Vec<Result> {
    let here = scene.folder();
    let forget = || scene.forget_migrations();
    let mut contest = Contest::new("makemigrations from nothing");
    contest.enter(Ours, "manage", forget, Process::manage(here, &["makemigrations"]));
    contest.enter(Ours, "manage --no-verify", forget, Process::manage(here, &["makemigrations", "--no-verify"]));
    let mut results = contest.run();

    forget();
    Process::manage(here, &["makemigrations"]).run();
    let mut contest = Contest::new("migrate on a fresh file, one migration");
    contest.enter(Ours, "manage migrate", || scene.forget_database(), Process::manage(here, &["migrate"]));
    if let Some(diesel) = diesel(here, &["run"]) {
        contest.enter(Peer, "diesel migration run", || scene.forget_database(), diesel);
    }
    results.extend(contest.run());
    results
}

fn one_new_column(scene: &Scene, models: usize) -> Vec<Result> {
    let here = scene.folder();
    let mut contest = Contest::new("makemigrations --check, no change, a migration for each model");
    contest.enter(Ours, "manage", || (), Process::manage(here, &["makemigrations", "--check"]));
    let mut results = contest.run();

    scene.add_a_column(models);
    let state = fs::read(scene.migrations().join("schema.json")).expect("a state");
    let forget = || scene.forget_what_is_new(&state);
    let mut contest = Contest::new("one new column, a migration for each model");
    contest.enter(Ours, "manage", forget, Process::manage(here, &["makemigrations"]));
    contest.enter(Ours, "manage --no-verify", forget, Process::manage(here, &["makemigrations", "--no-verify"]));
    let check = Process::manage(here, &["makemigrations", "--check"]).ending_with(1);
    contest.enter(Ours, "manage --check", forget, check);
    results.extend(contest.run());
    forget();
    results
}

fn running(scene: &Scene) -> Vec<Result> {
    let here = scene.folder();
    let fresh = || scene.forget_database();
    let mut contest = Contest::new("migrate on a fresh file, a migration for each model");
    contest.enter(Ours, "manage migrate", fresh, Process::manage(here, &["migrate"]));
    contest.enter(Floor, "sqlite3, one transaction", fresh, Process::sqlite(here, "ups.sql"));
    contest.enter(Peer, "sqlite3, one transaction each", fresh, Process::sqlite(here, "ups_one_by_one.sql"));
    if let Some(diesel) = diesel(here, &["run"]) {
        contest.enter(Peer, "diesel migration run", fresh, diesel);
    }
    let mut results = contest.run();

    fresh();
    Process::manage(here, &["migrate"]).run();
    scene.keep_database("migrated");
    let back = || scene.bring_database("migrated");
    let mut contest = Contest::new("downgrade to nothing");
    contest.enter(Ours, "manage downgrade base", back, Process::manage(here, &["downgrade", "base"]));
    contest.enter(Floor, "sqlite3, one transaction", back, Process::sqlite(here, "downs.sql"));
    if let Some(diesel) = diesel(here, &["revert", "--all"]) {
        contest.enter(Peer, "diesel migration revert --all", back, diesel);
    }
    results.extend(contest.run());

    back();
    results.extend(nothing_to_do(scene, "nothing to do"));
    results
}

fn nothing_to_do(scene: &Scene, name: &str) -> Vec<Result> {
    let here = scene.folder();
    let mut contest = Contest::new(name);
    contest.enter(Ours, "manage migrate", || (), Process::manage(here, &["migrate"]));
    contest.enter(Ours, "manage showmigrations", || (), Process::manage(here, &["showmigrations"]));
    for arguments in ["run", "list"] {
        if let Some(diesel) = diesel(here, &[arguments]) {
            contest.enter(Peer, format!("diesel migration {arguments}"), || (), diesel);
        }
    }
    contest.run()
}

/// Migrations that Diesel made and applied.
fn old_history(scene: &Scene) -> Vec<Result> {
    let here = scene.folder();
    scene.forget_database();
    let Some(run) = diesel(here, &["run"]) else {
        Process::manage(here, &["migrate"]).run();
        return nothing_to_do(scene, "nothing to do, no headers, applied by manage");
    };
    run.run();
    nothing_to_do(scene, "nothing to do, no headers, applied by diesel")
}

/// What every command costs before it does anything.
pub(crate) fn start_up(folder: &Path) -> Vec<Result> {
    let mut contest = Contest::new("start-up");
    contest.enter(Ours, "manage --version", || (), Process::manage(folder, &["--version"]));
    contest.enter(Ours, "manage help", || (), Process::manage(folder, &["help"]));
    if let Some(program) = std::env::var_os("DIESEL") {
        for arguments in ["--version", "--help"] {
            let diesel = Process::new(folder, &program, &[arguments]);
            contest.enter(Peer, format!("diesel {arguments}"), || (), diesel);
        }
    }
    contest.run()
}

/// `diesel migration …`, if `$DIESEL` names it.
fn diesel(folder: &Path, arguments: &[&str]) -> Option<Process> {
    let program: OsString = std::env::var_os("DIESEL")?;
    let arguments: Vec<&str> = ["migration"].iter().chain(arguments).copied().collect();
    let process = Process::new(folder, program, &arguments);
    Some(process.with("DATABASE_URL", "db.sqlite3").with("MIGRATION_DIRECTORY", "app_migrations/default"))
}
