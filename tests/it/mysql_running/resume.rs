//! A migration that stopped half way is gone on with where it stopped.

use super::scene::ledger;
use crate::project::Project;
use crate::servers::{Packets, Role, Side};
use crate::together::add;

use super::scene::settings;

const FIVE: &str = "CREATE TABLE one (i INT);\nINSERT INTO one VALUES (1);\nINSERT INTO nowhere VALUES (1);\nCREATE TABLE four (i INT);\nINSERT INTO four SELECT i FROM one;\n";

/// Runs `migrate`, killed beside the first statement that holds this text; then to its end.
fn killed(project: &Project, text: &str, side: Side) {
    let database = project.database();
    let packets = Packets::to(database.server);
    let url = database.server.url_at(Role::Creator, "127.0.0.1", packets.port, &database.name);
    settings(project, &format!("{url}?ssl_mode=disabled"), "");
    // A run on an equal database tells which number it has.
    let copy = database.copy();
    settings(
        project,
        &format!("{}?ssl_mode=disabled", database.server.url_at(Role::Creator, "127.0.0.1", packets.port, &copy.name)),
        "",
    );
    packets.begin(None);
    project.manage(["migrate"]).ok();
    let number = packets.seen().iter().position(|own| own.starts_with(text)).expect("the statement") + 1;
    settings(project, &format!("{url}?ssl_mode=disabled"), "");
    packets.begin(Some((number, side)));
    let mut child = project.command(["migrate"]).stderr(std::process::Stdio::null()).spawn().expect("a program");
    packets.victim(child.id());
    assert_eq!(child.wait().expect("a program").code(), None, "killed");
    settings(project, &database.url(), "");
}

#[test]
fn an_error_in_the_third_of_five_statements() {
    let project = Project::mysql("");
    add(&project, "1_five", FIVE, "DROP TABLE four;\nDROP TABLE one;\n");
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("error: [ROOT]/app_migrations/default/1_five/up.sql:3: Table "), "{}", run.stderr);
    assert!(run.stderr.contains("doesn't exist (error 1146, SQLSTATE 42S02)"), "{}", run.stderr);
    assert!(run.stderr.contains("hint: what 1_five did before this statement is kept"), "{}", run.stderr);
    let shown = project.manage(["showmigrations"]).ok();
    assert!(shown.stdout.contains("[-] 1_five") && shown.stdout.contains("2 of 5"), "{}", shown.stdout);
    assert_eq!(ledger(&project), "");
    // Nothing has changed: the same error at the same place, and nothing twice.
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("up.sql:3: Table "), "{}", run.stderr);
    assert_eq!(project.database().sql("SELECT * FROM one"), "1\n");
    add(&project, "1_five", &FIVE.replace("nowhere", "one"), "DROP TABLE four;\nDROP TABLE one;\n");
    let run = project.manage(["migrate"]).ok();
    assert!(run.stderr.contains("1_five"), "{}", run.stderr);
    assert_eq!(project.database().sql("SELECT * FROM one; SELECT * FROM four"), "1\n1\n1\n1\n");
    assert_eq!(ledger(&project), "1 ");
    assert!(project.manage(["showmigrations"]).ok().stdout.contains("[X] 1_five"));
    project.manage(["downgrade", "base"]).ok();
    assert_eq!(project.database().dump().rows.len(), 0);
}

#[test]
fn what_was_done_cannot_be_edited_away() {
    let project = Project::mysql("");
    add(&project, "1_five", FIVE, "DROP TABLE four;\n");
    project.manage(["migrate"]).expect(6);
    add(
        &project,
        "1_five",
        &FIVE.replace("VALUES (1);\nINSERT INTO nowhere VALUES (1)", "VALUES (2)"),
        "DROP TABLE four;\n",
    );
    let run = project.manage(["migrate"]).expect(5);
    assert!(run.stderr.contains("1_five") && run.stderr.contains("repair"), "{}", run.stderr);
    assert_eq!(project.database().sql("SELECT * FROM one"), "1\n");
}

