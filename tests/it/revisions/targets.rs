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
