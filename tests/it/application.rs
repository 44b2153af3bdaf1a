//! An application that asks for its schema at start: the example, as processes.

use crate::dump::{lines, open};
use crate::example;
use crate::project::{Project, Run};

fn application(project: &Project, arguments: &[&str]) -> Run {
    project.run(&mut example::command(project, "application", arguments))
}

#[test]
fn it_migrates_or_only_looks() {
    let project = Project::empty();
    let run = application(&project, &["db.sqlite3", "--check"]).expect(1);
    assert!(run.stderr.starts_with("error: the database was never migrated, this build needs 2"), "{}", run.stderr);
    let nothing = lines(&mut open(&project.file("db.sqlite3")), "SELECT count(*) AS line FROM sqlite_schema");
    assert_eq!(nothing, ["0"], "a look writes nothing");
    let run = application(&project, &["db.sqlite3"]).ok();
    assert!(run.stdout.contains("applied 2"), "{}", run.stdout);
    assert_eq!(application(&project, &["db.sqlite3"]).ok().stdout, "the schema is the one that this build needs\n");
    application(&project, &[]).ok();
}

#[test]
fn replicas_that_start_at_once_all_succeed() {
    let project = Project::empty();
    let replicas: Vec<_> = (0..6)
        .map(|_| {
            let mut command = example::command(&project, "application", &["db.sqlite3"]);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
            command.spawn().expect("a process")
        })
        .collect();
    let mut applied = 0;
    for replica in replicas {
        let output = replica.wait_with_output().expect("its end");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        applied += String::from_utf8_lossy(&output.stdout).matches("applied ").count();
    }
    let again = application(&Project::empty(), &["db.sqlite3"]).stdout.matches("applied ").count();
    assert_eq!(applied, again, "each migration once");
    assert!(!project.file("db.sqlite3-manage").exists());
}

/// What `manage` applies, the application finds, and the other way round.
#[test]
fn manage_and_the_application_agree() {
    let project = Project::empty();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let settings = format!(
        r#"{{"databases": {{"default": {{"url": "db.sqlite3", "migrations": "{}"}}}}}}"#,
        root.join("app_migrations/default").display()
    );
    project.write("settings.json", settings);
    application(&project, &["db.sqlite3"]).ok();
    let run = project.manage(["migrate", "--check"]).ok();
    assert!(run.stdout.starts_with("Nothing to apply on default"), "{}", run.stdout);
    project.manage(["downgrade", "base"]).ok();
    application(&project, &["db.sqlite3", "--check"]).expect(1);
    project.manage(["migrate"]).ok();
    application(&project, &["db.sqlite3", "--check"]).ok();
}
