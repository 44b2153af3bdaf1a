//! A real project: the crate `splinter`, whose ten `schema.rs` serve PostgreSQL and SQLite, each with migrations of its
//! own. The SQLite set, fetched from the registry when the test runs.

use insta::assert_snapshot;

use crate::dump::{dump, execute};
use crate::package::Package;
use crate::project::{Project, Run};
use crate::turns::{Turn, become_the_same, take_turns};

/// A project with splinter's SQLite migrations and all of its `schema.rs`, as they stand.
fn project() -> Project {
    let package = Package::fetch("splinter", "0.6.14");
    let schemas = package.files("src", "schema.rs");
    assert_eq!(schemas.len(), 10, "{schemas:?}");
    package.project("src/migrations/diesel/sqlite/migrations", &schemas)
}

/// The same, with the types left alone that are PostgreSQL's.
fn adopted() -> Project {
    let project = project();
    let settings = project.read("settings.json").replace(
        "\"models\"",
        "\"ignore_types\": [\"*.circuit_status\", \"*.circuit_version\", \"oauth_user_sessions.last_authenticated\"], \"models\"",
    );
    project.write("settings.json", settings);
    project
}

const RBAC: &str = "src/rest_api/auth/authorization/rbac/store/diesel/schema.rs";

const ROWS: &str = "
    INSERT INTO rbac_roles (id, display_name) VALUES ('a', 'Admin'), ('b', 'Other');
    INSERT INTO rbac_role_permissions (role_id, permission) VALUES ('a', 'x'), ('a', 'y'), ('b', 'x');
    INSERT INTO rbac_assignments (identity, role_id) VALUES ('me', 'a');
    INSERT INTO oauth_users (subject, user_id) VALUES ('s', 'u');
    INSERT INTO oauth_user_sessions (splinter_access_token, subject, oauth_access_token, last_authenticated)
        VALUES ('t', 's', 'o', 17);
    INSERT INTO circuit (circuit_id, authorization_type, persistence, durability, routes, circuit_management_type)
        VALUES ('c', 'a', 'p', 'd', 'r', 'm');
    INSERT INTO circuit_member (circuit_id, node_id, public_key) VALUES ('c', 'n', x'00ff');
";

#[test]
fn it_becomes_the_database_that_diesel_makes() {
    become_the_same(&project(), &project());
}

