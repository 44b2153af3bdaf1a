//! `migrate` on databases that have one branch already.

use super::{ALL, On, by_hand, on_the_same_table};

#[test]
fn a_late_branch_on_a_common_table_waits_for_a_merge() {
    for on in ALL {
        let project = on_the_same_table(on);
        project.manage(["migrate"]).ok();
        super::merge_both(&project);
        let run = project.manage(["migrate"]).expect(5);
        assert!(run.stderr.contains("both touch table users"), "{}", run.stderr);
        assert!(run.stderr.contains("`manage merge` writes a migration that joins them"), "{}", run.stderr);
        project.manage(["merge"]).ok();
        let run = project.manage(["migrate"]).ok();
        assert!(
            run.stderr.contains(
                "2026-11-22-100100-0000_one is older than 2026-11-22-100200-0000_two, which is applied already, and both \
                 touch table users; 2026-11-22-100201-0000_merge_one_and_two joins them"
            ),
            "{}",
            run.stderr
        );
        project.manage(["makemigrations", "--check"]).ok();
        project.manage(["migrate", "--check"]).ok();
    }
}

#[test]
fn a_key_to_a_table_that_gets_a_column_is_no_collision() {
    for on in ALL {
        let project = by_hand(
            on,
            "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);",
            ["ALTER TABLE users ADD COLUMN age INTEGER;", "ALTER TABLE users DROP COLUMN age;"],
            ["CREATE TABLE posts (id INTEGER, user_id INTEGER REFERENCES users (id));", "DROP TABLE posts;"],
        );
        project.manage(["migrate", "two"]).ok();
        project.manage(["makemigrations", "--empty"]).ok();
        project.manage(["migrate"]).ok();
    }
}

#[test]
fn a_strict_team_is_asked_for_newer_versions_all_the_same() {
    let project = on_the_same_table(On::Sqlite);
    let settings = project.read("settings.json").replace("\"models\"", "\"late\": \"error\", \"models\"");
    project.write("settings.json", settings);
    project.manage(["migrate"]).ok();
    super::git(&project, &["stash", "-q"]);
    super::merge_both(&project);
    project.manage(["merge"]).ok();
    project
        .write("settings.json", project.read("settings.json").replace("\"models\"", "\"late\": \"error\", \"models\""));
    let run = project.manage(["migrate"]).expect(5);
    assert!(run.stderr.contains("give it a newer version"), "{}", run.stderr);
}
