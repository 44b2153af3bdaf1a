//! Where `migrate` and `downgrade` go.

use super::{ALL, On, diamond, signs};
use crate::project::Project;

#[test]
fn a_target_is_what_it_builds_on_and_no_more() {
    for on in ALL {
        let project = on.project();
        diamond(&project);
        for (arguments, expected) in [
            (["migrate", "tags"], "[X][ ][X][ ][ ]"),
            (["migrate", "+1"], "[X][X][X][ ][ ]"),
            (["migrate", "users+3"], "[X][X][X][X][ ]"),
            (["migrate", "2026-01-05"], "[X][X][X][X][X]"),
            (["downgrade", "-2"], "[X][X][X][ ][ ]"),
            (["migrate", "heads"], "[X][X][X][X][X]"),
            (["downgrade", "posts"], "[X][X][X][ ][ ]"),
            (["migrate", "20260104"], "[X][X][X][X][ ]"),
            (["downgrade", "users"], "[X][ ][ ][ ][ ]"),
            (["migrate", "+2"], "[X][X][X][ ][ ]"),
            (["downgrade", "zero"], "[ ][ ][ ][ ][ ]"),
            (["migrate", "head-1"], "[X][X][ ][X][ ]"),
            (["migrate", "202601050000000000"], "[X][X][X][X][X]"),
            (["downgrade", "base"], "[ ][ ][ ][ ][ ]"),
        ] {
            // The ways back of these undo nothing: only ledger and journal are looked at.
            project.manage([arguments[0], "--fake", arguments[1]]).ok();
            assert_eq!(signs(&project), expected, "{on:?} {arguments:?}");
        }
    }
}

