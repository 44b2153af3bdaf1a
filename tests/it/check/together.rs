//! Everything else that is looked at, and how grave it is.

use crate::project::Project;
use crate::servers::Role;

const USER: &str = "#[derive(Model)] pub struct User { pub id: i64, pub name: String }";

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    project.write(
        "settings.json",
        r#"{"databases": {
            "default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]},
            "other": {"url": "${NOWHERE}", "models": ["src/models.rs"]},
            "gone": {"driver": "sqlite", "database": "gone.sqlite3", "models": ["src/nothing.rs"]}}}"#,
    );
    let run = project.manage(["check"]).expect(6);
    assert!(run.stdout.starts_with("Nothing found on default"), "{}", run.stdout);
    assert!(run.stderr.contains("NOWHERE"), "{}", run.stderr);
    assert!(run.stderr.contains("src/nothing.rs"), "{}", run.stderr);
    project.manage(["check", "--database", "default"]).ok();
    project.manage(["check", "--database", "nobody"]).expect(2);
    assert!(!project.file("db.sqlite3").exists() && !project.file("gone.sqlite3").exists());
}

#[test]
fn changes_without_a_migration_and_open_questions() {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    project.models("#[derive(Model)] pub struct User { pub id: i64, pub title: String }");
    let run = project.manage(["check"]).expect(1);
    assert!(run.stdout.contains("models  a change has no migration: "), "{}", run.stdout);
    assert!(run.stdout.contains("`manage makemigrations` writes a migration for it"), "{}", run.stdout);
    project.models("#[derive(Model)] pub struct User { pub id: i64, pub name: Nothing }");
    let run = project.manage(["check"]).expect(6);
    assert!(run.stderr.contains("src/models.rs:1:"), "{}", run.stderr);
}

#[test]
fn a_state_that_was_edited_by_hand_is_found() {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    let text = project.read("app_migrations/default/schema.json").replace("\"name\": \"name\"", "\"name\": \"title\"");
    project.write("app_migrations/default/schema.json", text);
    let run = project.manage(["check"]).expect(1);
    assert!(
        run.stdout.contains("schema.json does not say what the migrations lead to: column users.title is missing"),
        "{}",
        run.stdout
    );
    std::fs::remove_file(project.file("app_migrations/default/schema.json")).expect("a file");
    let run = project.manage(["check"]).expect(1);
    assert!(run.stdout.contains("schema.json is not there"), "{}", run.stdout);
    project.manage(["makemigrations"]).ok();
    project.manage(["check"]).ok();
}

/// A server is asked for no more than what it holds, unless `schema.json` is stale.
#[test]
fn no_scratch_database_is_made_without_need() {
    for project in [Project::postgres(USER), Project::mysql(USER)] {
        let models = "#[derive(Model)] pub struct User { pub id: i64, #[model(max_length = 9)] pub name: String }";
        project.models(models);
        project.manage(["makemigrations"]).ok();
        project.manage(["migrate"]).ok();
        // Who may make none can look all the same.
        let url = project.database().url_as(Role::Plain);
        let text = project
            .read("settings.json")
            .replace("\"models\"", &format!("\"scratch\": {{\"url\": \"{url}\"}}, \"models\""));
        project.write("settings.json", text);
        let run = project.manage(["check"]).ok();
        assert!(!run.stderr.contains("scratch database"), "{}", run.stderr);
        std::fs::remove_file(project.file("app_migrations/default/schema.json")).expect("a file");
        let run = project.manage(["check"]).expect(6);
        assert!(run.stderr.contains("on a scratch database, since schema.json is not there"), "{}", run.stderr);
    }
}

#[test]
fn a_mode_that_cuts_values_is_told() {
    let project = Project::mysql(USER);
    project.models("");
    let url = project.database().url();
    project.write(
        "settings.json",
        format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": [], "session": ["SET sql_mode = 'ANSI_QUOTES'"]}}}}}}"#),
    );
    let run = project.manage(["check"]).expect(1);
    assert!(run.stdout.contains("lets the server cut values that do not fit, silently"), "{}", run.stdout);
    let run = project.manage(["migrate"]).ok();
    assert!(run.stderr.contains("warning: `SET sql_mode = 'ANSI_QUOTES'` of `session`"), "{}", run.stderr);
}
