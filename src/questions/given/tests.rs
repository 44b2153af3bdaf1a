use std::collections::BTreeMap;

use super::flag::{Flag, FlagKind};
use super::{AnswerFlags, Given};
use crate::dialect::Sqlite;
use crate::questions::{Answer, Chain, FromModels, OpenQuestions, Question, Questioner, Recorder};
use crate::schema::{Column, Expr, TableName};

fn parsed(kind: FlagKind, text: &str) -> String {
    match Flag::parse(kind, text) {
        Ok(flag) => {
            format!("{:?} {:?} {:?}", flag.alias.unwrap_or_default(), flag.path, flag.right.unwrap_or_default())
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn names_follow_their_grammar() {
    use FlagKind::{Allow, Backfill, Drop, DropValue, Rename, RenameValue, Using};
    for (kind, text, expected) in [
        (Rename, "users:accounts", r#""" ["users"] "accounts""#),
        (Rename, "users.name:full_name", r#""" ["users", "name"] "full_name""#),
        (Rename, "default::users.name:full_name", r#""default" ["users", "name"] "full_name""#),
        (Rename, "app.users.name:x", r#""" ["app", "users", "name"] "x""#),
        (Rename, r#""a.b"."c:d":e"#, r#""" ["a.b", "c:d"] "e""#),
        (Rename, r#""my db"::"we ""q""":x"#, r#""my db" ["we \"q\""] "x""#),
        (Rename, "a:b:c", r#""" ["a"] "b:c""#),
        (Drop, "users", r#""" ["users"] """#),
        (Drop, "größe.🦀", r#""" ["größe", "🦀"] """#),
        (Allow, "a::b.c", r#""a" ["b", "c"] """#),
        (Backfill, "t.c=a=b", r#""" ["t", "c"] "a=b""#),
        (Backfill, "t.c=", r#""" ["t", "c"] """#),
        (Using, "t.c=CAST(c AS TEXT) || ':'", r#""" ["t", "c"] "CAST(c AS TEXT) || ':'""#),
        (RenameValue, r#"t.c."in progress":doing"#, r#""" ["t", "c", "in progress"] "doing""#),
        (DropValue, "t.c.v", r#""" ["t", "c", "v"] """#),
        (DropValue, "t.c.v=w", r#""" ["t", "c", "v"] "w""#),
        (Rename, "users", "--rename users: expected `:` after the name"),
        (Rename, "users=accounts", "--rename users=accounts: expected `:` after the name"),
        (Rename, "users:", "--rename users:: the new name is missing"),
        (RenameValue, "posts.status.draft:", "--rename-value posts.status.draft:: the new name is missing"),
        (Using, "t.c= ", "--using t.c= : the expression is missing"),
        (Drop, "users:x", "--drop users:x: expected a name and nothing else"),
        (Backfill, "t.c", "--backfill t.c: expected `=` after the name"),
        (Drop, "", "--drop : a name is missing, or its quotes do not close"),
        (Drop, ".a", "--drop .a: a name is missing, or its quotes do not close"),
        (Drop, "a.", "--drop a.: a name is missing, or its quotes do not close"),
        (Drop, "\"a", "--drop \"a: a name is missing, or its quotes do not close"),
        (Drop, "a\"b\"", "--drop a\"b\": a name is missing, or its quotes do not close"),
        (Rename, "a::b::c:d", r#""a" ["b"] ":c:d""#),
    ] {
        let found = parsed(kind, text);
        assert!(found == expected, "{kind} {text} gives {found}, not {expected}");
    }
}

fn given(rename: &[&str], drop: &[&str]) -> Given {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Given::parse(&AnswerFlags { rename: texts(rename), drop: texts(drop), ..AnswerFlags::default() }).unwrap()
}

fn gone(table: &str) -> Question {
    Question::Table { table: TableName::new(table), candidates: Vec::new(), others: Vec::new() }
}

#[test]
fn a_name_that_fits_two_databases_is_refused() {
    let mut flags = given(&[], &["users"]);
    assert_eq!(flags.for_database("one", &Sqlite).ask(&gone("users")).unwrap(), Some(Answer::Dropped));
    let again = flags.for_database("one", &Sqlite).ask(&gone("users")).unwrap();
    assert_eq!(again, Some(Answer::Dropped), "the same question has the same answer");
    for alias in ["two", "odd one"] {
        assert_eq!(flags.for_database(alias, &Sqlite).ask(&gone("users")).unwrap(), Some(Answer::Dropped));
    }
    let error = flags.finish(&OpenQuestions::new(true)).unwrap_err();
    assert_eq!(error.to_string(), "--drop users can mean one::users, two::users and \"odd one\"::users");
    assert_eq!(
        error.hints(),
        ["write the one that is meant, or several: --drop one::users --drop two::users --drop '\"odd one\"::users'"]
    );

    let mut flags = given(&[], &["one::users", "two::users"]);
    for alias in ["one", "two"] {
        assert_eq!(flags.for_database(alias, &Sqlite).ask(&gone("users")).unwrap(), Some(Answer::Dropped));
    }
    assert_eq!(flags.unused(), [""; 0]);
}

#[test]
fn a_table_of_a_schema_may_be_named_without_it() {
    let mut flags = given(&[], &["users"]);
    let question =
        Question::Table { table: TableName::qualified("app", "users"), candidates: Vec::new(), others: Vec::new() };
    assert_eq!(flags.for_database("default", &Sqlite).ask(&question).unwrap(), Some(Answer::Dropped));
    assert_eq!(given(&[], &["other.users"]).for_database("default", &Sqlite).ask(&question).unwrap(), None);
}

#[test]
fn what_nobody_answers_is_recorded_with_its_flags() {
    let mut open = OpenQuestions::new(true);
    let mut flags = given(&[], &[]);
    let declarations = BTreeMap::new();
    let mut models = FromModels::new(&declarations, &Sqlite);
    let mut answers = flags.for_database("my db", &Sqlite);
    let mut chain = Chain::new(vec![&mut models, &mut answers]);
    let mut recorder = Recorder::new("my db", &mut chain, &mut open);
    let question = Question::Cast {
        table: TableName::new("users"),
        before: Column::new("age", "TEXT"),
        after: Column::new("age", "INTEGER"),
        proposal: Expr::new("CAST(age AS INTEGER)"),
        reason: "text that is no number would become 0".to_owned(),
    };
    assert_eq!(recorder.ask(&question).unwrap(), None);
    assert_eq!(
        open.to_string(),
        "my db: how does users.age get from TEXT to INTEGER? text that is no number would become 0
    --using '\"my db\"::users.age=CAST(age AS INTEGER)'   an expression over the old value"
    );
    let data = serde_json::to_value(&open).unwrap();
    let entry = &data["questions"][0];
    assert_eq!(entry["id"], "cast \"my db\"::users.age");
    assert_eq!(entry["choices"][0]["answer"], serde_json::json!({ "using": "CAST(age AS INTEGER)" }));
    assert!(entry["answer"].is_null() && entry.get("answer").is_some());

    let error = open.into_result().unwrap_err();
    assert_eq!(error.kind().exit_code(), 3);
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.downcast_ref::<OpenQuestions>().is_some());
}
