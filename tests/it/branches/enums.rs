//! Values of an enum that come, go and get other names on both branches.

use super::{ALL, On, git_run, last, make_at};
use crate::project::Project;
use crate::servers::Kind;

fn models(values: &[&str]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("    {value},\n")).collect();
    format!(
        "#[derive(ModelEnum)]\npub enum Mood {{\n{}}}\n\n#[derive(Model)]\npub struct User {{\n    pub id: i64,\n    \
         pub mood: Mood,\n}}\n",
        values.concat()
    )
}

/// Users with a mood, and two branches with other values each; merged in git with those of `both`.
fn branches(on: On, one: &[&str], answers_one: &[&str], two: &[&str], answers_two: &[&str], both: &[&str]) -> Project {
    let project = on.project();
    project.write(".gitignore", "*sqlite3*\n");
    project.write("src/users.rs", models(&["Calm", "Glad"]));
    make_at(&project, 0, &["initial"]).ok();
    super::git(&project, &["init", "-q", "-b", "main"]);
    super::commit(&project, "initial");
    for (name, minute, values, answers) in [("one", 1, one, answers_one), ("two", 3, two, answers_two)] {
        super::git(&project, &["checkout", "-q", "-b", name, "main"]);
        project.write("src/users.rs", models(values));
        let arguments: Vec<&str> = [name].iter().chain(answers).copied().collect();
        make_at(&project, minute, &arguments).ok();
        super::commit(&project, name);
    }
    git_run(&project, &["merge", "-q", "one"]);
    project.write("src/users.rs", models(both));
    project
}

/// The branches are joined in that order, and what the models say beside is the next migration.
fn joined(on: On, project: &Project, order: &str, stuck: bool, answers: &[&str], next: &[&str]) {
    project.manage(["makemigrations", "--check"]).expect(5);
    let arguments: Vec<&str> = ["merge", "--order", order].iter().chain(answers).copied().collect();
    let mut command = project.command(&arguments);
    command.env("MANAGE_NOW", "2026-11-22T10:10:00Z");
    let merge = project.run(&mut command).ok();
    assert!(last(project, "up.sql").contains("-- Revises: "), "{on:?}");
    let is_stuck = last(project, "down.sql").contains("cannot be undone after the other branch");
    assert_eq!(is_stuck, stuck, "{on:?} {order}: {}", merge.stderr);
    assert_eq!(
        merge.stderr.contains("cannot be undone any more once the branches are joined"),
        is_stuck,
        "{}",
        merge.stderr
    );
    make_at(project, 20, next).ok();
    make_at(project, 30, &["--check"]).ok();
    project.manage(["migrate"]).ok();
    let check = project.manage(["check"]);
    assert_eq!(check.code, 0, "{on:?}: {}{}", check.stdout, check.stderr);
    let held = on.held(project).schema;
    project.manage(["downgrade", "two"]).ok();
    project.manage(["migrate"]).ok();
    let back = project.manage(["downgrade", "base"]);
    assert_eq!(back.code, if is_stuck { 6 } else { 0 }, "{on:?} {order}: {}", back.shown());
    if !is_stuck {
        project.manage(["migrate"]).ok();
        assert_eq!(on.held(project).schema, held, "{on:?} {order}");
    }
    // The database of somebody who was on the other branch.
    on.renew(project);
    project.manage(["migrate", "two"]).ok();
    if last_merge(project).contains("-- manage: in-order") {
        project.manage(["migrate"]).expect(5);
        return;
    }
    project.manage(["migrate"]).ok();
    let check = project.manage(["check"]);
    assert_eq!(check.code, 0, "{on:?}: {}{}", check.stdout, check.stderr);
}

fn last_merge(project: &Project) -> String {
    let all = project.migrations("default");
    let merge = all.iter().find(|path| path.to_string_lossy().contains("_merge_")).expect("a merge");
    std::fs::read_to_string(merge.join("up.sql")).expect("a file of it")
}

