//! What a column of MariaDB was told by hand beside what models declare: a change through the models keeps it.

use crate::migrations::{newest, state_is_true};
use crate::project::Project;
use crate::servers::Database;

const BEFORE: &str = r#"
#[derive(Model)]
pub struct Item {
    id: i64,
    #[model(default = 3)]
    hidden: i32,
    #[model(max_length = 200, collate = "utf8mb4_bin")]
    note: Option<String>,
    #[model(sql_type = "text")]
    body: Option<String>,
    #[model(sql_type = "point")]
    spot: Option<Vec<u8>>,
    #[model(default = sql("CURRENT_TIMESTAMP(6)"), on_update_now)]
    touched: chrono::NaiveDateTime,
    plain: i32,
    #[model(generated = "plain + 1")]
    sum: Option<i32>,
}
"#;

const BY_HAND: &str = "ALTER TABLE items MODIFY COLUMN hidden int NOT NULL INVISIBLE DEFAULT 3;
ALTER TABLE items MODIFY COLUMN note varchar(200) COMPRESSED COLLATE utf8mb4_bin INVISIBLE;
ALTER TABLE items MODIFY COLUMN body text COMPRESSED;
ALTER TABLE items MODIFY COLUMN spot point REF_SYSTEM_ID=4326;
ALTER TABLE items MODIFY COLUMN touched datetime(6) NOT NULL INVISIBLE DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6);
ALTER TABLE items MODIFY COLUMN sum int GENERATED ALWAYS AS (plain + 1) VIRTUAL INVISIBLE;
";

const BY_HAND_BACK: &str = "ALTER TABLE items MODIFY COLUMN hidden int NOT NULL DEFAULT 3, \
MODIFY COLUMN note varchar(200) COLLATE utf8mb4_bin, MODIFY COLUMN body text, MODIFY COLUMN spot point, \
MODIFY COLUMN touched datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), \
MODIFY COLUMN sum int GENERATED ALWAYS AS (plain + 1) VIRTUAL;
";

/// A project whose columns were told more by a migration of one's own, with a row.
fn told(models: &str, by_hand: &str, back: &str) -> Project {
    let project = Project::on(Database::mysql(), models);
    project.manage(["makemigrations"]).ok();
    project.manage(["makemigrations", "--empty", "By hand"]).ok();
    let folder = project.migrations("default").pop().expect("a migration");
    for (file, sql) in [("up.sql", by_hand), ("down.sql", back)] {
        let path = format!("{}/{file}", folder.strip_prefix(project.path()).unwrap_or(&folder).display());
        let header = project.read(&path).replace("SELECT 1;", sql);
        project.write(&path, &header);
    }
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    project.manage(["migrate"]).ok();
    project
}

/// Runs the newest migration forward, back and forward.
fn there_and_back(project: &Project) -> String {
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    state_is_true(project);
    let before = project.database().dump();
    project.manage(["migrate"]).ok();
    let after = project.database().dump();
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(project.database().dump(), before);
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().dump(), after);
    project.manage(["check"]).ok();
    project.manage(["verify"]).ok();
    project.database().sql("SHOW CREATE TABLE items")
}

#[test]
fn a_changed_column_keeps_what_it_was_told_by_hand() {
    let project = told(BEFORE, BY_HAND, BY_HAND_BACK);
    project.database().sql("INSERT INTO items (id, hidden, note, body, plain) VALUES (1, 7, 'n', 'b', 5)");
    let models = BEFORE
        .replace("default = 3)]\n    hidden: i32", "default = 4)]\n    hidden: i64")
        .replace(
            "max_length = 200, collate = \"utf8mb4_bin\")]\n    note",
            "max_length = 300, renamed_from = \"note\")]\n    remark",
        )
        .replace("sql_type = \"text\"", "sql_type = \"mediumtext\", comment = \"long\"")
        .replace("sql_type = \"point\"", "sql_type = \"point\", comment = \"where\"")
        .replace("touched: chrono", "#[model(comment = \"when\")]\n    touched: chrono")
        .replace("plain + 1", "plain + 2");
    project.models(&models);
    project.manage(["makemigrations"]).ok();
    let up = newest(&project, "up.sql");
    for expected in [
        "MODIFY COLUMN hidden bigint NOT NULL DEFAULT 4 INVISIBLE",
        "MODIFY COLUMN remark varchar(300) COMPRESSED INVISIBLE",
        "MODIFY COLUMN body mediumtext COMPRESSED COMMENT 'long'",
        "MODIFY COLUMN spot point REF_SYSTEM_ID=4326 COMMENT 'where'",
        "ON UPDATE CURRENT_TIMESTAMP(6) INVISIBLE COMMENT 'when'",
        "ADD COLUMN sum int GENERATED ALWAYS AS (plain + 2) VIRTUAL INVISIBLE",
    ] {
        assert!(up.contains(expected), "{expected}: {up}");
    }
    let shown = there_and_back(&project);
    assert_eq!(shown.matches("INVISIBLE").count(), 4, "{shown}");
    assert_eq!(shown.matches("COMPRESSED").count(), 2, "{shown}");
}

