//! What `verify` finds in published projects: the README says it, and this holds it to that.

use crate::package::Package;
use crate::project::Project;
use crate::{lemmy, minotari_wallet, splinter_postgres};

/// The migrations of a project that do not hold, with what was found.
fn unsound(project: &Project) -> (Vec<String>, String) {
    let run = project.manage(["verify"]).expect(1);
    let name = |line: &str| line.strip_prefix("  does not hold ")?.split(": ").next().map(str::to_owned);
    let mut names: Vec<String> = run.stdout.lines().filter_map(name).collect();
    names.dedup();
    (names, run.stdout)
}

#[test]
fn what_sn0int_does_not_keep() {
    let project = Package::fetch("sn0int", "0.26.1").project("migrations", &["src/schema.rs".to_owned()]);
    let (names, text) = unsound(&project);
    assert_eq!(names.len(), 6, "{text}");
    // The INSERT of that down.sql leaves both columns out.
    let lost = "  does not hold 2018-12-23-230955_reverse-dns: down.sql loses what nobody agreed to lose
      values of ipaddrs.country are lost
      values of ipaddrs.country_code are lost
";
    assert!(text.contains(lost), "{text}");
}

#[test]
fn what_splinter_does_not_keep() {
    let migrations = "src/migrations/diesel/sqlite/migrations";
    let project = Package::fetch("splinter", "0.6.14").project(migrations, &[]);
    let (names, text) = unsound(&project);
    assert_eq!(names.len(), 6, "{text}");
    // On the way forward: the INSERT leaves the column out.
    let lost = "  does not hold 2020-12-21-145125_admin_service_allow_null: up.sql loses what nobody agreed to lose
      values of proposed_circuit.application_metadata are lost
";
    assert!(text.contains(lost), "{text}");
    // This one has a default, the moment of the migration, which all rows then have.
    let moment = "  does not hold 2020-12-11-172121_biome_remove-users-table: up.sql loses what nobody agreed to lose
      values of oauth_user.last_updated are lost
";
    assert!(text.contains(moment), "{text}");
}

/// Six migrations drop tables and make them anew without their rows; seven ways back leave columns or tables behind, or bring
/// none back, so that the way forward then fails; three lead to other types, keys and indexes than there were.
#[test]
fn what_minotari_wallet_does_not_keep() {
    let (names, text) = unsound(&minotari_wallet::project());
    assert_eq!(names.len(), 16, "{text}");
    assert_eq!(text.matches(": up.sql loses what nobody agreed to lose\n").count(), 6, "{text}");
    assert_eq!(text.matches(": up.sql fails after down.sql\n").count(), 7, "{text}");
    // "We drop and recreate the table", says the file of one table, and does so with others.
    let dropped = "  does not hold 2023-05-15-112514_encrypted_openings: up.sql loses what nobody agreed to lose
      3 of 3 rows of burnt_proofs are lost
      3 of 3 rows of completed_transactions are lost
";
    assert!(text.contains(dropped), "{text}");
    // "All completed transaction data is preserved", says that file; CREATE TABLE … AS keeps no key and no NOT NULL.
    let no_key = "      the primary key of completed_transactions is none, not (tx_id)\n";
    assert!(text.contains(no_key), "{text}");
    // What comes after it forgets an index, which a later migration makes again.
    let index = "      index idx_completed_tx_mined_block on completed_transactions (mined_in_block) is missing\n";
    assert!(text.contains(index), "{text}");
}

/// Seven ways back fail, and two leave something else than was there.
#[test]
fn what_splinter_does_not_keep_on_postgresql() {
    let (names, text) = unsound(&splinter_postgres::project(""));
    assert_eq!(names.len(), 9, "{text}");
    assert_eq!(text.matches(": down.sql fails\n").count(), 7, "{text}");
    // Parents go before their children.
    let order = "      down.sql:16: cannot drop table splinter_nodes because other objects depend on it";
    assert!(text.contains(order), "{text}");
    // `DROP COLUMN public_key BYTEA` was never run.
    assert!(text.contains("      down.sql:17: syntax error at or near \"BYTEA\" (SQLSTATE 42601)\n"), "{text}");
    // The key comes back before the rows that it leads to, which only shows where there are some.
    let rows = "down.sql:20: insert or update on table \"user_credentials\" violates foreign key constraint";
    assert!(text.contains(rows), "{text}");
    // The type stays, and then is in the way.
    assert!(text.contains("      up.sql:16: type \"identity_type\" already exists (SQLSTATE 42710)\n"), "{text}");
}

/// Each of its `down.sql` runs on empty tables. Some meet rows that they are not made for, and caches that are made anew from
/// their views do not hold again what they held.
#[test]
#[ignore = "takes minutes: `cargo test --test it -- --ignored lemmy`"]
fn what_lemmy_does_not_keep() {
    let (names, text) = unsound(&lemmy::project(""));
    assert_eq!(names.len(), 18, "{text}");
    assert_eq!(text.matches(": down.sql fails\n").count(), 5, "{text}");
    assert_eq!(text.matches(": down.sql does not lead back to what was before\n").count(), 8, "{text}");
    assert_eq!(text.matches(": up.sql loses what nobody agreed to lose\n").count(), 5, "{text}");
    // "Update the defaults", says that file, and drops the columns with what every user chose, to add them again.
    let choices =
        "  does not hold 2024-04-05-153647_alter_vote_display_mode_defaults: up.sql loses what nobody agreed to lose
      values of local_user_vote_display_mode.score are lost
      values of local_user_vote_display_mode.upvotes are lost
";
    assert!(text.contains(choices), "{text}");
    // The column comes back NOT NULL, without a value for the rows that are there.
    let rows = "  does not hold 2020-11-05-152724_activity_remove_user_id: down.sql fails
      down.sql:1: column \"user_id\" of relation \"activity\" contains null values (SQLSTATE 23502)
";
    assert!(text.contains(rows), "{text}");
}