/// The flags of one answer, about a value of the enum.
fn answer(on: On, flag: &str, value: &str) -> [String; 2] {
    // On PostgreSQL it is a type of its own.
    let owner = if on == On::Server(Kind::Postgres) { "mood" } else { "users.mood" };
    [flag.to_owned(), format!("{owner}.{value}")]
}

/// Joins the branches in both orders on all databases. `flags` gives the answers of the merge and of what follows.
type Answers = &'static [(&'static str, &'static str)];

struct Values {
    one: (&'static [&'static str], Answers),
    two: (&'static [&'static str], Answers),
    both: &'static [&'static str],
    /// Where what was joined cannot be undone one by one: a value has to be there to get its old name back.
    stuck: Option<On>,
}

fn in_either_order(values: &Values, answers: impl Fn(On, &str) -> (Answers, Answers)) {
    for on in ALL {
        for order in ["one,two", "two,one"] {
            let flags = |answers: Answers| -> Vec<String> {
                answers.iter().flat_map(|(flag, value)| answer(on, flag, value)).collect()
            };
            let (merge, next) = answers(on, order);
            let said = [flags(values.one.1), flags(values.two.1), flags(merge), flags(next)];
            let [one, two, merge, next] = said.each_ref().map(|all| all.iter().map(String::as_str).collect::<Vec<_>>());
            let project = branches(on, values.one.0, &one, values.two.0, &two, values.both);
            joined(on, &project, order, values.stuck == Some(on), &merge, &next);
        }
    }
}

const POSTGRES: On = On::Server(Kind::Postgres);

/// What the last one does holds: there the value of the other is gone, but where each value comes by itself.
#[test]
fn both_add_a_value() {
    let values = Values {
        one: (&["Calm", "Glad", "Angry"], &[]),
        two: (&["Calm", "Glad", "Sad"], &[]),
        both: &["Calm", "Glad", "Angry", "Sad"],
        stuck: None,
    };
    in_either_order(&values, |on, order| match (on, order) {
        (POSTGRES, _) => (&[], &[]),
        (_, "one,two") => (&[("--drop-value", "angry=calm")], &[]),
        _ => (&[("--drop-value", "sad=calm")], &[]),
    });
}

#[test]
fn one_renames_a_value_and_the_other_adds_one() {
    let values = Values {
        one: (&["Calm", "Happy"], &[("--rename-value", "glad:happy")]),
        two: (&["Calm", "Glad", "Sad"], &[]),
        both: &["Calm", "Happy", "Sad"],
        stuck: Some(POSTGRES),
    };
    in_either_order(&values, |on, order| match (on, order) {
        (POSTGRES, _) => (&[], &[]),
        (_, "one,two") => (&[("--rename-value", "happy:glad")], &[("--rename-value", "glad:happy")]),
        _ => (&[("--rename-value", "glad:happy"), ("--drop-value", "sad=calm")], &[]),
    });
}

#[test]
fn one_removes_a_value_and_the_other_adds_one() {
    let values = Values {
        one: (&["Calm"], &[("--drop-value", "glad=calm")]),
        two: (&["Calm", "Glad", "Sad"], &[]),
        both: &["Calm", "Sad"],
        stuck: None,
    };
    in_either_order(&values, |on, order| match (on, order) {
        (POSTGRES, "one,two") => (&[], &[]),
        (POSTGRES, _) => (&[("--drop-value", "sad=calm")], &[]),
        (_, "one,two") => (&[], &[("--drop-value", "glad=calm")]),
        _ => (&[("--drop-value", "glad=calm"), ("--drop-value", "sad=calm")], &[]),
    });
}

#[test]
fn both_remove_a_value() {
    let values = Values {
        one: (&["Calm"], &[("--drop-value", "glad=calm")]),
        two: (&["Glad"], &[("--drop-value", "calm=glad")]),
        both: &["Calm", "Glad"],
        stuck: None,
    };
    in_either_order(&values, |_, order| match order {
        "one,two" => (&[("--drop-value", "calm=glad")], &[]),
        _ => (&[("--drop-value", "glad=calm")], &[]),
    });
}
