//! Whole processes on large projects, as a person waits for them: medians of several runs, side by side in one run,
//! with what there is to compare with (`sqlite3` for the floor, `diesel` if `$DIESEL` names it).
//!
//! `cargo bench --bench whole_processes -- [MODELS...]`; without numbers 200 and 1,000.

mod large_project;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use large_project::LargeProject;

/// How often each step is run; the median counts.
const RUNS: usize = 5;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![200, 1000] } else { sizes };
    for models in sizes {
        println!("\n{models} models of 12 columns, 3 indexes and a foreign key each");
        measure(models);
    }
}

fn measure(models: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let project = folder.path();
    let plain = LargeProject { models, one_more_column: false };
    let migrations = project.join("app_migrations");
    let database = project.join("db.sqlite3");
    let manage = |arguments: &[&str]| run(project, env!("CARGO_BIN_EXE_manage"), arguments);
    let forget = |path: &Path| {
        let _ = fs::remove_dir_all(path);
        let _ = fs::remove_file(path);
    };

    plain.write(project).expect("a project");
    median("makemigrations from nothing", || forget(&migrations), || manage(&["makemigrations"]));
    median("  the same, not tried", || forget(&migrations), || manage(&["makemigrations", "--no-verify"]));
    forget(&migrations);
    manage(&["makemigrations"]);
    median("makemigrations --check, no change", || (), || manage(&["makemigrations", "--check"]));

    median("migrate on a fresh file", || forget(&database), || manage(&["migrate"]));
    let floor = script(&migrations);
    median("  sqlite3, one transaction", || forget(&database), || sqlite(project, &floor));
    if let Some(diesel) = std::env::var_os("DIESEL") {
        let arguments =
            ["migration", "run", "--database-url", "db.sqlite3", "--migration-dir", "app_migrations/default"];
        median("  diesel migration run", || forget(&database), || run(project, &diesel, &arguments));
    }
    forget(&database);
    manage(&["migrate"]);
    median("migrate, nothing to do", || (), || manage(&["migrate"]));
    median("manage --version", || (), || manage(&["--version"]));

    let one_more = LargeProject { one_more_column: true, ..plain };
    let (state, copy) = (migrations.join("default"), project.join("copy"));
    copy_folder(&state, &copy);
    let restore = || {
        forget(&state);
        copy_folder(&copy, &state);
    };
    one_more.write(project).expect("a project");
    median("one new column", restore, || manage(&["makemigrations"]));
    median("  the same, not tried", restore, || manage(&["makemigrations", "--no-verify"]));
}

/// Prints the median of several runs, each on what the first function leaves.
fn median(name: &str, mut prepare: impl FnMut(), mut work: impl FnMut()) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            prepare();
            let begin = Instant::now();
            work();
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    let median = times.get(RUNS / 2).copied().unwrap_or_default();
    println!("{name:40} {:7.3} s", median.as_secs_f64());
}

fn run(folder: &Path, program: impl AsRef<OsStr>, arguments: &[&str]) {
    let status = Command::new(program.as_ref())
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("a program that starts");
    assert!(status.success(), "{} {arguments:?}: {status}", program.as_ref().display());
}

/// Everything in one transaction: no runner can be faster.
fn sqlite(folder: &Path, script: &str) {
    use std::io::Write as _;
    let mut child = Command::new("sqlite3")
        .arg("db.sqlite3")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .spawn()
        .expect("sqlite3 is installed");
    child.stdin.take().expect("its input").write_all(script.as_bytes()).expect("its input is read");
    assert!(child.wait().expect("it ends").success());
}

fn script(migrations: &Path) -> String {
    let mut files: Vec<_> = walkdir::WalkDir::new(migrations)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == "up.sql")
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    let texts: String = files.iter().map(|file| fs::read_to_string(file).expect("a migration")).collect();
    format!("BEGIN;\n{texts}\nCOMMIT;\n")
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).expect("a part of it"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
        } else {
            fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}
