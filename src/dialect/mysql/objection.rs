use super::kind::Kind;
use super::name::LONGEST;
use crate::schema::{Action, Index, IndexKey, Table};

/// See [`Dialect::objection`](super::super::Dialect::objection): what neither MySQL nor MariaDB has, or only one of
/// them.
pub(super) fn objection(table: &Table) -> Option<String> {
    if let Some(schema) = &table.name.schema {
        return Some(format!(
            "on MySQL a schema is a database of its own: `{schema}` needs its own entry in the settings"
        ));
    }
    let indexes = || table.indexes.iter().find_map(|index| of_index(table, index));
    long_name(table)
        .or_else(indexes)
        .or_else(|| whole_texts(table))
        .or_else(|| of_keys(table))
        .or_else(|| checked_keys(table))
        .or_else(|| of_columns(table))
}

fn long_name(table: &Table) -> Option<String> {
    let columns = table.columns.iter().map(|column| &column.name);
    let mut names = std::iter::once(&table.name.name).chain(columns);
    let long = names.find(|name| name.chars().count() > LONGEST)?;
    Some(format!("MySQL's names end at {LONGEST} characters, and `{long}` has more"))
}

fn of_index(table: &Table, index: &Index) -> Option<String> {
    if index.predicate.is_some() {
        let instead = "index a generated column that is NULL for the other rows";
        return Some(format!("MySQL has no partial indexes (where); {instead}"));
    }
    if !index.include.is_empty() {
        return Some("MySQL cannot keep further columns in an index (include); make them parts of it".to_owned());
    }
    if let Some(method) = &index.using
        && !["btree", "hash", "fulltext", "spatial"].contains(&method.to_ascii_lowercase().as_str())
    {
        return Some(format!("MySQL has no index method `{method}`: btree, hash, fulltext or spatial"));
    }
    if index.nulls_not_distinct {
        return Some("MySQL takes no two NULLs for equal (nulls_not_distinct)".to_owned());
    }
    for part in &index.parts {
        if part.opclass.is_some() || part.nulls.is_some() || part.collation.is_some() {
            return Some(
                "MySQL's indexes have no operator classes, no order of NULLs and no collation of their own".into(),
            );
        }
        match &part.key {
            IndexKey::Expr(expr) => {
                return Some(format!(
                    "MySQL 8 alone has indexes over an expression, MariaDB has none: make `{expr}` a generated column \
                     and index that"
                ));
            }
            IndexKey::Column(name) if part.prefix.is_none() && !is_whole(index) => {
                if let Some(objection) = whole_text(table, name) {
                    return Some(objection);
                }
            }
            IndexKey::Column(_) => {}
        }
    }
    None
}

/// Whether the index takes all of a text by its nature.
fn is_whole(index: &Index) -> bool {
    index
        .using
        .as_deref()
        .is_some_and(|method| ["fulltext", "spatial"].iter().any(|own| method.eq_ignore_ascii_case(own)))
}

/// Unique sets and the primary key, which have no lengths.
fn whole_texts(table: &Table) -> Option<String> {
    let uniques = table.uniques.iter().flat_map(|unique| &unique.columns);
    let keys = table.foreign_keys.iter().flat_map(|key| &key.columns);
    table.key_columns().iter().chain(uniques).chain(keys).find_map(|name| whole_text(table, name))
}

fn whole_text(table: &Table, name: &str) -> Option<String> {
    let column = table.column(name).filter(|column| Kind::is_large(&column.ty))?;
    Some(format!("MySQL cannot index all of `{name}`, a {}: give it a max_length, or its index a prefix", column.ty))
}

fn of_keys(table: &Table) -> Option<String> {
    let timed = table.uniques.iter().map(|unique| unique.timing).chain(table.foreign_keys.iter().map(|key| key.timing));
    if timed.flatten().next().is_some() {
        return Some("MySQL checks constraints at once and has none that are deferrable".to_owned());
    }
    if table.uniques.iter().any(|unique| unique.nulls_not_distinct || !unique.include.is_empty()) {
        return Some("MySQL's unique sets take no two NULLs for equal and keep no further columns".to_owned());
    }
    table.foreign_keys.iter().find_map(|key| {
        let actions = [key.on_delete, key.on_update];
        let columns = key.columns.join(", ");
        if actions.contains(&Action::SetDefault) {
            return Some(format!("InnoDB has no SET DEFAULT, which `{columns}` asks for; set_null or cascade it has"));
        }
        let filled = key.columns.iter().filter_map(|name| table.column(name)).find(|column| !column.nullable);
        match filled {
            Some(column) if actions.contains(&Action::SetNull) => {
                Some(format!("MySQL refuses SET NULL on `{}`, which cannot be NULL", column.name))
            }
            _ => None,
        }
    })
}