#[test]
fn the_wrong_direction_names_the_right_command() {
    let project = On::Sqlite.project();
    diamond(&project);
    project.manage(["migrate", "more"]).ok();
    for (arguments, says, hint) in [
        (&["migrate", "users"][..], "`users` is behind what is applied", "`manage downgrade users` goes back"),
        (&["migrate", "-1"], "`-1` is behind what is applied", "`manage downgrade -1` goes back"),
        (&["migrate", "base"], "`base` is behind what is applied", "`manage downgrade base` goes back"),
        (&["downgrade", "meet"], "`meet` is ahead of what is applied", "`manage migrate meet` goes forward"),
        (&["downgrade", "+1"], "`+1` is ahead of what is applied", "`manage migrate +1` goes forward"),
        (&["migrate", "users:more"], "`users:more` is a range", "`--sql` prints a range as a script"),
        (&["downgrade", "more:users"], "`more:users` is a range", "`--sql` prints a range as a script"),
        (
            &["migrate", "2026-01"],
            "`2026-01` could mean 5 migrations: 2026-01-01-000000-0000_users, ",
            "give more of the name",
        ),
        (&["migrate", "tgas"], "is called `tgas`", "did you mean `2026-01-03-000000-0000_tags`?"),
        (&["migrate", "+9"], "`+9` goes too far: there are 2 steps", ""),
        (&["downgrade", "-9"], "cannot go back 9: only 3 migrations are applied", "`manage showmigrations`"),
        (
            &["migrate", "--sql", "more:users"],
            "nothing leads forward from",
            "`manage downgrade --sql FROM:TO` leads back",
        ),
        (&["downgrade", "--sql", "head:"], "`head:` does not say how far back", "`head:base` goes all the way"),
        (&["downgrade", "--sql", "users:head"], "`head` is ahead of what is applied", "goes forward"),
        (&["show", "base"], "`base` is no migration", ""),
        (&["history", "x:y"], "is called `y`", ""),
    ] {
        let run = project.manage(arguments).expect(2);
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(hint), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
    // On another branch, nothing is behind it.
    project.manage(["migrate", "tags"]).ok();
    let run = project.manage(["migrate", "more"]).ok();
    assert!(run.stderr.contains("nothing to apply"), "{}", run.stderr);
    assert_eq!(signs(&project), "[X][X][X][X][ ]");
    // A directory that is gone is never so many steps.
    assert!(project.manage(["migrate", "2026-01-03-000000-0001_x"]).expect(2).stderr.contains("is called"));
}

/// What begins with a dash and a digit is a step back, and everything else that begins with a dash is a flag.
#[test]
fn steps_back_are_no_flags() {
    let project = On::Sqlite.project();
    diamond(&project);
    project.manage(["migrate"]).ok();
    let names = |run: crate::project::Run| -> Vec<String> {
        let data: serde_json::Value = serde_json::from_str(&run.ok().stdout).expect("JSON");
        let all = data["histories"][0]["migrations"].as_array().expect("a list").clone();
        all.iter().map(|own| own["name"].as_str().expect("a name")[18..].trim_matches('_').to_owned()).collect()
    };
    for (arguments, expected) in [
        (&["history", "-1:", "--json"][..], &["more", "meet"][..]),
        (&["history", "--json", "-1:"], &["more", "meet"]),
        (&["history", "-3:-1", "--json"], &["more", "posts"]),
        (&["history", ":-3", "--json"], &["posts", "users"]),
        (&["history", "--json", "--database", "default", "-1:head"], &["more", "meet"]),
    ] {
        let found = names(project.manage(arguments));
        let found: Vec<&str> = found.iter().map(|name| name.trim_start_matches(|c: char| !c.is_alphabetic())).collect();
        assert_eq!(
            found.iter().filter(|name| expected.contains(name)).count(),
            expected.len(),
            "{arguments:?} {found:?}"
        );
    }
    for arguments in [
        &["show", "-1"][..],
        &["show", "-1", "--json"],
        &["sqlmigrate", "-1"],
        &["sqlmigrate", "-1", "--backwards"],
        &["verify", "--from", "-1"],
        &["verify", "--from=-1"],
        &["downgrade", "-1", "--plan"],
        &["downgrade", "--plan", "-2"],
        &["migrate", "--sql", "-1"],
        &["stamp", "-1"],
        // It was stamped alone: its table is there.
        &["migrate", "--fake", "+1"],
        &["downgrade", "--sql", "-1"],
    ] {
        let run = project.manage(arguments);
        let expected = match arguments {
            ["migrate", "--sql", "-1"] => 2,
            // Their ways back undo nothing.
            ["verify", ..] => 1,
            _ => 0,
        };
        assert_eq!(run.code, expected, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
    for (arguments, says) in [
        (&["history", "-1:", "--jsno"][..], "unexpected argument '--jsno' found"),
        (&["history", "--jsno", "-1:"], "unexpected argument '--jsno' found"),
        (&["history", "-x"], "unexpected argument '-x' found"),
        (&["verify", "--from", "-1", "--form", "2"], "unexpected argument '--form' found"),
        (&["check", "-1:"], "unexpected argument '-1' found"),
        (&["downgrade", "-1", "-2"], "unexpected argument '-2' found"),
        (&["history", "-0"], "`-0` is no step: they are counted from 1"),
        (&["migrate", "--plan", "-0"], "`-0` is no step: they are counted from 1"),
        (&["migrate", "+0"], "`+0` is no step: they are counted from 1"),
        (&["downgrade", "-0"], "`-0` is no step: they are counted from 1"),
        (&["downgrade", "--", "-0"], "`-0` is no step: they are counted from 1"),
    ] {
        let run = project.manage(arguments).expect(2);
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
    let run = project.manage(["history", "-1:", "--jsno"]).expect(2);
    assert!(run.stderr.contains("did you mean `--json`?"), "{}", run.stderr);
}

#[test]
fn a_part_of_a_name_in_any_case_brings_candidates() {
    let project = On::Sqlite.project();
    diamond(&project);
    for text in ["TAGS", "tag", "Tags_"] {
        let run = project.manage(["show", text]).expect(2);
        assert!(run.stderr.contains("did you mean `2026-01-03-000000-0000_tags`?"), "{text}: {}", run.stderr);
    }
}

#[test]
fn what_runs_in_no_transaction_is_shown_so() {
    for on in ALL {
        let project = on.project();
        crate::together::add(&project, "1_a", "CREATE TABLE a (i INT);\n", "DROP TABLE a;\n");
        crate::together::add(&project, "2_b", "INSERT INTO a VALUES (1);\n", "DELETE FROM a;\n");
        let first = project.manage(["show", "1_a"]).ok().stdout;
        let mysql = on == On::Server(crate::servers::Kind::Mysql);
        assert_eq!(first.contains("outside a transaction"), mysql, "{on:?}: {first}");
        assert!(project.manage(["show", "2_b"]).ok().stdout.contains(" in a transaction"), "{on:?}");
    }
}

/// A row that somebody wrote by hand, without a version, and half a header.
#[test]
fn what_cannot_be_seen_is_named() {
    let project = On::Sqlite.project();
    crate::together::add(&project, "1_a", "-- Revises: base\nCREATE TABLE a (i INT);\n", "DROP TABLE a;\n");
    let run = project.manage(["migrate"]).ok();
    assert!(run.stderr.contains("has `Revises` and no `Revision`"), "{}", run.stderr);
    assert!(run.stderr.contains("add `-- Revision: 1`"), "{}", run.stderr);
    super::sql(&project, On::Sqlite, "INSERT INTO __diesel_schema_migrations (version) VALUES ('')");
    let shown = project.manage(["showmigrations"]).ok().stdout;
    assert!(shown.contains(" [?] '' "), "{shown}");
    crate::together::add(&project, "2_b", "-- Revises: the way it was\nSELECT 1;\n", "SELECT 1;\n");
    let run = project.manage(["showmigrations"]).ok();
    assert!(!run.stderr.contains("2_b"), "{}", run.stderr);
}

#[test]
fn a_plan_tells_what_would_be_done() {
    let project = Project::postgres("");
    crate::together::add(
        &project,
        "1_a",
        "CREATE TABLE a (i INT);\nALTER TABLE a ADD j INT, ADD k INT;\n",
        "DROP TABLE a;\n",
    );
    crate::together::add(&project, "2_b", "CREATE INDEX CONCURRENTLY ai ON a (i);\n", "-- manage: irreversible\n");
    project.write("app_migrations/default/2_b/metadata.toml", "run_in_transaction = false\n");
    insta::assert_snapshot!(project.manage(["migrate", "--plan"]).ok().stdout, @r"
    To be applied on default (postgres://manage_creator@[SERVER]/[DATABASE]):
      1_a
        Create table a
        Add column j to a, Add column k to a
      2_b (outside a transaction, irreversible)
        Create index ai on a
    ");
    project.manage(["migrate", "+1"]).ok();
    let plan = project.manage(["downgrade", "base", "--plan"]).ok().stdout;
    assert!(plan.ends_with("  1_a\n    Drop table a\n"), "{plan}");
    let plan = project.manage(["migrate", "--plan", "--json"]).ok().stdout;
    let plan: serde_json::Value = serde_json::from_str(&plan).expect("JSON");
    let step = &plan["databases"][0]["migrations"][0];
    assert_eq!((&step["name"], &step["in_transaction"]), (&"2_b".into(), &false.into()));
    assert_eq!((&step["irreversible"], &step["does"][0]), (&true.into(), &"Create index ai on a".into()));
}