/// Comments and white space of what is done are no edit, as MySQL reads them.
#[test]
fn comments_in_what_was_done_do_not_count() {
    let project = Project::mysql("");
    let up = |comment: &str, last: &str| {
        format!(
            "CREATE TABLE one (t VARCHAR(20)); {comment}\nINSERT INTO {comment}\n one VALUES ('it\\'s # -- one');\nINSERT INTO {last} VALUES ('x');\n"
        )
    };
    add(&project, "1_one", &up("# it's the first", "nowhere"), "DROP TABLE one;\n");
    project.manage(["migrate"]).expect(6);
    add(&project, "1_one", &up("# it isn't\n-- at 'all\n", "one"), "DROP TABLE one;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT t FROM one"), "it's # -- one\nx\n");
    // What stands in a string does count, behind an escaped quote too.
    add(&project, "1_one", &up("#", "one").replace("# -- one", "# -- two"), "DROP TABLE one;\n");
    let run = project.manage(["migrate"]).expect(5);
    assert!(run.stderr.contains("1_one"), "{}", run.stderr);
}

#[test]
fn the_session_is_as_it_was_when_it_goes_on() {
    let project = Project::mysql("");
    let other = format!("test_other_{}", project.database().name);
    project.database().sql(&format!("CREATE DATABASE {other}; CREATE TABLE {other}.a (t TEXT)"));
    let up = format!(
        "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT', @who = 'me', @mode = @@sql_mode;\n\
         SET NAMES latin1;\n\
         SET @again = @who;\n\
         USE {other};\n\
         CREATE TABLE \"b\" (\"t\" TEXT);\n\
         INSERT INTO \"a\" SELECT 'x' || @who || @again || @@character_set_client;\n\
         CREATE TABLE \"c\" AS SELECT t || '!' AS t FROM \"a\";\n"
    );
    add(&project, "1_first", "CREATE TABLE first (i INT);\n", "DROP TABLE first;\n");
    project.manage(["migrate"]).ok();
    let down = format!("DROP TABLE {other}.b, {other}.c;\n");
    for (text, side) in [
        ("CREATE TABLE \"b\"", Side::Before),
        ("CREATE TABLE \"b\"", Side::During),
        ("INSERT INTO \"a\"", Side::Before),
        ("INSERT INTO \"a\"", Side::After),
        ("CREATE TABLE \"c\"", Side::During),
        ("CREATE TABLE \"c\"", Side::After),
    ] {
        add(&project, "2_session", &up, &down);
        killed_elsewhere(&project, &other, text, side);
        let rows = format!("SELECT * FROM {other}.a; SELECT * FROM {other}.c; SELECT count(*) FROM {other}.b");
        assert_eq!(project.database().sql(&rows), "xmemelatin1\nxmemelatin1!\n0\n", "{text} {side:?}");
        project.database().sql(&format!(
            "DROP TABLE {other}.b, {other}.c; DELETE FROM {other}.a; DELETE FROM __diesel_schema_migrations WHERE version = '2'; DELETE FROM __manage_journal WHERE version = '2'"
        ));
    }
    project.database().sql(&format!("DROP DATABASE {other}"));
}