/// What is said: seven columns in which SQLite's migrations went another way than PostgreSQL's, three that cannot be
/// compared, and one that the author left out. Not a word about the eleven keys that are `TEXT PRIMARY KEY`, or the
/// five foreign keys to a row number that are `Int8` for PostgreSQL's sake.
#[test]
fn where_its_schemas_disagree_with_sqlite_is_told_and_how_to_leave_it() {
    let project = project();
    let files = project.files();
    let run = project.manage(["makemigrations", "--check"]).expect(1);
    assert_snapshot!(run.shown(), @r#"
    exit 1
    --- stdout
    Changes without a migration on default:
        ~ Alter column circuit_version on admin_event_proposed_circuit: NOT NULL
        ~ Alter column circuit_status on admin_event_proposed_circuit: INTEGER to SMALLINT
        ~ Alter column circuit_version on circuit: NOT NULL
        ~ Alter column circuit_status on circuit: INTEGER to SMALLINT
        ~ Alter column last_authenticated on oauth_user_sessions: INTEGER to BIGINT
        ~ Alter column circuit_version on proposed_circuit: NOT NULL
        ~ Alter column circuit_status on proposed_circuit: INTEGER to SMALLINT
    --- stderr
    note: oauth_inflight_request.created_at is in the database and not in the table!: left alone
    note: the table! says no Nullable where the database has NULL: admin_event_proposed_circuit.circuit_version, circuit.circuit_version, proposed_circuit.circuit_version
    note: the table! says SmallInt where the database has INTEGER, which Diesel reads as Integer: admin_event_proposed_circuit.circuit_status, circuit.circuit_status, proposed_circuit.circuit_status
    note: the database has BYTEA, which `diesel print-schema` cannot read: left as the migrations have it: circuit_member.public_key, proposed_node.public_key
    note: the table! says BigInt where the database has INTEGER, which Diesel reads as Integer: oauth_user_sessions.last_authenticated
    note: the table! says IdentityModelTypeMapping, which is no type of this database: left as the migrations have it: rbac_identities.identity_type
    hint: where these types are meant for other databases that the source serves too, leave them, in the settings of `default`: "ignore_types": ["admin_event_proposed_circuit.circuit_status", "admin_event_proposed_circuit.circuit_version", "circuit.circuit_status", "circuit.circuit_version", "oauth_user_sessions.last_authenticated", "proposed_circuit.circuit_status", "proposed_circuit.circuit_version"]
    open questions:
    may admin_event_proposed_circuit.circuit_status become SMALLINT? 16 bits instead of 32
        --allow admin_event_proposed_circuit.circuit_status   go on: where a value does not fit, the migration fails whole
    may circuit.circuit_status become SMALLINT? 16 bits instead of 32
        --allow circuit.circuit_status   go on: where a value does not fit, the migration fails whole
    may proposed_circuit.circuit_status become SMALLINT? 16 bits instead of 32
        --allow proposed_circuit.circuit_status   go on: where a value does not fit, the migration fails whole
    "#);
    assert_eq!(project.files(), files, "--check writes nothing");
    let run: Run = adopted().manage(["makemigrations", "--check"]).ok();
    assert_snapshot!(run.shown(), @r#"
    exit 0
    --- stdout
    No changes detected
    --- stderr
    note: oauth_inflight_request.created_at is in the database and not in the table!: left alone
    note: the database has BYTEA, which `diesel print-schema` cannot read: left as the migrations have it: circuit_member.public_key, proposed_node.public_key
    note: the table! says IdentityModelTypeMapping, which is no type of this database: left as the migrations have it: rbac_identities.identity_type
    "#);
}

#[test]
fn a_column_of_a_parent_is_renamed_and_one_made_nullable_and_all_of_it_undone() {
    let project = adopted();
    let database = project.file("db.sqlite3");
    project.manage(["migrate"]).ok();
    execute(&database, ROWS);
    let before = dump(&database);

    let schema = project.read(RBAC);
    let changed = schema
        .replacen("        display_name -> Text,", "        shown_name -> Nullable<Text>,", 1)
        .replace("        identity_type ->", "        kind ->");
    project.write(RBAC, &changed);
    let open = project.manage(["makemigrations"]).expect(3);
    assert!(open.stderr.contains("--rename rbac_roles.display_name:shown_name"), "{}", open.stderr);
    // Of a type that SQLite does not have it cannot be told how alike the two are.
    let other = "--rename rbac_identities.identity_type:NAME   renamed all the same, to kind";
    assert!(open.stderr.contains(other), "{}", open.stderr);
    let answers = [
        "makemigrations",
        "--rename=rbac_roles.display_name:shown_name",
        "--rename=rbac_identities.identity_type:kind",
    ];
    project.manage(answers).ok();
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["migrate"]).ok();
    let after = dump(&database);
    assert_eq!(after.rows["rbac_role_permissions"], before.rows["rbac_role_permissions"]);
    assert_eq!(after.rows["rbac_roles"].len(), before.rows["rbac_roles"].len());
    assert!(after.schema.contains("[\"shown_name\",\"TEXT\",0,null,0,0]"), "{}", after.schema);
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(dump(&database), before);
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(dump(&database), after);
    project.diesel(&["migration", "revert"]).ok();
    assert_eq!(dump(&database), before);
}

#[test]
fn diesel_and_manage_take_turns() {
    use Turn::{DieselRedo, DieselRevert, DieselRun, ManageDown, ManageUp};
    let turns = [
        DieselRun,
        ManageUp,
        ManageDown,
        DieselRevert,
        ManageUp,
        DieselRedo,
        DieselRevert,
        ManageDown,
        DieselRun,
        ManageDown,
        ManageUp,
    ];
    take_turns(&project(), &project(), &turns);
}

/// One of its `down.sql` gives a table a foreign key to a table that has another name by then. Diesel, with foreign
/// keys off, leaves such a database behind; `manage` does not, and can live with one.
#[test]
fn a_way_back_that_violates_foreign_keys_is_not_gone_and_can_be_gone_by_diesel() {
    let project = project();
    let database = project.file("db.sqlite3");
    project.manage(["migrate"]).ok();
    let newest = dump(&database);
    project.manage(["downgrade", "-2"]).ok();
    let before = dump(&database);
    let run = project.manage(["downgrade", "-1"]).expect(6);
    assert!(run.stderr.contains("refers to a row of roles that is not there"), "{}", run.stderr);
    assert_eq!(dump(&database), before);
    project.diesel(&["migration", "revert"]).ok();
    assert_ne!(dump(&database), before);
    project.manage(["downgrade", "-1"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(dump(&database), newest);
    assert_eq!(project.diesel(&["migration", "pending"]).ok().stdout, "false\n");
}

/// Who does want the types of `schema.rs` in SQLite gets them, with all that refers to the tables.
#[test]
fn the_types_can_be_made_those_of_the_schema() {
    let project = project();
    let database = project.file("db.sqlite3");
    project.manage(["migrate"]).ok();
    execute(&database, ROWS);
    let before = dump(&database);
    let allowed = ["admin_event_proposed_circuit", "circuit", "proposed_circuit"];
    let flags = allowed.map(|table| format!("--allow={table}.circuit_status"));
    project.manage(["makemigrations".to_owned()].iter().chain(&flags)).ok();
    project.manage(["migrate"]).ok();
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert!(!run.stderr.contains("hint"), "{}", run.stderr);
    assert_eq!(dump(&database).rows, before.rows);
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(dump(&database), before);
}

/// Taken over by `init`, as a project that has been like that for years: nothing is asked, and nothing is to be
/// changed.
#[test]
fn settings_that_init_writes_leave_it_as_it_has_been() {
    let project = project();
    std::fs::remove_file(project.file("settings.json")).expect("settings");
    let schemas = Package::fetch("splinter", "0.6.14").files("src", "schema.rs");
    let printed: String = schemas
        .iter()
        .enumerate()
        .map(|(place, file)| format!("[print_schema.part{place}]\nfile = {file:?}\n"))
        .collect();
    project.write("diesel.toml", format!("{printed}[migrations_directory]\ndir = \"app_migrations/default\"\n"));
    project.write(".env", "DATABASE_URL=db.sqlite3\n");
    let run = project.manage(["init"]).ok();
    assert!(
        run.stderr.contains("by ignore_types, as the models have other types than the migrations: admin_event_"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("by ignore_tables"), "{}", run.stderr);
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert_eq!(run.stdout, "No changes detected\n");
    project.manage(["migrate"]).ok();
    // A table that is not in a schema.rs any more, and one that has a new column, are told apart from all that.
    let schema = project.read(RBAC);
    project.write(
        RBAC,
        schema.replace(
            "        display_name -> Text,",
            "        display_name -> Text,\n        rank -> Nullable<Integer>,",
        ),
    );
    let run = project.manage(["makemigrations", "--check"]).expect(1);
    assert_eq!(run.stdout, "Changes without a migration on default:\n    + Add column rank to rbac_roles\n");
}
