//! Questions on terminals of every kind: dumb, without colours, narrow, low, and where nobody is to be asked.

use insta::assert_snapshot;

use crate::screen::{DOWN, DUMB, ENTER, ESC, Kind, ORDINARY, Screen, UP};
use crate::terminal::{changed, holds, model};

#[test]
fn a_dumb_terminal_has_a_list_and_a_line() {
    let project = changed(
        &model("User", "name: String,\n    size: String,"),
        &model("User", "full_name: String,\n    size: i32,\n    age: i32,"),
    );
    let mut screen = Screen::on(DUMB, &project, &["makemigrations"]);
    screen.at("1 to 4 [1]:", "9\n").again("there is no 9", "1 to 4 [1]:", "x\n");
    screen.again("there is no x", "1 to 4 [1]:", "\n");
    screen.again("How does users.size", "1 to 3 [1]:", "2\n");
    screen.at("[size] >", "nope(\n").again("is missing in", "[size] >", "\n");
    screen.again("What do the rows", "[1]:", "1\n");
    screen.again("Value of", ">", "old\n").again("is no integer", ">", "18\n");
    screen.at("(Y/n)", "maybe\n").again("type yes or no", "(Y/n)", "\n");
    let shown = screen.ends(0);
    assert_snapshot!(shown, @r#"
    ? Was column users.name renamed or dropped?
      1) renamed to full_name: same type and position, name 83 % alike
      2) renamed to age: looks nothing like it
      3) dropped: its values are lost
      4) quit: nothing is written
      1 to 4 [1]: 9
      there is no 9: type a number from 1 to 4
      1 to 4 [1]: x
      there is no x: type a number from 1 to 4
      1 to 4 [1]:
    * rename users.name -> full_name
    ? How does users.size get from TEXT to INTEGER?
      text that is no whole number makes the migration fail
      1) with size: the value as it is
      2) with another expression: to be typed
      3) quit: nothing is written
      1 to 3 [1]: 2
    ? Expression that makes INTEGER out of TEXT
      over the old value, size
      [size] > nope(
      a `)` is missing in "nope("
      [size] >
    * convert users.size with size
    ? What do the rows of users get in the new column age, which is NOT NULL?
      1) a value: to be typed: a literal, or sql(...)
      2) nothing: age stays nullable
      3) leave it empty: the migration fails where the table has rows
      4) quit: nothing is written
      1 to 4 [1]: 1
    ? Value of users.age for the rows that are there
      INTEGER: a literal, or an expression as sql(...)
      > old
      "old" is no integer
      > 18
    * fill users.age with 18

      rename users.name -> full_name
      convert users.size with size
      fill users.age with 18
    ? Write the migration? (Y/n) maybe
      type yes or no
    ? Write the migration? (Y/n)
    * Write the migration?
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_name_to_full_name_on_users_and_more
        ~ Rename column name to full_name on users
        + Add column age to users
        ~ Alter column size on users: TEXT to INTEGER
    The same without questions: manage makemigrations --rename users.name:full_name --using users.size=s
    ize --backfill users.age=18
    "#);
    holds(&project);
}

#[test]
fn no_terminal_that_can_do_nothing_is_sent_codes() {
    for variables in [&[("TERM", "dumb")][..], &[]] {
        let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
        let mut screen = Screen::on(Kind { variables, ..ORDINARY }, &project, &["makemigrations"]);
        screen.at("1 to 3 [1]:", "\n").at("(Y/n)", "y\n").wait("Migrations for");
        assert!(!screen.written().contains('\u{1b}'), "{:?}", screen.written());
        screen.ends(0);
    }
}

#[test]
fn no_colour_is_no_colour() {
    let coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
        let arguments: Vec<&str> = ["makemigrations"].iter().chain(arguments).copied().collect();
        let mut screen = Screen::on(Kind { variables, ..ORDINARY }, &project, &arguments);
        screen.at("Was column", ENTER).at("(Y/n)", ENTER).wait("Migrations for");
        let written = screen.written();
        screen.ends(0);
        written.contains("\u{1b}[1m") || written.contains("\u{1b}[36m") || written.contains("\u{1b}[2m")
    };
    assert!(coloured(ORDINARY.variables, &[]));
    assert!(!coloured(&[("TERM", "xterm"), ("NO_COLOR", "1")], &[]));
    assert!(!coloured(ORDINARY.variables, &["--color", "never"]));
}

