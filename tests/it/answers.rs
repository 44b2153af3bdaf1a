//! Answers in a file: what `--json` printed, completed, or what `--record` wrote.

use insta::assert_snapshot;

use crate::project::Project;
use crate::screen::{ENTER, Screen};
use crate::terminal::{changed, model};

const BEFORE: &str = "#[derive(ModelEnum)]\npub enum Status { Draft, Published, Archived }\n\n\
    #[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n    #[model(max_length = 50)]\n    nick: String,\n    size: String,\n}\n\n\
    #[derive(Model)]\npub struct Post {\n    id: i64,\n    status: Status,\n}\n\n\
    #[derive(Model)]\npub struct Log {\n    id: i64,\n}\n";
const AFTER: &str = "#[derive(ModelEnum)]\npub enum Status { Draft, Public }\n\n\
    #[derive(Model)]\npub struct User {\n    id: i64,\n    full_name: String,\n    #[model(max_length = 20)]\n    nick: String,\n    size: i32,\n    age: i32,\n}\n\n\
    #[derive(Model)]\npub struct Post {\n    id: i64,\n    status: Status,\n}\n";

/// An answer to each of the questions between the two, as a person would write them.
const ANSWERS: &str = r#"{
  "version": 1,
  "questions": [
    { "id": "table default::logs", "answer": "dropped" },
    { "id": "column default::users.name", "answer": { "renamed": "full_name" } },
    { "id": "narrowing default::users.nick", "answer": "allowed" },
    { "id": "cast default::users.size", "answer": { "using": "length(size)" } },
    { "id": "backfill default::users.age", "answer": { "fill": 18 } },
    { "id": "value default::posts.status.published", "answer": { "renamed": "public" } },
    { "id": "value default::posts.status.archived", "answer": { "replaced": "draft" } }
  ]
}
"#;

/// Writes the answers and runs with them.
fn with(project: &Project, answers: &str, more: &[&str]) -> crate::project::Run {
    project.write("answers.json", answers);
    project.manage(["makemigrations", "--answers", "answers.json"].iter().chain(more))
}

/// What is said about answers that are refused, with nothing written.
#[track_caller]
fn refused(project: &Project, answers: &str, code: i32) -> String {
    project.write("answers.json", answers);
    let files = project.files();
    let run = with(project, answers, &[]).expect(code);
    assert!(project.files() == files, "files changed");
    run.stderr
}

fn all() -> Project {
    changed(BEFORE, AFTER)
}

