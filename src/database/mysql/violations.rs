use std::collections::BTreeSet;

use super::introspect;
use super::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::database::target::Violation;

/// The rows that violate a foreign key, counted by key: asked where the server was told not to look.
pub(super) fn all(session: &mut MysqlSession) -> Result<BTreeSet<Violation>, SqlError> {
    let dialect = session.dialect();
    let mut found = BTreeSet::new();
    for (table, key) in introspect::foreign_keys(session, &introspect::Scope::all())? {
        let quote = |name: &str| dialect.quote(name);
        let pairs = || key.columns.iter().zip(&key.references);
        let joined: Vec<String> =
            pairs().map(|(own, other)| format!("c.{} = p.{}", quote(own), quote(other))).collect();
        let given: Vec<String> = key.columns.iter().map(|own| format!("c.{} IS NOT NULL", quote(own))).collect();
        let Some(first) = key.references.first() else { continue };
        let (child, parent) = (quote(&table), quote(&key.table.name));
        let query = format!(
            "SELECT count(*) FROM {child} AS c LEFT JOIN {parent} AS p ON {} WHERE {} AND p.{} IS NULL",
            joined.join(" AND "),
            given.join(" AND "),
            quote(first)
        );
        let name = key.name.as_deref().unwrap_or_default();
        match session.value(&query) {
            Ok(Some(count)) if count != "0" => {
                let rows = if count == "1" { "1 row".to_owned() } else { format!("{count} rows") };
                let parent = &key.table.name;
                found.insert(Violation(format!(
                    "{rows} of {table} ({name}) refer to rows of {parent} that are not there"
                )));
            }
            Ok(_) => {}
            Err(error) => _ = found.insert(Violation(format!("foreign key {name} of {table} means nothing: {error}"))),
        }
    }
    Ok(found)
}
