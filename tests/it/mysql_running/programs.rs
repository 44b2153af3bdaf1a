//! Bodies with semicolons in them, partitions, and what only the client of MySQL knows.

use super::scene::ledger;
use crate::project::Project;
use crate::together::add;

const PROGRAMS: &str = "CREATE TABLE a (i INT);
CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW
BEGIN
  IF NEW.i IS NULL THEN SET NEW.i = 7; END IF;
END;
CREATE PROCEDURE p(IN n INT)
BEGIN
  DECLARE k INT DEFAULT 0;
  WHILE k < n DO INSERT INTO a VALUES (k); SET k = k + 1; END WHILE;
END;
CREATE FUNCTION f(s TEXT) RETURNS TEXT DETERMINISTIC RETURN CASE s WHEN 'it\\'s;' THEN 'yes' ELSE 'no' END;
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; DELETE FROM a; END;
CALL p(2);
INSERT INTO a VALUES (NULL);
";

#[test]
fn programs_are_one_statement_each() {
    let project = Project::mysql("");
    add(
        &project,
        "1_up",
        PROGRAMS,
        "DROP EVENT e;\nDROP FUNCTION f;\nDROP PROCEDURE p;\nDROP TRIGGER t;\nDROP TABLE a;\n",
    );
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM a; SELECT f('it\\'s;')"), "0\n1\n7\nyes\n");
    project.manage(["downgrade", "base"]).ok();
    assert_eq!(project.database().dump().rows.len(), 0);
    // As Diesel runs them.
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM a"), "0\n1\n7\n");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "base"]).ok();
}

#[test]
fn delimiter_is_named() {
    let project = Project::mysql("");
    let up = "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\n";
    add(&project, "1_up", up, "DROP PROCEDURE p;\n");
    let run = project.manage(["migrate"]).expect(6);
    let warning =
        "1_up/up.sql cannot be cut into statements: line 1: DELIMITER is a command of the mysql client, not SQL";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    assert!(run.stderr.contains("1_up/up.sql:1:1: You have an error in your SQL syntax"), "{}", run.stderr);
    add(&project, "1_up", "CREATE PROCEDURE p() BEGIN SELECT 1; END;\n", "DROP PROCEDURE p;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(ledger(&project), "1 ");
}

/// Partitions are none of our business: they stay through everything that is done to the table.
#[test]
fn partitions_are_left_alone() {
    let project = Project::mysql(
        "#[derive(Model)]\npub struct Visit {\n    #[model(primary_key)]\n    pub id: i64,\n    pub page: String,\n}\n",
    );
    let up = "CREATE TABLE visits (id BIGINT NOT NULL AUTO_INCREMENT, page TEXT NOT NULL, PRIMARY KEY (id))\n  PARTITION BY RANGE (id) (PARTITION few VALUES LESS THAN (1000), PARTITION many VALUES LESS THAN MAXVALUE);\nINSERT INTO visits (page) VALUES ('a'), ('b');\n";
    add(&project, "1_by_hand", up, "DROP TABLE visits;\n");
    project.manage(["migrate"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    let partitions = || {
        project.database().sql(
            "SELECT PARTITION_NAME, PARTITION_METHOD FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND PARTITION_NAME IS NOT NULL ORDER BY 1",
        )
    };
    let before = partitions();
    assert_eq!(before, "few\tRANGE\nmany\tRANGE\n");
    project.models(
        "#[derive(Model)]\npub struct Visit {\n    #[model(primary_key)]\n    pub id: i64,\n    #[model(max_length = 50, renamed_from = \"page\")]\n    pub path: String,\n    #[model(index)]\n    pub seconds: Option<i32>,\n}\n",
    );
    project.manage(["makemigrations", "--no-input", "--allow", "visits.path"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(partitions(), before);
    assert_eq!(project.database().sql("SELECT path FROM visits"), "a\nb\n");
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["downgrade", "1_by_hand"]).ok();
    assert_eq!(partitions(), before);
    assert_eq!(project.database().sql("SELECT page FROM visits"), "a\nb\n");
}
