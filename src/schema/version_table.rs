use super::{Table, TableName};

/// A table in which another tool keeps its history of migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionTable {
    /// The table.
    pub table: TableName,
    /// Who made it.
    pub tool: &'static str,
}

/// The tables, each with columns that it has by all means.
const KNOWN: [(&str, &[&str], &str); 13] = [
    ("alembic_version", &["version_num"], "Alembic"),
    ("django_migrations", &["app", "name", "applied"], "Django"),
    ("_sqlx_migrations", &["version", "checksum"], "sqlx"),
    ("seaql_migrations", &["version", "applied_at"], "SeaORM"),
    ("flyway_schema_history", &["installed_rank", "script"], "Flyway"),
    ("refinery_schema_history", &["version", "checksum"], "refinery"),
    ("_prisma_migrations", &["migration_name", "checksum"], "Prisma"),
    ("__drizzle_migrations", &["hash", "created_at"], "Drizzle"),
    ("knex_migrations", &["batch", "migration_time"], "Knex"),
    ("knex_migrations_lock", &["is_locked"], "Knex"),
    ("ar_internal_metadata", &["key", "value"], "Rails"),
    ("databasechangelog", &["orderexecuted", "md5sum"], "Liquibase"),
    ("databasechangeloglock", &["locked", "lockedby"], "Liquibase"),
];

impl VersionTable {
    /// What the table is, if another tool keeps its history in it.
    pub fn of(table: &Table) -> Option<Self> {
        let lower = table.name.name.to_lowercase();
        let has = |column: &str| table.columns.iter().any(|own| own.name.eq_ignore_ascii_case(column));
        let known = KNOWN.iter().find(|(name, columns, _)| *name == lower && columns.iter().all(|own| has(own)));
        // Several tools call theirs alike.
        let tool = match known {
            Some((_, _, tool)) => tool,
            None if lower == "schema_migrations" && has("version") => match table.columns.len() {
                2 if has("dirty") => "golang-migrate",
                1 => "Rails, dbmate or the like",
                _ => return None,
            },
            None => return None,
        };
        Some(Self { table: table.name.clone(), tool })
    }
}

#[cfg(test)]
mod tests {
    use super::VersionTable;
    use crate::schema::{Column, Table};

    #[test]
    fn a_table_is_known_by_its_name_and_columns() {
        for (name, columns, tool) in [
            ("alembic_version", &["version_num"][..], Some("Alembic")),
            ("django_migrations", &["id", "app", "name", "applied"], Some("Django")),
            ("DATABASECHANGELOG", &["ID", "ORDEREXECUTED", "MD5SUM"], Some("Liquibase")),
            ("schema_migrations", &["version"], Some("Rails, dbmate or the like")),
            ("schema_migrations", &["version", "dirty"], Some("golang-migrate")),
            ("schema_migrations", &["id", "version", "what"], None),
            ("django_migrations", &["id"], None),
            ("users", &["id"], None),
        ] {
            let mut table = Table::new(name);
            table.columns = columns.iter().map(|name| Column::new(*name, "TEXT")).collect();
            assert_eq!(VersionTable::of(&table).map(|own| own.tool), tool, "{name}");
        }
    }
}
