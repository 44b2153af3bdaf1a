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

const MADE: &str = "SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner), \
    array(SELECT unnest(coalesce(p.proacl, acldefault('f', p.proowner)))::text ORDER BY 1), \
    obj_description(p.oid, 'pg_proc') FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace UNION ALL \
    SELECT t.typname, pg_get_userbyid(t.typowner), \
    array(SELECT unnest(coalesce(t.typacl, acldefault('T', t.typowner)))::text ORDER BY 1), \
    concat_ws(' ', obj_description(t.oid, 'pg_type'), obj_description(t.typrelid, 'pg_class'), \
    col_description(t.typrelid, 2)) FROM pg_type t WHERE t.typname IN ('level', 'high', 'pair') ORDER BY 1;";

#[test]
fn what_was_granted_by_hand_outlives_functions_and_types_over_an_enum() {
    let models = |values: &str| {
        format!(
            "#[derive(ModelEnum)]\n#[model(comment = \"How high\")]\npub enum Level {{ {values} }}\n\n\
             #[derive(Model)]\npub struct Post {{ id: i64, level: Level }}\n"
        )
    };
    for role in [Role::Creator, Role::Admin] {
        let project = Project::postgres(&models("Low, Middle, High"));
        project.manage(["makemigrations"]).ok();
        project.write(
            "app_migrations/default/2026-11-21-101500-ffff_by_hand/up.sql",
            "CREATE FUNCTION next(l level) RETURNS level LANGUAGE sql AS $$ SELECT l $$; \
             CREATE FUNCTION next(l integer) RETURNS integer LANGUAGE sql AS $$ SELECT l $$; \
             CREATE FUNCTION last(l level[] DEFAULT '{}') RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$; \
             CREATE PROCEDURE act(l level) LANGUAGE sql AS $$ SELECT 1 $$; \
             CREATE DOMAIN high AS level CHECK (VALUE <> 'low'); CREATE TYPE pair AS (n integer, l level); \
             COMMENT ON FUNCTION next(level) IS 'What is next'; COMMENT ON PROCEDURE act(level) IS 'Acts'; \
             COMMENT ON DOMAIN high IS 'Not low'; COMMENT ON TYPE pair IS 'Two'; COMMENT ON COLUMN pair.l IS 'The second'; \
             GRANT USAGE ON TYPE pair TO manage_md5;",
        );
        project.manage(["migrate"]).ok();
        let database = project.database();
        database.sql(
            "REVOKE ALL ON FUNCTION next(level) FROM PUBLIC; GRANT EXECUTE ON FUNCTION next(level) TO manage_plain WITH \
             GRANT OPTION; REVOKE ALL ON PROCEDURE act(level) FROM PUBLIC, manage_creator; \
             REVOKE USAGE ON DOMAIN high FROM PUBLIC; GRANT USAGE ON TYPE high TO manage_clear; \
             GRANT USAGE ON TYPE level TO manage_plain; REVOKE USAGE ON TYPE level FROM PUBLIC;",
        );
        let before = database.sql(MADE);
        project.models(&models("Low, High"));
        project.manage(["makemigrations", "change", "--drop-value", "level.middle=low"]).ok();
        database.sql_as(role, "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO manage_md5;");
        let settings = project.read("settings.json").replace(&database.url(), &database.url_as(role));
        project.write("settings.json", settings);
        project.manage(["migrate"]).ok();
        assert_eq!(database.sql(MADE), before, "up as {role:?}");
        project.manage(["downgrade", "-1"]).ok();
        assert_eq!(database.sql(MADE), before, "down as {role:?}");
        database.sql_as(role, "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM manage_md5;");
    }
}
