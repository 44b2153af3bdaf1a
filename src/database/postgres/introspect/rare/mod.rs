//! What few databases have.

/// Whether an object of the catalog is nobody's but ours: not an extension's.
macro_rules! own {
    ($class:literal, $oid:literal) => {
        concat!(
            " NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.",
            $class,
            "'::pg_catalog.regclass AND d.objid = ",
            $oid,
            " AND d.deptype IN ('e', 'i')) "
        )
    };
}
/// A schema that is not the server's.
macro_rules! in_ours {
    () => {
        " n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND n.nspname NOT LIKE 'manage\\_%' "
    };
}

mod collations;
mod comments;
mod constraints;
mod counters;
mod foreign;
mod operators;
mod partitions;
mod publications;
mod rights;
mod settings;
mod text_search;

use super::kind::Kind;

/// Those that tables and other objects may be made of.
pub(super) static EARLY: [&[Kind]; 3] = [&collations::ALL, &text_search::ALL, &foreign::SERVERS];

/// Those that stand on others, or belong to them.
pub(super) static LATE: [&[Kind]; 9] = [
    &operators::ALL,
    &foreign::TABLES,
    &partitions::ALL,
    &publications::ALL,
    &constraints::ALL,
    &counters::ALL,
    &settings::ALL,
    &comments::ALL,
    &rights::ALL,
];