/// A check is not asked when a foreign key changes rows, so that both servers refuse one over such a column: MariaDB with
/// error 1901, MySQL with 3823.
fn checked_keys(table: &Table) -> Option<String> {
    table.foreign_keys.iter().find_map(|key| {
        let action = match (key.on_delete, key.on_update) {
            (Action::SetNull, _) => "ON DELETE SET NULL",
            (_, Action::SetNull) => "ON UPDATE SET NULL",
            (_, Action::Cascade) => "ON UPDATE CASCADE",
            _ => return None,
        };
        let mut columns = key.columns.iter();
        let column = columns.find(|column| table.checks.iter().any(|check| check.expr.mentions(column)))?;
        Some(format!(
            "MySQL refuses a check over `{column}`, which a foreign key may change ({action}): take one of the two away"
        ))
    })
}

fn of_columns(table: &Table) -> Option<String> {
    let mut counted = table.columns.iter().filter(|column| column.identity.is_some());
    if let (Some(first), second) = (counted.next(), counted.next()) {
        if let Some(second) = second {
            return Some(format!("MySQL counts up (identity) one column, not `{}` and `{}`", first.name, second.name));
        }
        if !matches!(Kind::of(&first.ty), Kind::Integer { .. }) {
            return Some(format!("MySQL counts up (identity) integers alone, and `{}` is a {}", first.name, first.ty));
        }
        let leads = |columns: &[String]| columns.first() == Some(&first.name);
        let leads_index = |index: &Index| matches!(index.parts.first().map(|part| &part.key), Some(IndexKey::Column(name)) if *name == first.name);
        if !leads(table.key_columns())
            && !table.uniques.iter().any(|unique| leads(&unique.columns))
            && !table.indexes.iter().any(leads_index)
        {
            return Some(format!("MySQL counts up (identity) only the first column of a key, not `{}`", first.name));
        }
    }
    for column in table.columns.iter().filter(|column| column.generated.is_some()) {
        if column.default.is_some() {
            return Some(format!("the generated column `{}` cannot have a default", column.name));
        }
        if table.key_columns().contains(&column.name) {
            return Some(format!("MariaDB cannot have the generated column `{}` in a primary key", column.name));
        }
    }
    let bad = table.columns.iter().find(|column| column.values.as_ref().is_some_and(Vec::is_empty));
    bad.map(|column| format!("MySQL needs a value in the enum of `{}`", column.name))
}

#[cfg(test)]
mod tests {
    use super::objection;
    use crate::schema::{
        Action, Check, Column, Expr, ForeignKey, Identity, Index, IndexPart, PrimaryKey, Table, TableName, Unique,
    };

    #[test]
    fn a_check_over_what_a_key_changes_is_refused() {
        let mut users = Table::new("users");
        users.columns = vec![Column::new("id", "int"), Column::new("team", "int").nullable()];
        users.checks = vec![Check { name: None, expr: Expr::new("team > 0") }];
        users.foreign_keys = vec![ForeignKey {
            name: None,
            columns: vec!["team".to_owned()],
            table: TableName::new("teams"),
            references: vec!["id".to_owned()],
            on_delete: Action::Cascade,
            on_update: Action::NoAction,
            timing: None,
        }];
        assert_eq!(objection(&users), None);
        for (on_delete, on_update, refused) in [
            (Action::SetNull, Action::NoAction, true),
            (Action::NoAction, Action::Cascade, true),
            (Action::NoAction, Action::SetNull, true),
            (Action::Restrict, Action::Restrict, false),
        ] {
            users.foreign_keys[0].on_delete = on_delete;
            users.foreign_keys[0].on_update = on_update;
            assert_eq!(objection(&users).is_some(), refused, "{on_delete} {on_update}");
        }
        users.foreign_keys[0].on_update = Action::Cascade;
        users.checks[0].expr = Expr::new("id > 0");
        assert_eq!(objection(&users), None);
    }

    #[test]
    fn what_mysql_lacks_is_refused() {
        let mut users = Table::new("users");
        users.columns =
            vec![Column::new("id", "bigint"), Column::new("bio", "text"), Column::new("name", "varchar(9)")];
        users.columns[0].identity = Some(Identity::AutoIncrement);
        users.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
        let prefixed = IndexPart { prefix: Some(20), ..IndexPart::column("bio") };
        users.indexes = vec![Index { parts: vec![prefixed], ..Index::on(["bio"]) }];
        assert_eq!(objection(&users), None);
        let faults: [fn(&mut Table); 10] = [
            |table| table.name = TableName::qualified("app", "users"),
            |table| table.name = TableName::new("u".repeat(65)),
            |table| table.indexes = vec![Index::on(["bio"])],
            |table| table.indexes = vec![Index { predicate: Some(Expr::new("id > 0")), ..Index::on(["name"]) }],
            |table| table.indexes = vec![Index { using: Some("gin".to_owned()), ..Index::on(["name"]) }],
            |table| table.indexes = vec![Index { include: vec!["id".to_owned()], ..Index::on(["name"]) }],
            |table| table.indexes[0].parts = vec![IndexPart::expr("lower(name)")],
            |table| table.uniques = vec![Unique { columns: vec!["bio".to_owned()], ..Unique::default() }],
            |table| table.columns[2].identity = Some(Identity::AutoIncrement),
            |table| table.primary_key = None,
        ];
        for (place, fault) in faults.iter().enumerate() {
            let mut table = users.clone();
            fault(&mut table);
            assert!(objection(&table).is_some(), "fault {place}");
        }
    }
}
