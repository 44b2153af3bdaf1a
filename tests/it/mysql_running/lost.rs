//! A line that is cut, before a statement or after it: what was done is asked of the catalog.

use super::scene::{ledger, settings};
use crate::process::Process;
use crate::project::Project;
use crate::servers::{Moment, Proxy, Role};
use crate::together::add;

/// Runs `migrate` on a line that is cut there, then on one that is not.
fn cut(project: &Project, moment: &Moment) {
    let database = project.database();
    let proxy = Proxy::cut_at(database.server, moment.clone());
    let url = database.server.url_at(Role::Creator, "127.0.0.1", proxy.port, &database.name);
    settings(project, &format!("{url}?ssl_mode=disabled"), "");
    let run = project.manage(["migrate"]).expect(6);
    assert!(proxy.is_cut(), "{moment:?}");
    assert!(
        run.stderr.contains("hint: the server stopped, ended the session, or the network"),
        "{moment:?}\n{}",
        run.stderr
    );
    assert!(!run.stderr.contains("hush"), "{}", run.stderr);
    settings(project, &database.url(), "");
    let run = project.manage(["migrate"]);
    assert_eq!(run.code, 0, "{moment:?}\n{}", run.stderr);
}

#[test]
fn everything_is_done_once() {
    let up = "CREATE TABLE a (i INT);\nINSERT INTO a VALUES (1);\nALTER TABLE a ADD COLUMN j INT DEFAULT 5;\nCREATE INDEX a_j ON a (j);\nUPDATE a SET i = i + 1;\n";
    for statement in ["CREATE TABLE a", "INSERT INTO a VALUES", "ALTER TABLE a", "CREATE INDEX a_j", "UPDATE a SET"] {
        for moment in [Moment::Before(statement.to_owned()), Moment::After(statement.to_owned())] {
            let project = Project::mysql("");
            add(&project, "1_up", up, "DROP TABLE a;\n");
            cut(&project, &moment);
            assert_eq!(project.database().sql("SELECT * FROM a"), "2\t5\n");
            assert_eq!(ledger(&project), "1 ");
        }
    }
}

#[test]
fn a_line_that_is_cut_while_it_is_waited_for() {
    let project = Project::mysql("");
    let database = project.database();
    add(&project, "1_up", "CREATE TABLE a (i INT);\nINSERT INTO a SELECT sleep(1000);\n", "DROP TABLE a;\n");
    let proxy = Proxy::to(database.server);
    let url = database.server.url_at(Role::Creator, "127.0.0.1", proxy.port, &database.name);
    settings(&project, &format!("{url}?ssl_mode=disabled"), "");
    let run = Process::start(&mut project.command(["migrate"]));
    crate::process::until("it works", || super::scene::running(&project, "sleep(1000)") == 1);
    proxy.cut();
    let run = run.ends(&project).expect(6);
    assert!(run.stderr.contains("up.sql:2: ") && run.stderr.contains("hint: the server stopped"), "{}", run.stderr);
    let kill = "SELECT concat('KILL ', ID) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE 'INSERT INTO a SELECT sleep%'";
    let kill = database.sql_as(Role::Admin, kill);
    // It may have noticed by itself that nobody listens.
    let _ = database.try_sql(Role::Admin, &kill);
    settings(&project, &database.url(), "");
    add(&project, "1_up", "CREATE TABLE a (i INT);\nINSERT INTO a SELECT sleep(0);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(database.sql("SELECT i FROM a"), "0\n");
}
