use crate::schema::{Table, TableName};

/// See [`Dialect::objection`](super::super::Dialect::objection).
pub(super) fn objection(table: &Table) -> Option<String> {
    if let TableName { schema: Some(schema), .. } = &table.name {
        return Some(format!("SQLite has no schemas, so that there is no `{schema}`"));
    }
    table.indexes.iter().find_map(index).or_else(|| unique(table)).or_else(|| column(table))
}

fn index(index: &crate::schema::Index) -> Option<String> {
    if let Some(method) = &index.using {
        return Some(format!("SQLite has no index method `{method}`"));
    }
    if !index.include.is_empty() {
        return Some("SQLite cannot keep further columns in an index (include)".to_owned());
    }
    if index.nulls_not_distinct {
        return Some("SQLite takes no two NULLs for equal (nulls_not_distinct)".to_owned());
    }
    index.parts.iter().find_map(|part| {
        if let Some(class) = &part.opclass {
            return Some(format!("SQLite's indexes have no operator classes (opclass), so that there is no `{class}`"));
        }
        part.nulls.map(|_| "SQLite's indexes have no order of NULLs of their own (nulls first, nulls last)".to_owned())
    })
}

fn unique(table: &Table) -> Option<String> {
    table.uniques.iter().find_map(|unique| {
        let columns = unique.columns.join(", ");
        if unique.timing.is_some() {
            return Some(format!("SQLite checks unique({columns}) at once and cannot defer it (deferrable, deferred)"));
        }
        if unique.nulls_not_distinct {
            return Some(format!("SQLite takes no two NULLs in unique({columns}) for equal (nulls_not_distinct)"));
        }
        (!unique.include.is_empty())
            .then(|| format!("SQLite cannot keep further columns in unique({columns}) (include)"))
    })
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
    use crate::schema::{
        Column, Expr, Generated, Identity, Index, IndexPart, NullsOrder, PrimaryKey, Table, TableName, Timing, Unique,
    };

    fn users() -> Table {
        let mut table = Table::new("users");
        table.columns = vec![Column::new("id", "INTEGER"), Column::new("name", "TEXT")];
        table.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
        table
    }

    fn name() -> Unique {
        Unique { columns: vec!["name".to_owned()], ..Unique::default() }
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

        let faults: [fn(&mut Table); 13] = [
            |table| table.name = TableName::qualified("app", "users"),
            |table| table.indexes = vec![Index { using: Some("gin".to_owned()), ..Index::on(["name"]) }],
            |table| table.indexes = vec![Index { include: vec!["id".to_owned()], ..Index::on(["name"]) }],
            |table| table.indexes = vec![Index { nulls_not_distinct: true, ..Index::on(["name"]) }],
            |table| {
                let part = IndexPart { opclass: Some("text_pattern_ops".to_owned()), ..IndexPart::column("name") };
                table.indexes = vec![Index { parts: vec![part], ..Index::on(["name"]) }];
            },
            |table| {
                let part = IndexPart { nulls: Some(NullsOrder::First), ..IndexPart::column("name") };
                table.indexes = vec![Index { parts: vec![part], ..Index::on(["name"]) }];
            },
            |table| table.uniques = vec![Unique { timing: Some(Timing::Deferred), ..name() }],
            |table| table.uniques = vec![Unique { nulls_not_distinct: true, ..name() }],
            |table| table.uniques = vec![Unique { include: vec!["id".to_owned()], ..name() }],
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
