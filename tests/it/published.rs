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
}

#[test]
fn what_minotari_wallet_does_not_keep() {
    let (names, text) = unsound(&minotari_wallet::project());
    assert_eq!(names.len(), 0, "{text}");
}

#[test]
fn what_splinter_does_not_keep_on_postgresql() {
    let (names, text) = unsound(&splinter_postgres::project(""));
    assert_eq!(names.len(), 0, "{text}");
}

#[test]
fn what_lemmy_does_not_keep() {
    let (names, text) = unsound(&lemmy::project(""));
    assert_eq!(names.len(), 0, "{text}");
}
