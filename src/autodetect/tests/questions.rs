use super::fixture::{schema, try_run, wanted};
use crate::autodetect::Ignore;

fn open(before: &str, after: &str, flags: &[&str]) -> Vec<String> {
    try_run(&schema(before), &wanted(after), flags, &Ignore::default()).unwrap_or_else(|error| panic!("{error}")).open()
}

fn error(before: &str, after: &str, flags: &[&str]) -> String {
    match try_run(&schema(before), &wanted(after), flags, &Ignore::default()) {
        Ok(run) => panic!("no error, but {:?}", run.summaries()),
        Err(error) => format!("{error}; {}", error.hints().join("; ")),
    }
}

const USER: &str = "struct User { id: i64, name: String, age: i32 }";

#[test]
fn whatever_is_in_doubt_is_asked_in_one_run() {
    let before =
        "struct User { id: i64, name: String, #[model(max_length = 80)] nick: String, age: Option<i32>, size: String }
        struct Tag { id: i64 }  #[model(check(expr = \"s IN ('a', 'b')\"))] struct Post { id: i64, s: String }";
    let after = "struct Account { id: i64, full_name: String, #[model(max_length = 50)] nick: String, age: i32, size: i32, new: i32 }
        #[model(check(expr = \"s IN ('a')\"))] struct Post { id: i64, s: String }";
    assert_eq!(
        open(before, after, &[]),
        [
            "table users",
            "table tags",
            "column users.name",
            "narrowing accounts.nick",
            "backfill accounts.age",
            "cast accounts.size",
            "backfill accounts.new",
            "value posts.s.b",
        ]
    );
}

#[test]
fn no_question_where_there_is_no_doubt() {
    for (before, after) in [
        (USER, "struct User { id: i64, name: Option<String>, age: i64 }"),
        (USER, "struct User { id: i64, name: String, age: i32, bio: Option<String>, #[model(default = 1)] n: i32 }"),
        ("", USER),
        // What the database computes is not lost with its column.
        ("struct User { id: i64, a: i32, #[model(generated = \"a + 1\")] b: i32 }", "struct User { id: i64, a: i32 }"),
    ] {
        assert!(open(before, after, &[]).is_empty(), "{before} to {after}");
    }
}

#[test]
fn one_question_for_each_vanished_thing() {
    let after = "struct User { id: i64, a: String, b: String, c: i32 }";
    assert_eq!(open(USER, after, &[]), ["column users.name", "column users.age", "backfill users.b"]);
}

#[test]
fn what_a_flag_takes_is_not_offered_for_another() {
    // Without the flag, `first` would look most like `first_name`.
    let before = "struct User { id: i64, first: String, given: String }";
    let after = "struct User { id: i64, first_name: String }";
    let run =
        try_run(&schema(before), &wanted(after), &["--rename", "users.given:first_name"], &Ignore::default()).unwrap();
    assert_eq!(run.open(), ["column users.first"]);
    let question = &run.open.iter().next().unwrap().question;
    assert!(
        matches!(question, crate::questions::Question::Column { candidates, others, .. } if candidates.is_empty() && others.is_empty())
    );
}

#[test]
fn the_surest_is_asked_first_and_takes_its_candidate() {
    let before = "struct User { id: i64, email: String, mail_address: String }";
    let after = "struct User { id: i64, mail_addresses: String }";
    assert_eq!(open(before, after, &[]), ["column users.mail_address", "column users.email"]);
}

#[test]
fn a_flag_that_answers_nothing_is_a_mistake() {
    let after = "struct User { id: i64, username: String, age: i32 }";
    for (flags, expected) in [
        (
            &["--rename", "user.name:username"][..],
            "--rename user.name:username answers nothing; what is open: users.name",
        ),
        (
            &["--rename", "users.name:username", "--drop", "users.nick", "--allow", "users.age"],
            "these answer nothing: --drop users.nick, --allow users.age; nothing else is open: leave it out",
        ),
        (
            &["--rename", "other::users.name:username"],
            "--rename other::users.name:username answers nothing; what is open: users.name",
        ),
        (
            &["--rename", "users.name:user"],
            "name cannot have become user: the models have nothing new of that name; what is new there: username",
        ),
        (
            &["--rename", "users.name:username", "--drop", "users.name"],
            "--rename users.name:username and --drop users.name contradict each other; leave one of them out",
        ),
    ] {
        assert_eq!(error(USER, after, flags), expected);
    }
}

