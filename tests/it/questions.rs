//! Every row of the table of questions: open (exit 3, nothing written, the flag named), and answered.

use insta::assert_snapshot;

use crate::project::Project;

/// A project whose models went from one text to another.
fn changed(before: &str, after: &str) -> Project {
    let project = Project::sqlite(before);
    project.manage(["makemigrations"]).ok();
    project.models(after);
    project
}

/// What is asked: with exit code 3, and nothing written.
#[track_caller]
fn asked(project: &Project) -> String {
    let files = project.files();
    let run = project.manage(["makemigrations"]).expect(3);
    assert!(run.stdout.is_empty(), "{}", run.stdout);
    assert!(project.files() == files, "files changed");
    assert_eq!(project.manage(["makemigrations", "--check"]).code, 1, "--check never asks");
    assert!(project.files() == files, "files changed");
    run.stderr
}

/// Answers, and sees that nothing is left.
#[track_caller]
fn answered(project: &Project, flags: &[&str]) -> String {
    let run = project.manage(["makemigrations"].iter().chain(flags)).ok();
    assert_eq!(project.manage(["makemigrations", "--check"]).shown(), "exit 0\n--- stdout\nNo changes detected\n");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    run.stdout
}

fn model(name: &str, fields: &str) -> String {
    format!("#[derive(Model)]\npub struct {name} {{\n    id: i64,\n    {fields}\n}}\n\n")
}

