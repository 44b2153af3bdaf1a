//! Enums that cannot be changed, and what is said of it.

use crate::migrations::{newest, refused};
use crate::project::Project;

/// Models with an enum of these values, and a table with this check.
fn models(values: &str, check: &str) -> String {
    format!(
        "#[derive(ModelEnum)]\npub enum Level {{ {values} }}\n\n#[derive(Model)]\n{check}\npub struct Item {{\n    \
         id: i32,\n    n: i32,\n    level: Level,\n}}\n"
    )
}

/// A project whose migrations have made these models, and what is made by hand.
fn project(models: &str, by_hand: &str) -> Project {
    let project = Project::postgres(models);
    project.manage(["makemigrations"]).ok();
    if !by_hand.is_empty() {
        project.write("app_migrations/default/2026-11-21-101500-ffff_by_hand/up.sql", by_hand);
        project.write(
            "app_migrations/default/2026-11-21-101500-ffff_by_hand/down.sql",
            "-- manage: irreversible\nSELECT 1;",
        );
    }
    project.manage(["migrate"]).ok();
    project
}

#[test]
fn a_value_that_a_model_still_names_cannot_go() {
    let check = "#[model(check(name = \"c\", expr = \"level <> 'max' OR n > 0\"))]";
    let project = project(&models("Low, Mid, Max", check), "");
    project.models(&models("Low, Mid", check));
    let error = refused(&project, &["--drop-value", "level.max=low"], 6);
    assert!(error.contains("error: check c of items names `max`, which enum level has no more\n"), "{error}");
    assert!(error.contains("correct `((level <> 'max') OR (n > 0))` in the model"), "{error}");

    project.models(&models("Low, Mid, Top", check));
    let error = refused(&project, &["--rename-value", "level.max:top"], 6);
    assert!(error.contains("invalid input value for enum level: \"max\", in the check"), "{error}");
    assert!(error.contains("hint: nothing was written: correct it in the model\n"), "{error}");
}

#[test]
fn an_enum_that_partitions_a_table_gets_values_and_loses_none() {
    let parts = "CREATE TABLE parts (id INTEGER, level level) PARTITION BY LIST (level);
        CREATE TABLE parts_low PARTITION OF parts FOR VALUES IN ('low');";
    let parted =
        "\n#[derive(Model)]\n#[model(table = \"parts\", managed = false)]\npub struct Part {\n    id: i32,\n}\n";
    let models = |values: &str| models(values, "") + parted;
    let project = project(&models("Low, Mid"), parts);
    project.models(&models("Mid, Low"));
    let error = refused(&project, &[], 6);
    assert!(error.contains("enum level cannot get another list of values: parts is partitioned by level\n"), "{error}");

    project.models(&models("Low, Mid, Max"));
    let said = project.manage(["makemigrations"]).ok();
    let warning = "cannot be undone: enum level cannot get another list of values: parts is partitioned by level";
    assert!(said.stderr.contains(warning), "{}", said.stderr);
    assert!(newest(&project, "up.sql").ends_with("\n\nALTER TYPE level ADD VALUE 'max';\n"));
    let down = newest(&project, "down.sql");
    assert!(down.contains("-- manage: irreversible\n") && down.contains("SELECT 1;\n"), "{down}");
    project.manage(["migrate"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    let back = project.manage(["downgrade", "-1"]);
    assert_ne!(back.code, 0);
    assert!(back.stderr.contains("says that it is irreversible"), "{}", back.stderr);
}

#[test]
fn what_is_made_by_hand_of_an_enum_is_named() {
    let function = "CREATE FUNCTION usual(n INTEGER) RETURNS level LANGUAGE sql AS $$ SELECT 'mid'::level $$;
        CREATE TYPE pair AS (level level, n INTEGER);";
    let holder = "CREATE TYPE pair AS (level level, n INTEGER); CREATE TABLE held (id INTEGER, p pair);";
    let held = "\n#[derive(Model)]\n#[model(table = \"held\", managed = false)]\npub struct Held {\n    id: i32,\n}\n";

    let one = project(&models("Low, Mid, Max", ""), function);
    one.models(&models("Max, Low", ""));
    let error = refused(&one, &["--drop-value", "level.mid=low"], 6);
    assert!(error.contains("would break function `usual`"), "{error}");
    assert!(error.contains("invalid input value for enum level: \"mid\""), "{error}");
    // What does not name it steps aside, and comes back.
    one.models(&models("Max, Mid, Low", ""));
    one.manage(["makemigrations"]).ok();
    // A new name does not reach into its body, which is a text.
    one.models(&models("Max, Middle, Low", ""));
    one.manage(["makemigrations", "--rename-value", "level.mid:middle"]).ok();
    let up = newest(&one, "up.sql");
    assert!(up.contains("-- function usual names 'mid', which it has to call 'middle' from now on.\n"), "{up}");

    let two = project(&(models("Low, Mid", "") + held), holder);
    two.models(&(models("Mid, Low", "") + held));
    let error = refused(&two, &[], 6);
    let expected = "enum level cannot get another list of values: type pair is made of it, which held.p has\n";
    assert!(error.contains(expected), "{error}");
}