/// A number cannot be compressed; it can be invisible, and what comes back is compressed again.
#[test]
fn what_the_new_type_cannot_have_goes_and_comes_back() {
    let project = told(BEFORE, BY_HAND, BY_HAND_BACK);
    project.database().sql("INSERT INTO items (id, hidden, note, body, plain) VALUES (1, 7, '12', '13', 5)");
    let models = BEFORE
        .replace("#[model(max_length = 200, collate = \"utf8mb4_bin\")]\n    note: Option<String>", "note: Option<i32>")
        .replace("#[model(sql_type = \"point\")]\n    spot: Option<Vec<u8>>,\n", "");
    project.models(&models);
    project.manage(["makemigrations", "--drop", "items.spot", "--using", "items.note=cast(note as signed)"]).ok();
    assert!(newest(&project, "down.sql").contains("ADD COLUMN spot point REF_SYSTEM_ID=4326"));
    let shown = there_and_back(&project);
    assert!(shown.contains("`note` int(11) INVISIBLE"), "{shown}");
    assert_eq!(project.database().sql("SELECT note FROM items"), "12\n");
}

#[test]
fn a_column_that_is_not_versioned_stays_so() {
    let models = "#[derive(Model)]\npub struct Item { id: i64, x: i32, #[model(default = 1)] y: i32 }";
    let project = told(
        models,
        "ALTER TABLE items ADD SYSTEM VERSIONING;\nSET SESSION system_versioning_alter_history = 'KEEP';\n\
         ALTER TABLE items MODIFY COLUMN x int NOT NULL WITHOUT SYSTEM VERSIONING;\nALTER TABLE items MODIFY COLUMN y int NOT NULL INVISIBLE DEFAULT 1;\n",
        "ALTER TABLE items DROP SYSTEM VERSIONING;\nALTER TABLE items MODIFY COLUMN y int NOT NULL DEFAULT 1, MODIFY COLUMN x int NOT NULL;\n",
    );
    project.models("#[derive(Model)]\npub struct Item { id: i64, x: i64, #[model(default = 1)] y: i64 }");
    let error = project.manage(["makemigrations"]).expect(6).stderr;
    assert!(error.contains("\"session\": [\"SET SESSION system_versioning_alter_history = 'KEEP'\"]"), "{error}");
    let settings = project.read("settings.json");
    let with_session = settings.replacen(
        "\"models\"",
        "\"session\": [\"SET SESSION system_versioning_alter_history = 'KEEP'\"], \"models\"",
        1,
    );
    assert_ne!(settings, with_session);
    project.write("settings.json", &with_session);
    project.manage(["makemigrations"]).ok();
    assert!(newest(&project, "up.sql").contains("x bigint NOT NULL WITHOUT SYSTEM VERSIONING"));
    let shown = there_and_back(&project);
    assert!(shown.contains("`x` bigint(20) NOT NULL WITHOUT SYSTEM VERSIONING"), "{shown}");
    assert!(shown.contains("`y` bigint(20) NOT NULL INVISIBLE DEFAULT 1"), "{shown}");
}

/// Without models that say so: what is taken over from a live database, and what `inspectdb` writes.
#[test]
fn a_database_is_taken_over_with_it() {
    let project = Project::on(Database::mysql(), "");
    project.database().sql(
        "CREATE TABLE items (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, hidden int NOT NULL DEFAULT 3 INVISIBLE, \
         body text COMPRESSED, spot point REF_SYSTEM_ID=4326, at timestamp NULL ON UPDATE current_timestamp() INVISIBLE)",
    );
    let _ = std::fs::remove_file(project.file("src/models.rs"));
    project.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    project.manage(["makemigrations", "--from-database"]).ok();
    project.manage(["stamp", "head"]).ok();
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    state_is_true(&project);
    project.manage(["check"]).ok();
    let up = newest(&project, "up.sql");
    for expected in ["DEFAULT 3 INVISIBLE", "text COMPRESSED", "REF_SYSTEM_ID=4326", "INVISIBLE\n"] {
        assert!(up.contains(expected), "{expected}: {up}");
    }
}
