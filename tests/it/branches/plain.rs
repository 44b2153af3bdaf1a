//! Plain Diesel histories, which know nothing of branches.

use super::{ALL, STATE, git, git_run};
use crate::together::add;

#[test]
fn without_headers_all_is_one_chain() {
    for on in ALL {
        let project = on.project();
        project.write(".gitignore", "*sqlite3*\n");
        project.write("settings.json", project.read("settings.json").replace(", \"models\": [\"src/\"]", ""));
        add(&project, "2026-01-01-000000-0000_a", "CREATE TABLE a (id INTEGER);", "DROP TABLE a;");
        git(&project, &["init", "-q", "-b", "main"]);
        super::commit(&project, "a");
        for (name, version) in [("one", "2026-01-02"), ("two", "2026-01-03")] {
            git(&project, &["checkout", "-q", "-b", name, "main"]);
            let sql =
                [format!("ALTER TABLE a ADD COLUMN {name} INTEGER;"), format!("ALTER TABLE a DROP COLUMN {name};")];
            add(&project, &format!("{version}-000000-0000_{name}"), &sql[0], &sql[1]);
            super::commit(&project, name);
        }
        project.manage(["migrate"]).ok();
        git(&project, &["merge", "-q", "one"]);
        assert!(!project.file(STATE).exists());
        // Late, and run as under Diesel.
        let run = project.manage(["migrate"]).ok();
        assert!(run.stderr.contains("as it would under `diesel`"), "{}", run.stderr);
        assert_eq!(project.manage(["heads"]).ok().stdout.lines().count(), 1);
        assert!(project.manage(["merge"]).ok().stdout.contains("nothing to merge"));
        project.manage(["makemigrations", "--empty"]).ok();
        git_run(&project, &["status"]).ok();
        project.diesel(&["migration", "run"]).ok();
        project.diesel(&["migration", "revert"]).ok();
        project.manage(["verify"]).expect(0);
    }
}