#[test]
fn a_table_is_gone() {
    let before = model("User", "name: String,\n    age: i32,") + &model("Log", "line: String,");
    let after = model("Account", "name: String,\n    age: i32,") + &model("Log", "line: String,");
    assert_snapshot!(asked(&changed(&before, &after)), @r#"
    error: a question needs an answer
      caused by: was table users renamed or dropped?
            --rename users:accounts   the same columns
            --drop users              dropped, its rows are lost
    hint: call the command again with one of the flags for each of them
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--rename", "users:accounts"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_users_to_accounts
        ~ Rename table users to accounts
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--drop", "users"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_create_accounts_and_drop_users
        + Create table accounts
        - Drop table users
    "#);
    let from = after.replace("pub struct Account", "#[model(renamed_from = \"users\")]\npub struct Account");
    assert_snapshot!(answered(&changed(&before, &from), &[]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_users_to_accounts
        ~ Rename table users to accounts
    "#);
}

#[test]
fn a_column_is_gone() {
    let before = model("User", "name: String,\n    age: i32,");
    let after = model("User", "full_name: String,\n    age: i32,");
    assert_snapshot!(asked(&changed(&before, &after)), @r#"
    error: a question needs an answer
      caused by: was column users.name renamed or dropped?
            --rename users.name:full_name   same type and position, name 83 % alike
            --drop users.name               dropped, its values are lost
    hint: call the command again with one of the flags for each of them
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--rename", "users.name:full_name"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_name_to_full_name_on_users
        ~ Rename column name to full_name on users
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--drop", "users.name", "--backfill", "users.full_name=x"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_add_full_name_to_users_and_drop_name_from_users
        + Add column full_name to users
        - Drop column name from users
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--allow-drops", "--backfill", "users.full_name=x"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_add_full_name_to_users_and_drop_name_from_users
        + Add column full_name to users
        - Drop column name from users
    "#);
    let from = after.replace("full_name", "#[model(renamed_from = \"name\")]\n    full_name");
    assert_snapshot!(answered(&changed(&before, &from), &[]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_name_to_full_name_on_users
        ~ Rename column name to full_name on users
    "#);
}

#[test]
fn a_type_grows_narrower() {
    let before = model("User", "#[model(max_length = 50)]\n    name: String,\n    age: i32,");
    let after = before.replace("50", "20").replace("i32", "i16");
    assert_snapshot!(asked(&changed(&before, &after)), @r#"
    error: 2 questions need an answer
      caused by: may users.name become VARCHAR(20)? 20 characters instead of 50
            --allow users.name   go on: where a value does not fit, the migration fails whole
        may users.age become SMALLINT? 16 bits instead of 32
            --allow users.age   go on: where a value does not fit, the migration fails whole
    hint: call the command again with one of the flags for each of them
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--allow", "users.name", "--allow", "users.age"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_name_on_users_and_alter_age_on_users
        ~ Alter column name on users: VARCHAR(50) to VARCHAR(20)
        ~ Alter column age on users: INTEGER to SMALLINT
    "#);
}

#[test]
fn a_new_column_is_not_null() {
    let before = model("User", "name: String,");
    let after = model("User", "name: String,\n    age: i32,");
    assert_snapshot!(asked(&changed(&before, &after)), @r#"
    error: a question needs an answer
      caused by: what do the rows of users get in the new column age, which is NOT NULL?
            --backfill users.age=VALUE   a literal, or sql(...)
            --backfill users.age=null    let it be nullable
            --allow users.age            leave it empty: the migration fails where the table has rows
    hint: call the command again with one of the flags for each of them
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--backfill", "users.age=18"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_add_age_to_users
        + Add column age to users
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--backfill", "users.age=sql(length(name))"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_add_age_to_users
        + Add column age to users
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--allow", "users.age"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_add_age_to_users
        + Add column age to users
    "#);
    assert_snapshot!(changed(&before, &after).manage(["makemigrations", "--backfill", "users.age=old"]).expect(2).stderr, @r#"error: --backfill users.age=old: "old" is no integer"#);
}

#[test]
fn a_column_becomes_not_null() {
    let before = model("User", "name: Option<String>,");
    let after = model("User", "name: String,");
    assert_snapshot!(asked(&changed(&before, &after)), @r#"
    error: a question needs an answer
      caused by: what replaces NULL in users.name, which becomes NOT NULL?
            --backfill users.name=VALUE   a literal, or sql(...)
            --backfill users.name=null    let it be nullable
            --allow users.name            leave the NULLs to me: the migration fails where any are left
    hint: call the command again with one of the flags for each of them
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--backfill", "users.name=nobody"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_name_on_users
        ~ Alter column name on users: NOT NULL
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--allow", "users.name"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_name_on_users
        ~ Alter column name on users: NOT NULL
    "#);
}

#[test]
fn a_new_column_is_nullable_after_all() {
    let project = changed(&model("User", "name: String,"), &model("User", "name: String,\n    age: i32,"));
    assert_snapshot!(project.manage(["makemigrations", "--backfill", "users.age=null"]).shown(), @r#"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_add_age_to_users
        + Add column age to users
    --- stderr
    note: users.age is left nullable: make its field an Option
    "#);
    assert_snapshot!(project.manage(["makemigrations"]).shown(), @r#"
    exit 3
    --- stderr
    error: a question needs an answer
      caused by: what replaces NULL in users.age, which becomes NOT NULL?
            --backfill users.age=VALUE   a literal, or sql(...)
            --backfill users.age=null    let it be nullable
            --allow users.age            leave the NULLs to me: the migration fails where any are left
    hint: call the command again with one of the flags for each of them
    "#);
}

#[test]
fn open_questions_as_data() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    assert_snapshot!(project.manage(["makemigrations", "--json"]).expect(3).stdout, @r#"
    {
      "version": 1,
      "questions": [
        {
          "id": "column default::users.name",
          "kind": "column",
          "database": "default",
          "table": "users",
          "column": "name",
          "text": "was column users.name renamed or dropped?",
          "candidates": [
            {
              "to": "full_name",
              "likeness": 93,
              "reason": "same type and position, name 83 % alike"
            }
          ],
          "others": [],
          "choices": [
            {
              "flag": "--rename users.name:full_name",
              "answer": {
                "renamed": "full_name"
              },
              "reason": "same type and position, name 83 % alike"
            },
            {
              "flag": "--drop users.name",
              "answer": "dropped",
              "reason": "dropped, its values are lost"
            }
          ],
          "answer": null
        }
      ]
    }
    "#);
    let checked = project.manage(["makemigrations", "--check", "--json"]).expect(1).stdout;
    assert!(checked.contains("\"questions\": ["), "{checked}");
}

#[test]
fn a_type_becomes_another() {
    let before = model("User", "age: String,");
    let after = model("User", "age: i32,");
    assert_snapshot!(asked(&changed(&before, &after)), @r#"
    error: a question needs an answer
      caused by: how does users.age get from TEXT to INTEGER? text that is no whole number makes the migration fail
            --using users.age=age   an expression over the old value
    hint: call the command again with one of the flags for each of them
    "#);
    assert_snapshot!(answered(&changed(&before, &after), &["--using", "users.age=length(age)"]), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_age_on_users
        ~ Alter column age on users: TEXT to INTEGER
    "#);
}

#[test]
fn a_value_of_an_enum_is_gone() {
    let post = model("Post", "status: Status,");
    let before = format!("#[derive(ModelEnum)]\npub enum Status {{ Draft, Published, Archived }}\n\n{post}");
    let after = before.replace("Published, Archived", "Public");
    assert_snapshot!(asked(&changed(&before, &after)), @r#"
    error: 2 questions need an answer
      caused by: was value 'published' of posts.status renamed or removed?
            --rename-value posts.status.published:public   same position, name 62 % alike
            --drop-value posts.status.published=VALUE      removed, rows that hold it get another value, or null
            --drop-value posts.status.published            removed, the migration fails where a row holds it
        was value 'archived' of posts.status renamed or removed?
            --drop-value posts.status.archived=VALUE   removed, rows that hold it get another value, or null
            --drop-value posts.status.archived         removed, the migration fails where a row holds it
    hint: call the command again with one of the flags for each of them
    "#);
    let renamed = ["--rename-value", "posts.status.published:public", "--drop-value", "posts.status.archived=draft"];
    assert_snapshot!(answered(&changed(&before, &after), &renamed), @r#"
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_status_on_posts
        ~ Alter column status on posts: values
    "#);
    // Letters that two names share by accident are no reason.
    assert_snapshot!(asked(&changed(&before, &before.replace("Archived", "Old"))), @r#"
    error: a question needs an answer
      caused by: was value 'archived' of posts.status renamed or removed?
            --rename-value posts.status.archived:old   same position
            --drop-value posts.status.archived=VALUE   removed, rows that hold it get another value, or null
            --drop-value posts.status.archived         removed, the migration fails where a row holds it
    hint: call the command again with one of the flags for each of them
    "#);
}

#[test]
fn a_flag_that_answers_nothing_is_a_mistake() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    let said = |flag: &str, value: &str| project.manage(["makemigrations", flag, value]).expect(2).stderr;
    assert_snapshot!(said("--rename", "user.name:full_name"), @r#"
    error: --rename user.name:full_name answers nothing
    hint: what is open: users.name
    "#);
    assert_snapshot!(said("--rename", "users.name:fullname"), @r#"
    error: name cannot have become fullname: the models have nothing new of that name
    hint: what is new there: full_name
    "#);
    assert_snapshot!(said("--rename", "users.name"), @r#"
    error: --rename users.name: expected `:` after the name
    hint: for instance: --rename users:accounts, or --rename users.name:full_name
    "#);
    assert_snapshot!(said("--drop", "users.full_name"), @r#"
    error: --drop users.full_name answers nothing
    hint: what is open: users.name
    "#);
    assert_snapshot!(said("--allow", "users.name"), @r#"
    error: --allow users.name answers nothing
    hint: what is open: users.name
    "#);
    assert_snapshot!(said("--backfill", "users.name=1"), @r#"
    error: --backfill users.name=1 answers nothing
    hint: what is open: users.name
    "#);
}

/// Over several databases a name can mean much: all of it is said, in the order of the settings, and how each is meant.
#[test]
fn a_name_that_fits_several_databases() {
    let user = |field: &str| model("User", &format!("{field}: String,"));
    let project = Project::sqlite(&user("name"));
    let entry = |alias: &str, models: &str| {
        format!("\"{alias}\": {{\"url\": \"{alias}.sqlite3\", \"models\": [\"src/{models}.rs\"]}}")
    };
    let some = [entry("z", "models"), entry("a", "models"), entry("odd-one", "models"), entry("m", "other")];
    project.write("settings.json", format!("{{\"default\": \"z\", \"databases\": {{{}}}}}", some.join(", ")));
    project.write("src/other.rs", user("name"));
    project.manage(["makemigrations"]).ok();
    project.models(&user("full_name"));
    // One in which it cannot have become that.
    project.write("src/other.rs", user("first_name"));
    let files = project.files();
    let run = project.manage(["makemigrations", "--rename", "users.name:full_name"]).expect(2);
    assert_snapshot!(run.stderr, @r#"
    error: --rename users.name:full_name can mean z::users.name, a::users.name, "odd-one"::users.name and m::users.name
    hint: write the one that is meant, or several: --rename z::users.name:full_name --rename a::users.name:full_name --rename '"odd-one"::users.name:full_name' --rename m::users.name:full_name
    "#);
    assert!(project.files() == files, "files changed");
    let run = project.manage([
        "makemigrations",
        "--rename",
        "z::users.name:full_name",
        "--rename",
        "a::users.name:full_name",
        "--rename",
        "\"odd-one\"::users.name:full_name",
        "--rename",
        "m::users.name:first_name",
    ]);
    assert_eq!(run.ok().stdout.matches("Rename column").count(), 4);
}
