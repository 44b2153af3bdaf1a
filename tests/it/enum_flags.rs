//! The flags that `makemigrations` offers for an enum's values: each line, typed into a shell as it is printed, answers the
//! question, on all three databases.

use std::process::Command;

use crate::dump::{execute, lines, open};
use crate::migrations::{newest, state_is_true};
use crate::project::{Project, Run};
use crate::servers::Database;

/// Values as people have them, and worse.
const VALUES: [&str; 12] =
    ["draft", "it's", "a.b", "c:d=e", "two words", "null", "$HOME", "quo\"te", "back`tick", "Ünï ☃", "a::b", "--drop"];

/// An enum of these values.
fn models(values: &[&str]) -> String {
    let variant = |(place, value): (usize, &&str)| format!("    #[model(value = {value:?})]\n    Value{place},\n");
    let variants: String = values.iter().enumerate().map(variant).collect();
    format!(
        "#[derive(ModelEnum)]\npub enum Status {{\n{variants}}}\n\n#[derive(Model)]\npub struct Post {{ id: i64, status: Status }}\n"
    )
}

/// Types `manage makemigrations`, and this behind it, into a shell.
fn typed(project: &Project, line: &str) -> Run {
    let plain = project.command(["makemigrations"]);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("exec {} makemigrations {line}", env!("CARGO_BIN_EXE_manage")));
    shell.current_dir(project.path()).env_clear();
    plain.get_envs().for_each(|(name, value)| _ = value.map(|value| shell.env(name, value)));
    project.run(&mut shell)
}

/// The lines that answer each of the open questions, as they are printed.
fn offered(project: &Project) -> Vec<Vec<String>> {
    let said = project.manage(["makemigrations", "--no-input"]).expect(3).stderr;
    let mut found = Vec::new();
    for line in said.lines() {
        match line.strip_prefix("        --") {
            Some(line) => {
                let line = format!("--{}", line.split("   ").next().unwrap_or_default().trim_end());
                found.last_mut().map(|own: &mut Vec<String>| own.push(line)).expect("a question");
            }
            None => found.push(Vec::new()),
        }
    }
    found.retain(|lines| !lines.is_empty());
    found
}

/// The project on each database, with a row for each value, and how it is asked there.
fn on_each(test: impl Fn(&Project, &dyn Fn(&str) -> String, &str)) {
    for (project, holder) in [
        (Project::sqlite(&models(&VALUES)), "posts.status"),
        (Project::on(Database::postgres(), &models(&VALUES)), "status"),
        (Project::on(Database::mysql(), &models(&VALUES)), "posts.status"),
    ] {
        project.manage(["makemigrations"]).ok();
        project.manage(["migrate"]).ok();
        let is_server = project.read("settings.json").contains("://");
        let sql = |sql: &str| match is_server {
            true => project.database().sql(sql),
            false if sql.starts_with("SELECT") => {
                lines(&mut open(&project.file("db.sqlite3")), sql).iter().map(|line| format!("{line}\n")).collect()
            }
            false => {
                execute(&project.file("db.sqlite3"), sql);
                String::new()
            }
        };
        for (id, value) in VALUES.iter().enumerate() {
            sql(&format!("INSERT INTO posts (id, status) VALUES ({}, '{}')", id + 1, value.replace('\'', "''")));
        }
        test(&project, &sql, holder);
    }
}

fn rows(sql: &dyn Fn(&str) -> String) -> String {
    sql("SELECT status AS line FROM posts ORDER BY id")
}

#[test]
fn a_line_that_renames_is_typed_as_it_is_printed() {
    let new: Vec<String> = VALUES.iter().map(|value| format!("{value} of old")).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let shown = |values: &[&str]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    on_each(|project, sql, holder| {
        project.models(&models(&new));
        let questions = offered(project);
        assert_eq!(questions.len(), VALUES.len(), "{questions:?}");
        let mut typing = String::new();
        for lines in &questions {
            let first = lines.first().expect("a line");
            assert!(first.starts_with("--rename-value ") && first.contains(holder), "{lines:?}");
            typing += &format!("{first} ");
        }
        typed(project, &format!("{typing} --record answers.json")).ok();
        let (folder, up) = (project.migrations("default").pop().expect("a migration"), newest(project, "up.sql"));
        project.manage(["migrate"]).ok();
        assert_eq!(rows(sql), shown(&new));
        project.manage(["downgrade", "-1"]).ok();
        assert_eq!(rows(sql), shown(&VALUES));
        assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
        state_is_true(project);

        // What was recorded says the same.
        std::fs::remove_dir_all(folder).expect("a folder");
        std::fs::remove_file(project.file("app_migrations/default/schema.json")).expect("a state");
        project.manage(["makemigrations", "--answers", "answers.json"]).ok();
        assert_eq!(newest(project, "up.sql"), up);
    });
}

#[test]
fn lines_that_remove_a_value_are_typed_as_they_are_printed() {
    on_each(|project, sql, _| {
        project.models(&models(&VALUES[..8]));
        let questions = offered(project);
        assert_eq!(questions.len(), VALUES.len() - 8, "{questions:?}");
        let mut typing = String::new();
        for (lines, other) in questions.iter().zip(["draft", "\"it's\"", "\"null\"", "two words"]) {
            assert_eq!(lines.len(), 2, "{lines:?}");
            let line = lines.iter().find(|line| line.contains("=VALUE")).expect("a line");
            let other = shell_words::quote(other);
            // Where the name is in quotes, what is filled in is too.
            typing += &match line.strip_suffix("=VALUE'") {
                Some(quoted) => format!("{quoted}='{other} "),
                None => line.replace("=VALUE", &format!("={other} ")),
            };
        }
        typed(project, &typing).ok();
        project.manage(["migrate"]).ok();
        let now = rows(sql);
        let last: Vec<&str> = now.lines().skip(8).collect();
        assert_eq!(last, ["draft", "it's", "null", "two words"]);

        // A row that holds it, and nothing said about that: the migration fails, and says so first.
        project.models(&models(&VALUES[..7]));
        let questions = offered(project);
        typed(project, questions[0].last().expect("a line")).ok();
        project.manage(["migrate"]).expect(6);
        sql("DELETE FROM posts WHERE id = 8");
        project.manage(["migrate"]).ok();
        assert_eq!(rows(sql).lines().count(), VALUES.len() - 1);
    });
}
