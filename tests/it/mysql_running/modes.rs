//! Sessions in which quotes and backslashes mean something else.

use super::scene::{ledger, settings};
use crate::project::Project;
use crate::together::add;

fn project(session: &str) -> Project {
    let project = Project::mysql("");
    let url = project.database().url();
    settings(&project, &url, &format!(r#", "session": ["SET sql_mode = '{session}'"]"#));
    project
}

#[test]
fn names_in_double_quotes() {
    let project = project("ANSI_QUOTES,STRICT_ALL_TABLES");
    let up = "CREATE TABLE \"a b\" (\"i\" VARCHAR(20) DEFAULT 'it\\'s');\nINSERT INTO \"a b\" () VALUES ();\nINSERT INTO \"a b\" VALUES (now();\n";
    add(&project, "1_up", up, "DROP TABLE \"a b\";\n");
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("1_up/up.sql:3:"), "{}", run.stderr);
    add(&project, "1_up", &up.replace("now(", "'x'"), "DROP TABLE \"a b\";\n");
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM `a b` ORDER BY 1"), "it's\nx\n");
    project.manage(["downgrade", "base"]).ok();
    assert_eq!(project.database().dump().rows.len(), 0);
}

/// Journal and ledger hold what they would hold anywhere.
#[test]
fn backslashes_that_escape_nothing() {
    let project = project("NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES");
    let down = "DROP TABLE a; -- it\\'s\n";
    add(&project, "1_up", "CREATE TABLE a (i VARCHAR(20));\nINSERT INTO a VALUES ('c:\\dir');\n", down);
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM a"), "c:\\dir\n");
    assert_eq!(project.database().sql("SELECT down FROM __manage_journal"), format!("{down}\n"));
    // A quote behind a backslash is read otherwise by the server: nothing of it runs.
    add(&project, "2_more", "INSERT INTO a VALUES ('x');\nINSERT INTO a VALUES ('it\\'s; one');\n", "SELECT 1;\n");
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("the statement of line 2 is read otherwise by the server"), "{}", run.stderr);
    assert!(run.stderr.contains("hint: write the quote twice"), "{}", run.stderr);
    assert_eq!(ledger(&project), "1 ");
    let up = "SET sql_mode = '';\nINSERT INTO a VALUES ('it\\'s; one');\nSET sql_mode = 'NO_BACKSLASH_ESCAPES';\nINSERT INTO a VALUES ('d:\\');\n";
    add(&project, "2_more", up, "SELECT 1;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM a"), "c:\\dir\nit's; one\nd:\\\n");
    assert!(!project.manage(["showmigrations"]).ok().stdout.contains("[!]"));
    project.manage(["downgrade", "base"]).ok();
}

#[test]
fn values_are_cut_where_nobody_is_strict() {
    let project = Project::mysql("");
    add(
        &project,
        "1_up",
        "SET sql_mode = '';\nCREATE TABLE a (i TINYINT);\nINSERT INTO a VALUES (300);\n",
        "DROP TABLE a;\n",
    );
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM a"), "127\n");
    // It was this migration's wish, and not the next one's.
    add(&project, "2_up", "INSERT INTO a VALUES (300);\n", "SELECT 1;\n");
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("2_up/up.sql:1: Out of range value"), "{}", run.stderr);
}
