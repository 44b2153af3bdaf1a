//! Names of indexes that branches have in common.

use super::{ALL, On, by_hand};
use crate::servers::Kind;

/// On MySQL the name of an index is one of its table's, elsewhere one of the whole database's.
#[test]
fn an_index_is_called_one_and_on_mysql_belongs_to_its_table() {
    for on in ALL {
        let tables = "CREATE TABLE x (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);\n\
                      CREATE TABLE w (id INTEGER NOT NULL PRIMARY KEY);";
        let project = by_hand(
            on,
            tables,
            ["CREATE INDEX ii ON x (n);", "SELECT 1;"],
            ["CREATE INDEX ii ON w (id);", "SELECT 1;"],
        );
        if on == On::Server(Kind::Mysql) {
            project.manage(["makemigrations", "--empty"]).ok();
            project.manage(["migrate"]).ok();
            continue;
        }
        let run = project.manage(["makemigrations", "--empty"]).expect(5);
        assert!(run.stderr.contains("branches collide: index ii is touched by "), "{on:?}: {}", run.stderr);
    }
    let on = On::Server(Kind::Mysql);
    let table = "CREATE TABLE x (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);\nCREATE INDEX ii ON x (n);";
    let project = by_hand(on, table, ["DROP INDEX ii ON x;", "SELECT 1;"], ["UPDATE x SET n = 1;", "SELECT 1;"]);
    let run = project.manage(["makemigrations", "--empty"]).expect(5);
    assert!(run.stderr.contains("branches collide: table x is touched by "), "{}", run.stderr);
}
