//! `manage startcommand`, and a new project that is really built, with a command of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

use crate::project::{Project, Run};

fn new_project() -> Project {
    let project = Project::empty();
    project.manage(["init", "--name", "blog"]).ok();
    project
}

#[test]
fn a_command_is_written_and_added() {
    let project = new_project();
    let description = "Send the mails\n\nAll that  wait.\u{7}";
    let run = project.manage(["startcommand", "send-mails", "--description", description]).ok();
    assert_snapshot!(run.shown(), @r#"
    exit 0
    --- stderr
      + management/src/commands/send_mails.rs
    Next: ./manage send-mails
    "#);
    let text = project.read("management/src/commands/send_mails.rs");
    assert!(
        text.contains("/// Send the mails\n/// All that wait.") && text.contains("pub struct SendMails {"),
        "{text}"
    );
    let run = project.manage(["startcommand", "seed", "--json"]).ok();
    assert_snapshot!(run.stdout, @r#"
    {
      "version": 1,
      "command": "seed",
      "file": "management/src/commands/seed.rs",
      "written": [
        "management/src/commands/seed.rs"
      ],
      "registered": true
    }
    "#);
    assert_snapshot!(project.read("management/src/commands/mod.rs"), @r#"
    //! The project's own commands, one file each.

    mod seed;
    mod send_mails;

    use diesel_manage::Command;

    /// All of them, in the order of `manage help`.
    pub fn all() -> Vec<Box<dyn Command>> {
        vec![
            // `manage startcommand NAME` adds them here.
            diesel_manage::command::<send_mails::SendMails>(),
            diesel_manage::command::<seed::Seed>(),
        ]
    }
    "#);
}

#[test]
fn nothing_is_written_over_and_bad_names_are_refused() {
    let project = new_project();
    project.write("management/src/commands/there.rs", "mine");
    project.write("management/src/commands/folder/mod.rs", "mine");
    let before = project.files();
    for (name, code, message) in [
        ("there", 6, "management/src/commands/there.rs is there already\n"),
        ("folder", 6, "management/src/commands/folder is there already\n"),
        ("type", 2, "error: \"type\" can be no name of a command: it is a word of Rust\n"),
        ("../../x", 2, "hint: give it another: `manage startcommand x`\n"),
        ("", 2, "is empty"),
    ] {
        let run = project.manage(["startcommand", name]).expect(code);
        assert!(run.stderr.contains(message), "{name}\n{}", run.stderr);
        assert_eq!(project.files(), before, "{name}");
    }
    let run = project.manage(["startcommand", "migrate"]).ok();
    assert!(run.stderr.contains("warning: it takes the place of the built-in command `migrate`\n"), "{}", run.stderr);
    assert!(Project::empty().manage(["startcommand", "seed"]).expect(6).stderr.contains("manage init"));
}

#[test]
fn a_list_that_is_not_as_expected_is_left_alone() {
    let project = new_project();
    project.write("management/src/commands/mod.rs", "pub fn mine() {}\n");
    let run = project.manage(["startcommand", "seed"]).ok();
    assert_snapshot!(run.shown(), @r#"
    exit 0
    --- stderr
      + management/src/commands/seed.rs
    warning: management/src/commands/mod.rs is not as `manage init` wrote it, and was left as it is
    hint: add to it: mod seed;
    hint: and give the command to Manage, with .command(diesel_manage::command::<seed::Seed>())
    Next: ./manage seed
    "#);
    assert_eq!(project.read("management/src/commands/mod.rs"), "pub fn mine() {}\n");
}

#[test]
fn a_project_without_management_gets_it() {
    let project = Project::sqlite("");
    let run = project.manage(["startcommand", "seed"]).ok();
    for name in ["manage", "management/Cargo.toml", "management/src/main.rs", "management/src/commands/seed.rs"] {
        assert!(run.stderr.contains(&format!("  + {name}\n")) && project.file(name).is_file(), "{}", run.stderr);
    }
    assert!(project.read("management/src/commands/mod.rs").contains("mod seed;"));
}

#[test]
fn management_knows_the_name_of_its_package() {
    let project = Project::sqlite("");
    project.write("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n");
    project.manage(["startcommand", "seed"]).ok();
    let manifest = project.read("management/Cargo.toml");
    assert!(manifest.contains("# shop = { path = \"..\" }"), "{manifest}");
}

#[test]
fn a_projects_own_templates_count() {
    let project = new_project();
    let own = "templates/command/command.rs.j2";
    project.write(own, "//! {{ module }}\n{% include 'built-in/command/command.rs' %}");
    project.write("templates/command/entry.rs.j2", "diesel_manage::command::<{{ module }}::{{ type }}>() /* own */");
    project.manage(["startcommand", "send-mails"]).ok();
    let text = project.read("management/src/commands/send_mails.rs");
    assert!(text.starts_with("//! send_mails\nuse diesel_manage::"), "{text}");
    let list = project.read("management/src/commands/mod.rs");
    assert!(list.contains("        diesel_manage::command::<send_mails::SendMails>() /* own */,\n"), "{list}");

    // A broken one is named, and nothing is written.
    let before = project.files();
    for (text, message) in [
        ("//!\n{{ modul }}\n", "error: templates/command/command.rs.j2:2: "),
        ("{% if %}", "error: templates/command/command.rs.j2:1: "),
    ] {
        project.write(own, text);
        let run = project.manage(["startcommand", "seed"]).expect(6);
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
    }
    project.write(own, "//! {{ module }}\n{% include 'built-in/command/command.rs' %}");
    assert_eq!(project.files(), before);

    // Also where the launcher and its package are written.
    fs::remove_dir_all(project.file("management")).expect("a folder");
    let main = "{% include 'built-in/project/management/src/main.rs' %}\n// own\n";
    project.write("templates/project/management/src/main.rs.j2", main);
    project.manage(["startcommand", "seed"]).ok();
    assert!(project.read("management/src/main.rs").ends_with("}\n// own\n"));
}

/// What is built here is kept, so that only the first time takes long.
fn build_folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join("blog")
}

/// In this process's environment, which cargo needs.
fn run(project: &Project, program: impl AsRef<Path>, arguments: &[&str]) -> Run {
    let mut command = Command::new(program.as_ref());
    command.args(arguments).current_dir(project.path()).env("CARGO_TARGET_DIR", build_folder());
    // As in the demo project, so that what both need is built once.
    command.env("MANAGE_PROFILE", "dev").env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
    for name in ["MANAGE_SETTINGS", "DATABASE_URL"] {
        command.env_remove(name);
    }
    project.run(&mut command)
}

#[test]
fn a_new_project_compiles_and_runs_with_a_command_of_its_own() {
    let project = new_project();
    project.manage(["startcommand", "seed", "--description", "Count the tables"]).ok();
    let manage = |arguments: &[&str]| run(&project, project.file("manage"), arguments);
    manage(&["makemigrations"]).ok();
    manage(&["migrate"]).ok();
    let seeded = manage(&["seed"]).ok();
    assert_eq!((seeded.stdout.as_str(), seeded.stderr.as_str()), ("3 tables\n", "done\n"));
    assert!(manage(&["help"]).ok().stdout.contains("seed            Count the tables\n"));

    // The program itself, with the tables made from the models.
    let program = run(&project, env!("CARGO"), &["run", "--quiet"]).ok();
    assert_eq!((program.stdout.as_str(), program.stderr.as_str()), ("0 users\n", ""));
    run(&project, env!("CARGO"), &["fmt", "--all", "--check"]).ok();

    // A model that does not compile is migrated all the same.
    let models = project.read("src/models.rs").replace("pub email:", "pub age: Option<i32>,\n    pub email: Missing +");
    let models = models.replace("Missing + Option<String>", "Option<String>");
    project.models(&format!("{models}\nfn broken() -> u8 {{ \"no\" }}\n"));
    manage(&["makemigrations"]).ok();
    manage(&["migrate"]).ok();
    assert_eq!(fs::read_dir(project.file("app_migrations/default")).expect("migrations").count(), 4);
}
