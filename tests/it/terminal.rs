//! Every row of the table of questions, asked and answered on a real terminal.

use insta::assert_snapshot;

use crate::project::Project;
use crate::screen::{DOWN, ENTER, ESC, Screen, UP};

pub(crate) fn model(name: &str, fields: &str) -> String {
    format!("#[derive(Model)]\npub struct {name} {{\n    id: i64,\n    {fields}\n}}\n\n")
}

/// A project whose models went from one text to another.
pub(crate) fn changed(before: &str, after: &str) -> Project {
    let project = Project::sqlite(before);
    project.manage(["makemigrations"]).ok();
    project.models(after);
    project
}

/// Nothing is left to be found or asked, and the migration runs both ways.
pub(crate) fn holds(project: &Project) {
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
}

#[test]
fn a_table_is_gone() {
    let before = model("User", "name: String,\n    age: i32,") + &model("Log", "line: String,");
    let project = changed(&before, &model("Account", "name: String,\n    age: i32,"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    ? Was table users renamed or dropped?
      > 1  renamed to accounts   the same columns
        2  dropped               its rows are lost
        3  quit                  nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(ENTER).wait("Was table logs").wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    * rename users -> accounts
    ? Was table logs renamed or dropped?
        1  dropped   its rows are lost
      > 2  quit      nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(UP).at("> 1", ENTER).wait("Write the migration?");
    assert_snapshot!(screen.shown(), @r"
    * rename users -> accounts
    * drop logs, its rows are lost

      rename users -> accounts
      drop logs, its rows are lost
    ? Write the migration? (y/N) no
    ");
    screen.press("y").at("(y/N) yes", ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * rename users -> accounts
    * drop logs, its rows are lost

      rename users -> accounts
      drop logs, its rows are lost
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_users_to_accounts_and_drop_logs
        ~ Rename table users to accounts
        - Drop table logs
    The same without questions: manage makemigrations --rename users:accounts --drop logs
    ");
    holds(&project);
}

#[test]
fn a_table_and_its_columns_are_renamed_in_one_run() {
    let fields = "#[model(index)]\n    name: String,\n    age: i32,\n    born: String,";
    let project = changed(
        &model("User", fields),
        &model("Account", &fields.replace("name", "full_name").replace("age", "years")),
    );
    let mut screen = Screen::of(&project, &["makemigrations", "-m", "It's all new"]);
    screen.at("Was table users", ENTER).at("Was column users.name", "").wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    * rename users -> accounts
    ? Was column users.name renamed or dropped?
      > 1  renamed to full_name   same type, position and index, name 83 % alike
        2  renamed to years       looks nothing like it
        3  dropped                its values are lost
        4  quit                   nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(ENTER).wait("Was column users.age");
    // What was taken is not offered again.
    assert!(!screen.shown().contains("renamed to full_name"), "{}", screen.shown());
    screen.press("1").at("> 1", ENTER).at("(Y/n) yes", ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * rename users -> accounts
    * rename users.name -> full_name
    * rename users.age -> years

      rename users -> accounts
      rename users.name -> full_name
      rename users.age -> years
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_it_s_all_new
        ~ Rename table users to accounts
        ~ Rename column name to full_name on accounts
        ~ Rename column age to years on accounts
    The same without questions: manage makemigrations -m 'It'\''s all new' --rename users:accounts --ren
    ame users.name:full_name --rename users.age:years
    ");
    holds(&project);
}

#[test]
fn what_looks_like_nothing_is_in_a_list_of_its_own() {
    let before = model("User", "name: String,");
    let after = model("User", "a1: i32,\n    b2: i32,\n    c3: i32,\n    d4: i32,\n    e5: i32,\n    f6: Option<f64>,")
        .replace("i32", "Option<i32>");
    let project = changed(&before, &after);
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("renamed to another", "1").at("> 1", ENTER).wait("What was users.name renamed to?");
    // Esc leads back.
    screen.press(ESC).at("Was column", ENTER).at("What was users.name", DOWN).wait("> 2  b2");
    screen.press(&format!("{DOWN}{DOWN}{DOWN}{UP}")).at("> 4  d4", "3").at("> 3  c3", ENTER);
    screen.at("How does users.c3 get from TEXT to INTEGER?", "1").at("> 1", ENTER).at("(Y/n)", ENTER);
    screen.ends(0);
    holds(&project);
}

#[test]
fn a_column_is_gone_and_nothing_is_new() {
    let project =
        changed(&model("Post", "title: String,\n    legacy: Option<String>,"), &model("Post", "title: String,"));
    let files = project.files();
    let mut screen = Screen::of(&project, &["makemigrations"]);
    // Enter alone loses nothing.
    screen.at("> 2  quit", ENTER);
    assert_snapshot!(screen.ends(3), @r"
    x Was column posts.legacy renamed or dropped?
    error: stopped at the question about posts.legacy: nothing is written
    ");
    let mut screen = Screen::of(&project, &["makemigrations"]);
    // Neither does Enter once more.
    screen.at("> 2", "1").at("> 1", ENTER).at("(y/N) no", ENTER);
    assert_snapshot!(screen.ends(3), @r"
    * drop posts.legacy, its values are lost
    x Write the migration?
    error: not confirmed: nothing is written
    hint: the answers that were given, as flags: --drop posts.legacy
    ");
    assert!(project.files() == files, "files changed");
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("> 2", "1").at("> 1", ENTER).at("(y/N) no", "y").at("yes", ENTER);
    screen.ends(0);
    holds(&project);
}

#[test]
fn a_type_grows_narrower() {
    let before = model("User", "#[model(max_length = 50)]\n    name: String,");
    let project = changed(&before, &before.replace("50", "20"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    ? May users.name become VARCHAR(20)?
      20 characters instead of 50
        1  go on   where a value does not fit, the migration fails whole
      > 2  quit    nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(UP).at("> 1", ENTER).at("(Y/n) yes", ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * narrow users.name to VARCHAR(20); fails where a value does not fit
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_name_on_users
        ~ Alter column name on users: VARCHAR(50) to VARCHAR(20)
    The same without questions: manage makemigrations --allow users.name
    ");
    holds(&project);
}

#[test]
fn a_new_column_gets_a_value_that_fits() {
    let project = changed(&model("User", "name: String,"), &model("User", "name: String,\n    age: i32,"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    ? What do the rows of users get in the new column age, which is NOT NULL?
      > 1  a value          to be typed: a literal, or sql(...)
        2  nothing          age is left nullable
        3  leave it empty   the migration fails where the table has rows
        4  quit             nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(ENTER).at("Value of", "old").at("> old", ENTER).wait("is no integer");
    assert_snapshot!(screen.shown(), @r#"
    ? Value of users.age for the rows that are there
      INTEGER: a literal, or an expression as sql(...)
      > old
        "old" is no integer
    "#);
    screen.press("\u{15}").press(ENTER).wait("type a value");
    screen.press("99999999999").press(ENTER).wait("does not fit 32 bits");
    screen.press("\u{17}").press("sql((length(name)").press(ENTER).wait("is missing in");
    screen.press("\u{1b}[D\u{1b}[D\u{1b}[D))\u{1b}[F\u{7f}").at("> sql((length(na))me", "");
    screen.press("\u{15}sql(length(name))").press(ENTER).at("(Y/n)", ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * fill users.age with length(name)
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_add_age_to_users
        + Add column age to users
    The same without questions: manage makemigrations --backfill 'users.age=sql(length(name))'
    ");
    holds(&project);
}

#[test]
fn a_column_becomes_not_null() {
    let project = changed(&model("User", "name: Option<String>,"), &model("User", "name: String,"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("What replaces NULL in users.name, which becomes NOT NULL?", "3").wait("> 3  leave the NULLs to me");
    screen.press("1").at("> 1", ENTER).at("Value of users.name where it is NULL", "it's nobody").press(ENTER);
    screen.wait("(Y/n) yes").press(ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * replace NULL in users.name with 'it''s nobody'
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_name_on_users
        ~ Alter column name on users: NOT NULL
    The same without questions: manage makemigrations --backfill 'users.name='\''it'\'''\''s nobody'\'''
    ");
    holds(&project);
    let project = changed(&model("User", "name: Option<String>,"), &model("User", "name: String,"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("> 1", "2").at("> 2", ENTER);
    // Left nullable, nothing is to be written.
    assert_snapshot!(screen.ends(0), @r"
    * leave users.name nullable
    note: users.name is left nullable: make its field an Option
    No changes detected
    ");
}

#[test]
fn a_type_becomes_another() {
    let project =
        changed(&model("User", "age: String,\n    price: f64,"), &model("User", "age: i32,\n    price: i32,"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    ? How does users.age get from TEXT to INTEGER?
      text that is no whole number makes the migration fail
      > 1  with age                  the value as it is
        2  with another expression   to be typed
        3  quit                      nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen
        .press(DOWN)
        .at("> 2", ENTER)
        .at("> age", "\u{1}length(\u{5}")
        .at("> length(age", ENTER)
        .wait("is missing in");
    screen.press(")").at("age)", ENTER).wait("How does users.price");
    // What cuts something off is not the default.
    screen.wait("> 3  quit");
    screen.press("1").at("> 1  with CAST(price AS INTEGER)", ENTER).at("(y/N) no", "y").at("yes", ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * convert users.age with length(age)
    * convert users.price with CAST(price AS INTEGER)

      convert users.age with length(age)
      convert users.price with CAST(price AS INTEGER)
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_age_on_users_and_alter_price_on_users
        ~ Alter column age on users: TEXT to INTEGER
        ~ Alter column price on users: DOUBLE to INTEGER
    The same without questions: manage makemigrations --using 'users.age=length(age)' --using 'users.pri
    ce=CAST(price AS INTEGER)'
    ");
    holds(&project);
}

#[test]
fn values_of_an_enum_are_gone() {
    let before = format!(
        "#[derive(ModelEnum)]\npub enum Status {{ Draft, Published, Archived, Old }}\n\n{}",
        model("Post", "status: Option<Status>,")
    );
    let project = changed(&before, &before.replace("Published, Archived, Old", "Public"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    ? Was value 'published' of posts.status renamed or removed?
      > 1  renamed to public   same position, name 62 % alike
        2  removed, replaced   rows that hold it get another value
        3  removed             the migration fails where a row holds it
        4  quit                nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(ENTER).at("'archived'", "1").at("> 1  removed, replaced", ENTER).wait("What do rows get");
    screen.at("Enter;", DOWN).wait("> 2  'public'");
    assert_snapshot!(screen.shown(), @r"
    * rename 'published' -> 'public' in posts.status
    ? What do rows get that hold 'archived' in posts.status?
        1  'draft'
      > 2  'public'
        3  NULL
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(DOWN).at("> 3", ENTER).at("'old'", "2").at("> 2  removed", ENTER).at("(y/N)", "y").at("yes", ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * rename 'published' -> 'public' in posts.status
    * replace 'archived' with NULL in posts.status
    * remove 'old' from posts.status; fails where a row holds it

      rename 'published' -> 'public' in posts.status
      replace 'archived' with NULL in posts.status
      remove 'old' from posts.status; fails where a row holds it
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_status_on_posts
        ~ Alter column status on posts: values
    The same without questions: manage makemigrations --rename-value posts.status.published:public --dro
    p-value posts.status.archived=null --drop-value posts.status.old
    ");
    holds(&project);
}

/// On PostgreSQL an enum is a type, and no column is meant.
#[test]
fn values_of_a_type_are_gone() {
    let before = format!(
        "#[derive(ModelEnum)]\npub enum Status {{ Draft, Published, Archived }}\n\n{}",
        model("Post", "status: Status,")
    );
    let project = Project::postgres(&before);
    project.manage(["makemigrations"]).ok();
    project.models(&before.replace("Published, Archived", "Public"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("value 'published' of status renamed", ENTER);
    screen.at("'archived'", "1").at("> 1  removed, replaced", ENTER);
    screen
        .wait("? What do rows get that hold 'archived' in status?")
        .at("Enter;", ENTER)
        .at("(y/N)", "y")
        .at("yes", ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * rename 'published' -> 'public' in status
    * replace 'archived' with 'draft' in status

      rename 'published' -> 'public' in status
      replace 'archived' with 'draft' in status
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_alter_enum_status
        ~ Alter enum status: published is public
        ~ Alter enum status: without archived
    The same without questions: manage makemigrations --rename-value status.published:public --drop-valu
    e status.archived=draft
    ");
    holds(&project);
}

#[test]
fn a_value_that_two_columns_share_is_asked_about_once() {
    let before = format!(
        "#[derive(ModelEnum)]\npub enum Status {{ Draft, Published }}\n\n{}{}",
        model("Post", "status: Status,"),
        model("Page", "status: Status,")
    );
    let project = changed(&before, &before.replace("Published", "Public"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("'published' of pages.status", ENTER).at("(Y/n)", ENTER);
    let shown = screen.ends(0);
    assert!(shown.contains("* rename 'published' -> 'public' in posts.status\n"), "{shown}");
    holds(&project);
}

#[test]
fn a_flag_answers_first_and_the_rest_is_asked() {
    let fields = "name: String,\n    age: i32,";
    let project = changed(&model("User", fields), &model("User", "full_name: String,\n    years: i32,"));
    let mut screen = Screen::of(&project, &["makemigrations", "--rename", "users.name:full_name"]);
    screen.at("Was column users.age", "1").at("> 1  renamed to years", ENTER).at("(Y/n)", ENTER);
    assert_snapshot!(screen.ends(0), @r"
    * rename users.age -> years

      rename users.name -> full_name
      rename users.age -> years
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_name_to_full_name_on_users_and_more
        ~ Rename column name to full_name on users
        ~ Rename column age to years on users
    The same without questions: manage makemigrations --rename users.name:full_name --rename users.age:y
    ears
    ");
    // With flags alone nobody is asked, not even whether it is right.
    let project = changed(&model("User", "name: String,"), &model("User", "id_: Option<i32>,"));
    let screen = Screen::of(&project, &["makemigrations", "--drop", "users.name"]);
    assert!(!screen.ends(0).contains('?'));
}

#[test]
fn several_databases_are_told_apart() {
    let project = Project::sqlite(&model("User", "name: String,"));
    project.write("src/events.rs", model("Event", "what: String,"));
    project.write(
        "settings.json",
        r#"{"databases": {
            "default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]},
            "ana-lytics": {"driver": "sqlite", "database": "analytics.sqlite3", "models": ["src/events.rs"]}
        }}"#,
    );
    project.manage(["makemigrations"]).ok();
    project.models(&model("User", "full_name: String,"));
    project.write("src/events.rs", model("Event", "what: String,\n    weight: i32,"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.at("? default: was column users.name renamed or dropped?", ENTER);
    screen.at("? \"ana-lytics\": what do the rows of events get in the new column weight", ENTER);
    screen.at("\"ana-lytics\": value of events.weight", "1").press(ENTER).at("Write the migrations? (Y/n)", ENTER);
    assert_snapshot!(screen.ends(0), @r#"
    * default: rename users.name -> full_name
    * "ana-lytics": fill events.weight with 1

      default: rename users.name -> full_name
      "ana-lytics": fill events.weight with 1
    * Write the migrations?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_name_to_full_name_on_users
        ~ Rename column name to full_name on users
    Migrations for ana-lytics:
      app_migrations/ana-lytics/2026-11-21-101501-0000_add_weight_to_events
        + Add column weight to events
    The same without questions: manage makemigrations --rename default::users.name:full_name --backfill
    '"ana-lytics"::events.weight=1'
    "#);
    // Models that are broken are seen before anything is asked.
    project.models(&model("User", "name: String,"));
    project.write("src/events.rs", "#[derive(Model)] struct");
    let screen = Screen::of(&project, &["makemigrations"]);
    assert!(!screen.ends(6).contains('?'));
}

#[test]
fn what_looks_like_a_flag_is_a_value_in_the_line_without_questions() {
    let (before, after) = (model("User", "name: String,"), model("User", "age: Option<i32>,"));
    let project = changed(&before, &after);
    let mut screen = Screen::of(&project, &["makemigrations", "--message=-v is no version", "--name=-x"]);
    screen.at("Esc leaves", "2").at("> 2", ENTER).at("(y/N) no", "y").at("(y/N) yes", ENTER);
    let left = screen.ends(0);
    let line = left.lines().find_map(|line| line.strip_prefix("The same without questions: manage ")).unwrap();
    assert_eq!(line, "makemigrations -m='-v is no version' --name=-x --drop users.name");
    let again = changed(&before, &after);
    let words: Vec<&str> = "makemigrations|-m=-v is no version|--name=-x|--drop|users.name".split('|').collect();
    again.manage(words).ok();
    assert_eq!(again.files(), project.files());
}