#[test]
fn every_kind_of_answer() {
    let project = all();
    assert_snapshot!(with(&project, ANSWERS, &[]).ok().shown(), @r"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_rename_name_to_full_name_on_users_and_more
        ~ Rename column name to full_name on users
        ~ Alter column status on posts: values
        + Add column age to users
        ~ Alter column nick on users: VARCHAR(50) to VARCHAR(20)
        ~ Alter column size on users: TEXT to INTEGER
        - Drop table logs
    ");
    project.manage(["makemigrations", "--check"]).ok();
    let flagged = all();
    let flags = [
        "--drop logs",
        "--rename users.name:full_name",
        "--allow users.nick",
        "--using users.size=length(size)",
        "--backfill users.age=18",
        "--rename-value posts.status.published:public",
        "--drop-value posts.status.archived=draft",
    ];
    // Each flag, in the file, says the same.
    let ids = ANSWERS.lines().filter_map(|line| line.split('"').nth(3).filter(|id| id.contains("::")));
    let entries: Vec<String> =
        ids.zip(flags).map(|(id, flag)| format!("{{\"id\": {id:?}, \"answer\": {flag:?}}}")).collect();
    with(&flagged, &format!("{{\"questions\": [{}]}}", entries.join(",")), &[]).ok();
    assert!(
        flagged
            .files()
            .iter()
            .filter(|(name, _)| name.ends_with("up.sql"))
            .eq(project.files().iter().filter(|(name, _)| name.ends_with("up.sql")))
    );
}

#[test]
fn other_spellings() {
    for (kind, answers) in [
        (
            "backfill default::users.age",
            &[
                "{\"fill\": \"18\"}",
                "{\"backfill\": \"sql(18)\"}",
                "{\"value\": -1}",
                "{\"fill\": null}",
                "\"nullable\"",
                "\"leave_to_me\"",
                "\"--allow users.age\"",
                "\"--backfill=users.age=null\"",
            ][..],
        ),
        ("column default::users.name", &["{\"rename\": \"FULL_NAME\"}", "\"drop\"", "\"--drop default::users.name\""]),
        ("table default::logs", &["\"drop\"", "\"--drop 'logs'\""]),
        (
            "value default::posts.status.archived",
            &["{\"replace\": \"public\"}", "\"dropped\"", "\"--drop-value status.archived\""],
        ),
    ] {
        for answer in answers {
            let project = all();
            let lines = ANSWERS.lines().map(|line| match line.split_once("\"answer\"") {
                Some((before, _)) if line.contains(kind) => {
                    format!("{before}\"answer\": {answer} }}{}", if line.ends_with(',') { "," } else { "" })
                }
                _ => line.to_owned(),
            });
            let text = lines.collect::<Vec<_>>().join("\n");
            // Dropped, the name leaves the new column without a value.
            let more: &[&str] = if answer.contains("drop") && kind.contains("name") {
                &["--backfill", "users.full_name=x"]
            } else {
                &[]
            };
            with(&project, &text, more).ok();
        }
    }
}

#[test]
fn what_is_printed_is_completed_and_given_back() {
    let project = all();
    let printed = project.manage(["makemigrations", "--json"]).expect(3).stdout;
    let mut sheet: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let own: serde_json::Value = serde_json::from_str(ANSWERS).unwrap();
    for question in sheet["questions"].as_array_mut().unwrap() {
        let entry = own["questions"].as_array().unwrap().iter().find(|entry| entry["id"] == question["id"]);
        question["answer"] = entry.expect("an answer to it")["answer"].clone();
    }
    with(&project, &serde_json::to_string_pretty(&sheet).unwrap(), &[]).ok();
    // What `--check` prints is one as well.
    let project = changed(&model("User", "a: String,"), &model("User", "b: String,"));
    let printed = project.manage(["makemigrations", "--check", "--json"]).expect(1).stdout;
    with(&project, &printed.replace("\"answer\": null", "\"answer\": {\"renamed\": \"b\"}"), &[]).ok();
}

#[test]
fn what_is_not_answered_stays_open() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,\n    age: i32,"));
    let answers = r#"{"questions": [{"id": "column default::users.name", "answer": null}, {"id": "backfill default::users.age", "answer": {"fill": 1}}]}"#;
    let said = with(&project, answers, &[]).expect(3).stderr;
    assert!(said.contains("error: a question needs an answer") && said.contains("users.name renamed"), "{said}");
    with(&project, answers, &["--rename", "users.name:full_name"]).ok();
}