#[test]
fn signs_beyond_ascii_where_the_terminal_has_them() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    let variables = &[("TERM", "xterm"), ("LANG", "C.UTF-8")];
    let mut screen = Screen::on(Kind { variables, ..ORDINARY }, &project, &["makemigrations"]);
    screen.at("❯ 1  renamed to full_name", ENTER).at("✔ rename users.name → full_name", ENTER).wait("✔ Write");
    screen.ends(0);
}

#[test]
fn twenty_columns_are_enough() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,\n    age: i32,"));
    let narrow = Kind { columns: 20, ..ORDINARY };
    let mut screen = Screen::on(narrow, &project, &["makemigrations"]);
    screen.wait("written");
    assert_snapshot!(screen.shown(), @r"
    ? Was column
      users.name
      renamed or
      dropped?
      > 1  renamed to
           full_name
           same type
           and
           position,
           name 83 %
           alike
        2  renamed to
           age
           same
           position,
           name 50 %
           alike
        3  dropped
           its values
           are lost
        4  quit
           nothing is
           written
    ");
    let before = screen.shown();
    screen.press(DOWN).at("> 2", DOWN).at("> 3", UP).at("> 2", UP).wait("> 1");
    assert_eq!(screen.shown(), before, "nothing is left behind by drawing");
    screen.press(ENTER).at("What do the", ENTER).at("sql(...)", "sql(length(full_name) + 1234567890 )").wait("7890 )");
    assert_snapshot!(screen.shown(), @r"
    * rename users.name
    -> full_name
    ? Value of
      users.age for the
      rows that are
      there
      INTEGER: a
      literal, or an
      expression as
      sql(...)
      > + 1234567890 )
    ");
    screen.press(ENTER).at("(Y/n)", ENTER);
    screen.ends(0);
    holds(&project);
}

#[test]
fn a_low_window_shows_what_is_around_the_choice() {
    let fields: String = (0..4).map(|n| format!("x{n}: Option<i64>,\n    ")).collect();
    let project = changed(&model("User", "name: String,"), &model("User", &fields));
    let low = Kind { rows: 6, columns: 30, ..ORDINARY };
    let mut screen = Screen::on(low, &project, &["makemigrations"]);
    screen
        .at("> 6  quit", "1")
        .wait("> 1  renamed to x0")
        .press(DOWN)
        .wait("> 2  renamed to x1")
        .wait("3  renamed to x2");
    assert_snapshot!(screen.shown(), @r"
    ? Was column users.name
      renamed or dropped?
      > 2  renamed to x1
           looks nothing like it
        3  renamed to x2
    ");
    screen.press(ESC);
    screen.ends(3);
}

#[test]
fn a_window_that_is_made_narrower_stays_clean() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    let mut screen = Screen::of(&project, &["makemigrations"]);
    screen.wait("Enter;");
    screen.resize(40, 30);
    screen.press(DOWN).wait("> 2  dropped").press(UP).wait("> 1  renamed to full_name").wait("quit");
    assert_eq!(screen.shown().matches("quit").count(), 1, "{}", screen.shown());
    screen.press(ENTER).at("(Y/n)", ENTER);
    screen.ends(0);
}

#[test]
fn standard_output_may_lead_elsewhere() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    let line = format!("{} makemigrations > out.txt", env!("CARGO_BIN_EXE_manage"));
    let mut screen = Screen::running(ORDINARY, &project, &["sh", "-c", &line]);
    screen.at("Was column", ENTER).at("(Y/n)", ENTER);
    screen.ends(0);
    assert!(project.read("out.txt").starts_with("Migrations for default:"), "{}", project.read("out.txt"));
}

#[test]
fn nobody_is_asked_who_is_not_to_be() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    let files = project.files();
    for arguments in [["makemigrations", "--no-input"], ["makemigrations", "--json"]] {
        let shown = Screen::of(&project, &arguments).ends(3);
        assert!(shown.contains("--drop users.name") && !shown.contains("> 1"), "{shown}");
    }
    Screen::of(&project, &["makemigrations", "--check"]).ends(1);
    // A build that runs in a terminal would wait for ever.
    let ci = Kind { variables: &[("TERM", "xterm"), ("CI", "true")], ..ORDINARY };
    assert!(Screen::on(ci, &project, &["makemigrations"]).ends(3).contains("--drop users.name"));
    let line = format!("{} makemigrations < /dev/null", env!("CARGO_BIN_EXE_manage"));
    Screen::running(ORDINARY, &project, &["sh", "-c", &line]).ends(3);
    assert!(project.files() == files, "files changed");
}