/// As [`killed`], and then to its end; the other database is emptied in between.
fn killed_elsewhere(project: &Project, other: &str, text: &str, side: Side) {
    let database = project.database();
    let packets = Packets::to(database.server);
    let url = database.server.url_at(Role::Creator, "127.0.0.1", packets.port, &database.name);
    settings(project, &format!("{url}?ssl_mode=disabled"), "");
    let mut number = 0;
    for at in [None, Some(())] {
        packets.begin(at.map(|()| (number, side)));
        let mut child = project.command(["migrate"]).stderr(std::process::Stdio::null()).spawn().expect("a program");
        packets.victim(child.id());
        let code = child.wait().expect("a program").code();
        if at.is_some() {
            assert_eq!(code, None, "killed");
            break;
        }
        assert_eq!(code, Some(0), "the first one");
        number = packets.seen().iter().position(|own| own.starts_with(text)).expect("the statement") + 1;
        database.sql(&format!(
            "DROP TABLE {other}.b, {other}.c; DELETE FROM {other}.a; DELETE FROM __diesel_schema_migrations WHERE version = '2'; DELETE FROM __manage_journal WHERE version = '2'"
        ));
    }
    packets.begin(None);
    let run = project.manage(["migrate"]);
    assert_eq!(run.code, 0, "{text} {side:?}:\n{}", run.stderr);
}

/// What a session holds that no statement brings back is said, and what is done with it.
#[test]
fn what_cannot_be_repeated_stops_with_what_is_done() {
    for (up, text, why) in [
        (
            "CREATE TEMPORARY TABLE t (i INT);\nINSERT INTO t VALUES (1);\nCREATE TABLE a AS SELECT * FROM t;\n",
            "CREATE TABLE a",
            "`t`, which it made as temporary, is gone",
        ),
        (
            "CREATE TABLE b (i INT);\nSET @x = (SELECT count(*) FROM b);\nCREATE TABLE a AS SELECT @x;\nINSERT INTO a VALUES (@x);\n",
            "CREATE TABLE a",
            "the variable `@x`, which it set, is gone",
        ),
        (
            "CREATE TABLE b (i INT);\nLOCK TABLES b WRITE;\nINSERT INTO b VALUES (1);\nINSERT INTO b VALUES (2);\nUNLOCK TABLES;\n",
            "INSERT INTO b VALUES (2)",
            "nothing can be written down between its statements",
        ),
    ] {
        let project = Project::mysql("");
        add(&project, "1_state", up, "SELECT 1;\n");
        killed(&project, text, Side::Before);
        let run = project.manage(["migrate"]).expect(5);
        assert!(run.stderr.contains("1_state stopped after ") && run.stderr.contains(why), "{why}:\n{}", run.stderr);
        assert!(run.stderr.contains("manage repair --done 1_state"), "{}", run.stderr);
        // Finished by hand, and written down.
        project.manage(["repair", "--done", "1_state"]).ok();
        assert_eq!(ledger(&project), "1 ");
        project.manage(["migrate"]).ok();
    }
}

/// Several pairs in one RENAME TABLE, done or not, and an exchange of two names.
#[test]
fn tables_that_change_names_in_one_statement() {
    for side in [Side::Before, Side::During, Side::After] {
        for (rename, rows) in [
            ("RENAME TABLE a TO c, b TO d", "SELECT i FROM c; SELECT i FROM d"),
            ("RENAME TABLE a TO tmp, b TO a, tmp TO b", "SELECT i FROM b; SELECT i FROM a"),
        ] {
            let project = Project::mysql("");
            add(
                &project,
                "1_create",
                "CREATE TABLE a (i INT);\nINSERT INTO a VALUES (1);\nCREATE TABLE b (i INT);\nINSERT INTO b VALUES (2);\n",
                "DROP TABLE a;\n",
            );
            project.manage(["migrate"]).ok();
            add(&project, "2_rename", &format!("CREATE TABLE e (i INT);\n{rename};\n"), "SELECT 1;\n");
            killed(&project, "RENAME TABLE", side);
            let run = project.manage(["migrate"]);
            if rename.contains("tmp") {
                // Both names are there before and after.
                assert_eq!(run.code, 5, "{side:?}:\n{}", run.stderr);
                assert!(run.stderr.contains("whether it was done cannot be told"), "{}", run.stderr);
                continue;
            }
            assert_eq!(run.code, 0, "{side:?}:\n{}", run.stderr);
            assert_eq!(project.database().sql(rows), "1\n2\n", "{side:?}");
        }
    }
}