#[test]
fn answers_are_recorded_and_replayed() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,\n    age: i32,"));
    let mut screen = Screen::of(&project, &["makemigrations", "--record", "answers.json"]);
    screen.at("Was column", ENTER).at("What do the rows", ENTER).at("Value of", "sql(length(full_name))");
    screen.press(ENTER).at("(Y/n)", ENTER);
    let shown = screen.ends(0);
    assert!(shown.contains("\nThe answers are in answers.json\n"), "{shown}");
    let recorded = project.read("answers.json");
    assert_snapshot!(recorded, @r#"
    {
      "version": 1,
      "replay": true,
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
            },
            {
              "to": "age",
              "likeness": 50,
              "reason": "same position, name 50 % alike"
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
              "flag": "--rename users.name:age",
              "answer": {
                "renamed": "age"
              },
              "reason": "same position, name 50 % alike"
            },
            {
              "flag": "--drop users.name",
              "answer": "dropped",
              "reason": "dropped, its values are lost"
            }
          ],
          "answer": {
            "renamed": "full_name"
          }
        },
        {
          "id": "backfill default::users.age",
          "kind": "backfill",
          "database": "default",
          "table": "users",
          "column": "age",
          "text": "what do the rows of users get in the new column age, which is NOT NULL?",
          "candidates": [],
          "others": [],
          "choices": [
            {
              "flag": "--backfill users.age=VALUE",
              "answer": null,
              "reason": "a literal, or sql(...)"
            },
            {
              "flag": "--backfill users.age=null",
              "answer": "nullable",
              "reason": "let it be nullable"
            },
            {
              "flag": "--allow users.age",
              "answer": "leave_to_me",
              "reason": "leave it empty: the migration fails where the table has rows"
            }
          ],
          "answer": {
            "fill": "sql(length(full_name))"
          }
        }
      ]
    }
    "#);
    // In another checkout, with nobody there.
    let again = changed(&model("User", "name: String,"), &model("User", "full_name: String,\n    age: i32,"));
    with(&again, &recorded, &[]).ok();
    assert_eq!(
        project.files().iter().map(|(name, _)| name).collect::<Vec<_>>(),
        again.files().iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    // Once more, when everything is migrated: a record may be replayed at any time.
    assert_snapshot!(with(&again, &recorded, &["--check"]).expect(0).shown(), @r"
    exit 0
    --- stdout
    No changes detected
    ");
    assert_snapshot!(with(&again, &recorded, &["--record", "answers.json"]).expect(0).shown(), @r"
    exit 0
    --- stdout
    No changes detected
    --- stderr
    note: answers.json: 2 answers were not asked for
    no question came up: answers.json is left as it is
    ");
    assert_eq!(again.read("answers.json"), recorded);
    let said = again.manage(["makemigrations", "--record", "new.json"]).ok().stderr;
    assert_eq!(said, "no question came up: new.json is not written\n");
    assert!(!again.file("new.json").exists());
}

#[test]
fn answers_of_every_kind_are_recorded() {
    let project = all();
    with(&project, ANSWERS, &["--record", "record.json"]).ok();
    let again = all();
    with(&again, &project.read("record.json"), &[]).ok();
    again.manage(["makemigrations", "--check"]).ok();
}

#[test]
fn a_record_with_open_questions_is_there_to_be_completed() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,\n    age: i32,"));
    let flags = ["makemigrations", "--no-input", "--record", "answers.json", "--backfill", "users.age=1"];
    project.manage(flags).expect(3);
    let recorded = project.read("answers.json");
    assert!(recorded.contains("\"fill\": \"1\"") && recorded.contains("\"answer\": null"), "{recorded}");
    // Not yet one to be replayed: what is completed by hand is checked.
    assert!(!recorded.contains("replay"), "{recorded}");
    with(
        &project,
        &recorded.replace("\n      \"answer\": null", "\n      \"answer\": {\"renamed\": \"full_name\"}"),
        &[],
    )
    .ok();
}

#[test]
fn nothing_but_answers_is_written_over() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    let flags = ["makemigrations", "--rename", "users.name:full_name", "--record"];
    project.write("notes.json", "{}");
    let files = project.files();
    let said = |file: &str| project.manage(flags.iter().chain(&[file])).expect(6).stderr;
    assert_snapshot!(said("src/models.rs"), @r"
    error: src/models.rs is there already, and is no answers file
    hint: record the answers in another file, or move this one away
    ");
    assert_snapshot!(said("notes.json"), @r"
    error: notes.json is there already, and is no answers file
    hint: record the answers in another file, or move this one away
    ");
    assert_snapshot!(said("src"), @"error: src is a folder: the answers cannot be recorded there");
    assert_snapshot!(said("nowhere/answers.json"), @r"
    error: there is no folder to record nowhere/answers.json in
    hint: make it first
    ");
    assert!(project.files() == files, "files changed");
    // Left without an answer, nothing is recorded.
    let mut screen = Screen::of(&project, &["makemigrations", "--record", "answers.json"]);
    screen.at("> 1", "\u{3}");
    screen.ends(130);
    assert!(project.files() == files, "files changed");
}

#[test]
fn a_drop_does_not_hold_where_something_new_has_come() {
    let project = changed(&model("User", "name: String,"), "#[derive(Model)]\npub struct User {\n    id: i64,\n}\n");
    with(&project, "{\"questions\": []}", &["--drop", "users.name", "--record", "record.json"]).ok();
    // Another time the column is renamed, and the record is still there.
    let again = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    assert_snapshot!(refused(&again, &project.read("record.json"), 2), @r"
    error: answers.json:21:17: this was answered before full_name was there to become
    hint: take the answer out, and answer the question anew
    ");
}

#[test]
fn answers_that_do_not_fit() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,\n    age: i32,"));
    let said = |entry: &str| refused(&project, &format!("{{\n  \"questions\": [\n    {entry}\n  ]\n}}\n"), 2);
    assert_snapshot!(said(r#"{"id": "column default::users.nmae", "answer": "dropped"}"#), @r"
    error: answers.json:3:52: `column default::users.nmae` answers nothing
    hint: what is open: column default::users.name, backfill default::users.age
    ");
    assert_snapshot!(said(r#"{"id": "column default::users.name", "answer": {"renamed": "fullname"}}"#), @r"
    error: answers.json:3:52: name cannot have become fullname: the models have nothing new of that name
    hint: what is new there: full_name, age
    ");
    assert_snapshot!(said(r#"{"id": "column default::users.name", "answer": {"fill": 1}}"#), @r#"
    error: answers.json:3:52: {"fill":1} is no answer to a question about a column
    hint: it takes {"renamed": "NEW"} or "dropped"
    "#);
    assert_snapshot!(said(r#"{"id": "column default::users.name", "answer": true}"#), @r#"
    error: answers.json:3:52: true is no answer to a question about a column
    hint: it takes {"renamed": "NEW"} or "dropped"
    "#);
    assert_snapshot!(said(r#"{"id": "column default::users.name", "answer": "--drop users.age"}"#), @"error: answers.json:3:52: --drop users.age is not about users.name");
    assert_snapshot!(said(r#"{"id": "column default::users.name", "answer": "--drop"}"#), @"error: answers.json:3:52: `--drop` is no flag that answers a question");
    assert_snapshot!(said(r#"{"id": "backfill default::users.age", "answer": {"fill": "old"}}"#), @r#"error: answers.json:3:53: "old" is no integer"#);
    assert_snapshot!(said("{\"id\": \"column default::users.name\", \"answer\": null},\n    {\"id\": \"column default::users.name\", \"answer\": \"dropped\"}"), @r"
    error: answers.json:4:52: `column default::users.name` is answered twice
    hint: it is answered in line 3 already
    ");
    let answers = r#"{"questions": [{"id": "column default::users.name", "answer": "dropped"}]}"#;
    assert_snapshot!(with(&project, answers, &["--rename", "users.name:full_name"]).expect(2).stderr, @r"
    error: answers.json:1:63: this and a flag contradict each other about users.name
    hint: leave one of them out
    ");
    // The same twice is no contradiction; a precise answer goes before `--allow-drops`.
    let answers = answers.replace("\"dropped\"", "{\"renamed\": \"full_name\"}");
    with(&project, &answers, &["--rename", "users.name:full_name", "--allow-drops", "--backfill", "users.age=1"]).ok();
    // When all is done, an answer that was written by hand is one to nothing.
    assert_snapshot!(with(&project, &answers, &[]).expect(2).stderr, @r#"
    error: answers.json:1:63: `column default::users.name` answers nothing
    hint: no such question comes up: take it out, or say `"replay": true` at the top of the file
    "#);
}

#[test]
fn files_that_are_no_answers() {
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,"));
    let said = |text: &str| refused(&project, text, 6);
    assert_snapshot!(said(""), @r"
    error: answers.json is empty
    hint: `manage makemigrations --json` prints what an answers file looks like
    ");
    assert_snapshot!(said("{\"questions\": [\n  oops"), @"error: answers.json:2:3: this is not JSON: expected value");
    assert_snapshot!(said("[1]"), @r"
    error: answers.json:1:1: an answers file holds an object
    hint: `manage makemigrations --json` prints what an answers file looks like
    ");
    assert_snapshot!(said("{\"questions\": [[]]}"), @r"
    error: answers.json:1:16: a question is an object
    hint: `manage makemigrations --json` prints what an answers file looks like
    ");
    assert_snapshot!(said("{\"version\": 1}"), @r"
    error: answers.json:1:14: missing field `questions`
    hint: `manage makemigrations --json` prints what an answers file looks like
    ");
    assert_snapshot!(said("{\"version\": 99, \"questions\": []}"), @r"
    error: answers.json:1:13: version 99 is newer than 1, the last that is known
    hint: use the version of manage that wrote it
    ");
    assert_snapshot!(said("{\"version\": \"1\", \"questions\": []}"), @r#"
    error: answers.json:1:15: invalid type: string "1", expected u32
    hint: `manage makemigrations --json` prints what an answers file looks like
    "#);
    assert_snapshot!(said("{\"questions\": [{\"id\": \"x\", \"anwser\": 1}]}"), @r"
    error: answers.json:1:39: missing field `answer`
    hint: `manage makemigrations --json` prints what an answers file looks like
    ");
    assert_snapshot!(said("{\"questions\": [], \"questions\": []}"), @r"
    error: answers.json:1:29: duplicate field `questions`
    hint: `manage makemigrations --json` prints what an answers file looks like
    ");
    assert!(said(&"[".repeat(100_000)).contains("answers.json:1:"));
    assert!(said(&" ".repeat(9 << 20)).contains("is larger than 8 MiB"));
    project.write("answers.json", b"{\"questions\": \"\xff\"}");
    assert_snapshot!(project.manage(["makemigrations", "--answers", "answers.json"]).expect(6).stderr, @r"
    error: answers.json:1:16: the file is not UTF-8
    hint: save it with the encoding UTF-8
    ");
    assert_snapshot!(project.manage(["makemigrations", "--answers", "src"]).expect(6).stderr, @"error: src is a folder, not an answers file");
    assert_snapshot!(project.manage(["makemigrations", "--answers", "nothing.json"]).expect(6).stderr, @r"
    error: there is no answers file nothing.json
    hint: `manage makemigrations --no-input --record nothing.json` writes one to be completed
    ");
    // A byte-order mark and the standard input are no trouble.
    let answers =
        "\u{feff}{\"questions\": [{\"id\": \"column default::users.name\", \"answer\": {\"renamed\": \"full_name\"}}]}";
    project.write("answers.json", answers);
    let line = format!("{} makemigrations --answers - < answers.json", env!("CARGO_BIN_EXE_manage"));
    Screen::running(crate::screen::ORDINARY, &project, &["sh", "-c", &line]).ends(0);
    let screen = Screen::of(&project, &["makemigrations", "--answers", "-"]);
    assert!(screen.ends(2).contains("hint: pipe them in, or name a file"));
}

/// What version 1 wrote is read for ever.
#[test]
fn a_record_of_version_1() {
    const RECORD: &str = r#"{"version": 1, "replay": true, "questions": [
        {"id": "column default::users.name", "kind": "column", "database": "default", "table": "users", "column": "name",
         "text": "was column users.name renamed or dropped?",
         "candidates": [{"to": "full_name", "likeness": 93, "reason": "same type"}], "others": ["age"],
         "choices": [{"flag": "--drop users.name", "answer": "dropped", "reason": "dropped, its values are lost"}],
         "answer": {"renamed": "full_name"}},
        {"id": "backfill default::users.age", "kind": "backfill", "database": "default", "table": "users",
         "column": "age", "text": "", "candidates": [], "others": [], "choices": [], "answer": {"fill": "18"}},
        {"id": "table default::gone", "answer": "dropped", "some later key": [1, {}]}
    ]}"#;
    let project = changed(&model("User", "name: String,"), &model("User", "full_name: String,\n    age: i32,"));
    assert_eq!(with(&project, RECORD, &[]).ok().stderr, "note: answers.json: an answer was not asked for\n");
}
