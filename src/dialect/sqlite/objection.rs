use crate::schema::{Table, TableName};

/// See [`Dialect::objection`](super::super::Dialect::objection).
pub(super) fn objection(table: &Table) -> Option<String> {
    if let TableName { schema: Some(schema), .. } = &table.name {
        return Some(format!("SQLite has no schemas, so that there is no `{schema}`"));
    }
    table.indexes.iter().find_map(index).or_else(|| column(table))
}

fn index(index: &crate::schema::Index) -> Option<String> {
    if let Some(method) = &index.using {
        return Some(format!("SQLite has no index method `{method}`"));
    }
    (!index.include.is_empty()).then(|| "SQLite cannot keep further columns in an index (include)".to_owned())
}

fn column(table: &Table) -> Option<String> {
    for column in &table.columns {
        let name = &column.name;
        let is_key = table.key_columns().contains(name);
        if column.identity.is_some() {
            let counted = is_key && table.key_columns().len() == 1 && column.ty.key() == "integer";
            if !counted {
                return Some(format!(
                    "SQLite counts up (identity) only an integer that is the whole key, not `{name}`"
                ));
            }
        }
        if column.generated.is_some() && is_key {
            return Some(format!("SQLite cannot have the generated column `{name}` in a primary key"));
        }
        if column.generated.is_some() && column.default.is_some() {
            return Some(format!("the generated column `{name}` cannot have a default"));
        }
    }
    let stored = table.columns.iter().any(|column| column.generated.is_none());
    (!stored && !table.columns.is_empty()).then(|| "SQLite needs a column that is not generated".to_owned())
}

#[cfg(test)]
mod tests {
    use super::objection;
    use crate::schema::{Column, Expr, Generated, Identity, Index, PrimaryKey, Table, TableName};

    fn users() -> Table {
        let mut table = Table::new("users");
        table.columns = vec![Column::new("id", "INTEGER"), Column::new("name", "TEXT")];
        table.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
        table
    }

    fn generated() -> Option<Generated> {
        Some(Generated { expr: Expr::new("1"), stored: false })
    }

    #[test]
    fn what_sqlite_lacks_is_refused() {
        assert_eq!(objection(&users()), None);
        let mut identity = users();
        identity.columns[0].identity = Some(Identity::AutoIncrement);
        assert_eq!(objection(&identity), None);

        let faults: [fn(&mut Table); 7] = [
            |table| table.name = TableName::qualified("app", "users"),
            |table| table.indexes = vec![Index { using: Some("gin".to_owned()), ..Index::on(["name"]) }],
            |table| table.indexes = vec![Index { include: vec!["id".to_owned()], ..Index::on(["name"]) }],
            |table| table.columns[1].identity = Some(Identity::AutoIncrement),
            |table| table.columns[0].generated = generated(),
            |table| {
                table.columns[1].generated = generated();
                table.columns[1].default = Some(Expr::new("1"));
            },
            |table| {
                table.columns.remove(0);
                table.columns[0].generated = generated();
            },
        ];
        for (place, fault) in faults.iter().enumerate() {
            let mut table = users();
            fault(&mut table);
            assert!(objection(&table).is_some(), "fault {place}");
        }
    }
}
