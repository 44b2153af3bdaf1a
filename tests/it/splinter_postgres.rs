//! A real project: the crate `splinter`, its PostgreSQL set. Its ten `schema.rs` are meant for PostgreSQL, and serve SQLite
//! as well.

use insta::assert_snapshot;

use crate::package::Package;
use crate::project::Project;
use crate::servers::Database;

/// Splinter's PostgreSQL migrations and all of its `schema.rs`, as they stand, in a fresh database.
pub(crate) fn project(more: &str) -> Project {
    let package = Package::fetch("splinter", "0.6.14");
    let schemas = package.files("src", "schema.rs");
    package.project_on(Database::postgres(), "src/migrations/diesel/postgres/migrations", &schemas, more)
}

const ADOPTED: &str = r#", "ignore_types": ["*.circuit_version"]"#;
const RBAC: &str = "src/rest_api/auth/authorization/rbac/store/diesel/schema.rs";

const ROWS: &str = "
    INSERT INTO rbac_roles (id, display_name) VALUES ('a', 'Admin'), ('b', 'Other');
    INSERT INTO rbac_role_permissions (role_id, permission) VALUES ('a', 'x'), ('a', 'y'), ('b', 'x');
    INSERT INTO rbac_identities (identity, identity_type) SELECT 'me', e FROM unnest(enum_range(NULL::identity_type)) e LIMIT 1;
    INSERT INTO rbac_assignments (identity, role_id) VALUES ('me', 'a');
";

#[test]
fn it_becomes_the_database_that_diesel_makes() {
    let (ours, theirs) = (project(""), project(""));
    ours.manage(["migrate"]).ok();
    theirs.diesel(&["migration", "run"]).ok();
    assert_eq!(ours.database().dump(), theirs.database().dump());
    assert_eq!(ours.diesel(&["migration", "pending"]).ok().stdout, "false\n");
    assert!(!ours.manage(["showmigrations"]).ok().stdout.contains("[ ]"));
    // All the way back and forth, each by its own.
    let newest = ours.database().dump();
    let down = ours.manage(["downgrade", "base"]);
    let revert = theirs.diesel(&["migration", "revert", "--all"]);
    assert_eq!(down.code == 0, revert.code == 0, "{}\n{}", down.stderr, revert.stderr);
    assert_eq!(ours.database().dump(), theirs.database().dump(), "{}\n{}", down.stderr, revert.stderr);
    ours.manage(["migrate"]).ok();
    assert_eq!(ours.database().dump(), newest);
}

/// What is said: three columns that the `schema.rs` has as not null, which no migration made so, one that the author
/// left out, and one of an enum, whose Rust type was written by hand under another name. All of it is so.
#[test]
fn where_its_schemas_disagree_is_told_and_how_to_leave_it() {
    let run = project("").manage(["makemigrations", "--check"]).expect(1);
    assert_snapshot!(run.shown(), @r#"
    exit 1
    --- stdout
    Changes without a migration on default:
        ~ Alter column circuit_version on admin_event_proposed_circuit: NOT NULL
        ~ Alter column circuit_version on circuit: NOT NULL
        ~ Alter column circuit_version on proposed_circuit: NOT NULL
    --- stderr
    note: oauth_inflight_request.created_at is in the database and not in the table!: left alone
    note: the table! says no Nullable where the database has NULL: admin_event_proposed_circuit.circuit_version, circuit.circuit_version, proposed_circuit.circuit_version
    note: the table! says IdentityModelTypeMapping, which is no type of this database: left as the migrations have it: rbac_identities.identity_type
    hint: where these types are meant for other databases that the source serves too, leave them, in the settings of `default`: "ignore_types": ["admin_event_proposed_circuit.circuit_version", "circuit.circuit_version", "proposed_circuit.circuit_version"]
    "#);
}

#[test]
fn a_column_of_a_parent_is_renamed_and_one_made_nullable_and_all_of_it_undone() {
    let project = project(ADOPTED);
    project.manage(["migrate"]).ok();
    project.database().sql(ROWS);
    let before = project.database().dump();
    let schema = project.read(RBAC);
    let changed = schema
        .replacen("        display_name -> Text,", "        shown_name -> Nullable<Text>,", 1)
        .replace("        identity_type ->", "        kind ->");
    project.write(RBAC, &changed);
    project.manage(["makemigrations"]).expect(3);
    let answers = [
        "makemigrations",
        "--rename=rbac_roles.display_name:shown_name",
        "--rename=rbac_identities.identity_type:kind",
    ];
    project.manage(answers).ok();
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["migrate"]).ok();
    let after = project.database().dump();
    for table in ["rbac_role_permissions", "rbac_assignments", "rbac_identities", "rbac_roles"] {
        assert_eq!(after.rows[table].len(), before.rows[table].len());
    }
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(project.database().dump(), before);
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(project.database().dump(), after);
    project.manage(["migrate"]).ok();
    project.diesel(&["migration", "revert"]).ok();
    assert_eq!(project.database().dump(), before);
}