#[test]
fn values_are_checked() {
    let after = "struct User { id: i64, name: String, age: i32, size: i32 }";
    let told = error(USER, after, &["--backfill", "users.size=large"]);
    assert!(told.starts_with("--backfill users.size=large: "), "{told}");
    for value in ["5", "-5", "sql(abs(age))", "null"] {
        assert!(open(USER, after, &["--backfill", &format!("users.size={value}")]).is_empty(), "{value}");
    }
    let after = "struct User { id: i64, name: String, age: i32, zip: String }";
    for (value, expected) in [
        ("007", "'007'"),
        ("'it''s'", "'it''s'"),
        ("a=b:c", "'a=b:c'"),
        ("\"quoted\"", "'quoted'"),
        ("", "''"),
        ("true", "'true'"),
        ("sql(upper(name))", "upper(name)"),
    ] {
        let flag = format!("default::users.zip={value}");
        let run = try_run(&schema(USER), &wanted(after), &["--backfill", &flag], &Ignore::default()).unwrap();
        let change = format!("{:?}", run.detected.changes[0]);
        assert!(change.contains(&format!("fill: With(`{expected}`)")), "{value} gives {change}");
    }
}

#[test]
fn null_as_the_value_leaves_the_column_nullable_and_says_so() {
    let after = "struct User { id: i64, name: String, age: i32, size: i32 }";
    let run = try_run(&schema(USER), &wanted(after), &["--backfill", "users.size=null"], &Ignore::default()).unwrap();
    assert_eq!(run.notes(), ["users.size is left nullable: make its field an Option"]);
    assert!(matches!(&run.detected.changes[..], [crate::schema::Change::AddColumn { column, .. }] if column.nullable));
}

#[test]
fn what_is_stored_and_then_computed_is_lost_and_asked_about() {
    let after = "struct User { id: i64, name: String, #[model(generated = \"id + 1\")] age: Option<i32> }";
    assert_eq!(open("struct User { id: i64, name: String, age: Option<i32> }", after, &[]), ["narrowing users.age"]);
}

#[test]
fn names_are_quoted_as_in_sql() {
    let before = "#[model(table = \"a.b\")] struct A { id: i64, n: i32, #[model(column = \"c:d\")] c: String }";
    let after =
        "#[model(table = \"x=y\")] struct A { id: i64, n: i32, #[model(column = \"we \\\"quote\\\"\")] c: String }";
    let current = schema(before);
    let run = try_run(&current, &wanted(after), &[], &Ignore::default()).unwrap();
    let flags: Vec<String> = run
        .open
        .iter()
        .filter_map(|question| run.open.choices(question).into_iter().next())
        .flat_map(|choice| shell_words::split(&choice.flag).unwrap())
        .collect();
    assert_eq!(flags, ["--rename", "\"a.b\":\"x=y\"", "--rename", "\"a.b\".\"c:d\":\"we \"\"quote\"\"\""]);
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let run = try_run(&current, &wanted(after), &flags, &Ignore::default()).unwrap();
    assert_eq!((run.open().len(), run.detected.changes.len()), (0, 2));
}

#[test]
fn a_name_that_is_not_new_can_be_given_away_and_its_owner_is_asked_about() {
    let before = "#[model(table = \"users\")] struct Old { id: i64, a: String } #[model(table = \"people\")] struct P { id: i64, name: String }";
    let after = "struct User { id: i64, name: String }";
    assert_eq!(open(before, after, &["--rename", "people:users"]), ["table users"]);
    let run =
        try_run(&schema(before), &wanted(after), &["--rename", "people:users", "--drop", "users"], &Ignore::default());
    assert_eq!(
        run.unwrap().summaries(),
        [
            "Rename table users to manage_moved_users_0",
            "Rename table people to users",
            "Drop table manage_moved_users_0"
        ]
    );
}
