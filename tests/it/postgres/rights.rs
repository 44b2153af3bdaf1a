//! Rights and owners of views that a migration has to make again, granted by hand in one database alone.

use crate::project::Project;
use crate::servers::Role;

const RIGHTS: &str = "SELECT c.relname, pg_get_userbyid(c.relowner), array(SELECT unnest(c.relacl)::text ORDER BY 1), \
    (SELECT string_agg(attname || attacl::text, ' ') FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0) \
    FROM pg_class AS c WHERE c.relname IN ('shown', 'above') ORDER BY 1;";

#[test]
fn what_was_granted_by_hand_outlives_the_view() {
    let model = |length: u32| {
        format!("#[derive(Model)]\npub struct Post {{ id: i64, #[model(max_length = {length})] title: String }}\n")
    };
    for role in [Role::Creator, Role::Admin] {
        let project = Project::postgres(&model(20));
        project.manage(["makemigrations"]).ok();
        project.write(
            "app_migrations/default/2026-11-21-101500-ffff_by_hand/up.sql",
            "CREATE VIEW shown AS SELECT title FROM posts; CREATE VIEW above AS SELECT title FROM shown;",
        );
        project.manage(["migrate"]).ok();
        let database = project.database();
        database.sql(
            "GRANT SELECT ON shown TO manage_plain WITH GRANT OPTION; GRANT UPDATE (title) ON shown TO manage_clear; \
             GRANT ALL ON above TO PUBLIC; REVOKE INSERT, DELETE ON above FROM manage_creator;",
        );
        let before = database.sql(RIGHTS);
        project.models(&model(80));
        project.manage(["makemigrations", "change"]).ok();
        // What a new view would have by itself is not what this one had.
        database.sql_as(role, "ALTER DEFAULT PRIVILEGES GRANT SELECT, UPDATE ON TABLES TO manage_md5;");
        let settings = project.read("settings.json").replace(&database.url(), &database.url_as(role));
        project.write("settings.json", settings);
        let manage = |arguments: &[&str]| project.manage(arguments).ok();
        manage(&["migrate"]);
        assert_eq!(database.sql(RIGHTS), before, "up as {role:?}");
        manage(&["downgrade", "-1"]);
        assert_eq!(database.sql(RIGHTS), before, "down as {role:?}");
        database.sql_as(role, "ALTER DEFAULT PRIVILEGES REVOKE SELECT, UPDATE ON TABLES FROM manage_md5;");
    }
}
