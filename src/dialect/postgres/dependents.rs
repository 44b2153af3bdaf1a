//! Views and the like that stand on columns. PostgreSQL changes no column's type under them: they go first, and come
//! back as they were.

use std::collections::BTreeSet;

use super::quote::{quote, quote_beside, quote_name};
use crate::schema::{Object, ObjectKind, Schema, TableName};
use crate::sql::mentions;

/// What stands on one of the columns of the table, and whatever stands on that or belongs to it, in the order in which
/// they were made.
pub(super) fn dependents<'a>(schema: &'a Schema, table: &TableName, columns: &[&str]) -> Vec<&'a Object> {
    let uses = |object: &Object| {
        let is_near = object.table.as_ref() == Some(table) || mentions(&object.sql, &table.name);
        is_near && columns.iter().any(|column| mentions(&object.sql, column))
    };
    with_those_above(schema, uses)
}

/// The views that may lean on the table's primary key: they group by it, and show what it determines.
pub(super) fn leaning_on_key<'a>(schema: &'a Schema, table: &TableName) -> Vec<&'a Object> {
    with_those_above(schema, |object| {
        is_view(object) && mentions(&object.sql, &table.name) && mentions(&object.sql, "group")
    })
}

/// The constraints and statistics, which no model can declare, that use one of the columns of the table.
pub(super) fn made_of<'a>(schema: &'a Schema, table: &TableName, columns: &[&str]) -> Vec<&'a Object> {
    let uses = |object: &&Object| {
        let is_near = object.table.as_ref() == Some(table) || mentions(&object.sql, &table.name);
        matches!(object.kind, ObjectKind::Constraint | ObjectKind::Statistics)
            && is_near
            && columns.iter().any(|column| mentions(&object.sql, column))
    };
    schema.objects.iter().filter(uses).collect()
}

/// What names one of the functions or types, and whatever stands on that.
pub(super) fn standing_on<'a>(schema: &'a Schema, names: &[&TableName]) -> Vec<&'a Object> {
    with_those_above(schema, |object| names.iter().any(|name| mentions(&object.sql, &name.name)))
}

fn with_those_above(schema: &Schema, uses: impl Fn(&Object) -> bool) -> Vec<&Object> {
    let mut found: BTreeSet<usize> = BTreeSet::new();
    let mut views: BTreeSet<&TableName> = BTreeSet::new();
    loop {
        // A comment or a setting goes and comes with the trigger that it is for.
        let belongs = |object: &Object| {
            let mut all = found.iter().filter_map(|place| schema.objects.get(*place));
            matches!(object.kind, ObjectKind::Comment | ObjectKind::Setting)
                && all.any(|other| other.name == object.name && other.table == object.table)
        };
        let stands = |object: &Object| {
            let above = |view: &&TableName| object.table.as_ref() == Some(*view) || mentions(&object.sql, &view.name);
            // An index, a comment or a right belongs to a view, and is nothing that a table's column could need.
            let own = object.table.as_ref().is_some_and(|table| views.contains(table));
            let told = object.kind == ObjectKind::Setting && uses(object);
            let comes = own || told || belongs(object) || (goes(object) && (uses(object) || views.iter().any(above)));
            // Rights are read where the migration runs.
            comes && object.kind != ObjectKind::Right
        };
        let more: Vec<(usize, &Object)> = schema
            .objects
            .iter()
            .enumerate()
            .filter(|(place, object)| !found.contains(place) && stands(object))
            .collect();
        if more.is_empty() {
            break;
        }
        for (place, object) in more {
            found.insert(place);
            if is_view(object) {
                views.insert(&object.name);
            }
        }
    }
    found.into_iter().filter_map(|place| schema.objects.get(place)).collect()
}

pub(super) fn is_view(object: &Object) -> bool {
    matches!(object.kind, ObjectKind::View | ObjectKind::MaterializedView)
}

/// Whether there is a statement that drops it, and it can hold up a column.
fn goes(object: &Object) -> bool {
    is_view(object) || matches!(object.kind, ObjectKind::Rule | ObjectKind::Policy | ObjectKind::Trigger)
}

/// The statement that drops it; `None` if it goes with its view.
pub(super) fn drop_object(object: &Object, gone: &[Object]) -> Option<String> {
    let own = |table: &TableName| gone.iter().any(|view| is_view(view) && view.name == *table);
    if object.table.as_ref().is_some_and(own) {
        return None;
    }
    let of_table = |kind: &str| {
        let table = object.table.as_ref()?;
        Some(format!("DROP {kind} {} ON {}", quote(&object.name.name), quote_name(table)))
    };
    match object.kind {
        ObjectKind::View => Some(format!("DROP VIEW {}", quote_name(&object.name))),
        ObjectKind::MaterializedView => Some(format!("DROP MATERIALIZED VIEW {}", quote_name(&object.name))),
        ObjectKind::Rule => of_table("RULE"),
        ObjectKind::Policy => of_table("POLICY"),
        ObjectKind::Trigger => of_table("TRIGGER"),
        ObjectKind::Constraint => {
            let table = object.table.as_ref()?;
            Some(format!("ALTER TABLE {} DROP CONSTRAINT {}", quote_name(table), quote(&object.name.name)))
        }
        ObjectKind::Statistics => Some(format!("DROP STATISTICS {}", quote_name(&object.name))),
        ObjectKind::Index => {
            object.table.as_ref().map(|table| format!("DROP INDEX {}", quote_beside(table, &object.name.name)))
        }
        _ => None,
    }
}

/// The comment that says what is dropped to be made again.
pub(super) fn in_the_way(names: &[String]) -> Vec<String> {
    match names {
        [] => Vec::new(),
        [only] => vec![format!("The {only} is in the way: dropped here, and made again below.")],
        all => vec![format!("These are in the way: dropped here, and made again below: {}.", all.join(", "))],
    }
}

/// How a comment or a message names it.
pub(super) fn describe(object: &Object) -> String {
    format!("{} {}", object.kind, object.name)
}

#[cfg(test)]
mod tests {
    use super::{dependents, drop_object};
    use crate::schema::{Object, ObjectKind, Schema, TableName};

    fn object(kind: ObjectKind, name: &str, table: Option<&str>, sql: &str) -> Object {
        Object { kind, name: TableName::new(name), table: table.map(TableName::new), sql: sql.to_owned() }
    }

    #[test]
    fn what_stands_on_a_column_is_found_by_way_of_views_too() {
        let objects = vec![
            object(ObjectKind::Function, "f", None, "CREATE FUNCTION f() AS 'SELECT name FROM users'"),
            object(ObjectKind::View, "names", None, "CREATE VIEW names AS SELECT users.name FROM users"),
            object(ObjectKind::View, "ids", None, "CREATE VIEW ids AS SELECT users.id FROM users"),
            object(ObjectKind::MaterializedView, "kept", None, "CREATE MATERIALIZED VIEW kept AS SELECT * FROM names"),
            object(ObjectKind::Index, "kept_idx", Some("kept"), "CREATE INDEX kept_idx ON kept (name)"),
            object(ObjectKind::Trigger, "t", Some("users"), "CREATE TRIGGER t AFTER UPDATE OF name ON users"),
            object(ObjectKind::Trigger, "u", Some("users"), "CREATE TRIGGER u AFTER UPDATE ON users"),
            object(ObjectKind::Setting, "t", Some("users"), "ALTER TABLE users DISABLE TRIGGER t"),
            object(ObjectKind::Right, "PUBLIC", Some("names"), "GRANT SELECT ON TABLE names TO PUBLIC"),
            object(ObjectKind::Comment, "t", Some("users"), "COMMENT ON TRIGGER t ON users IS 'name'"),
            object(ObjectKind::Comment, "u", Some("users"), "COMMENT ON TRIGGER u ON users IS 'name'"),
            object(ObjectKind::Comment, "names.name", Some("names"), "COMMENT ON COLUMN names.name IS 'x'"),
        ];
        let schema = Schema { objects, ..Schema::default() };
        let found = dependents(&schema, &TableName::new("users"), &["name"]);
        let names: Vec<&str> = found.iter().map(|object| object.name.name.as_str()).collect();
        assert_eq!(names, ["names", "kept", "kept_idx", "t", "t", "t", "names.name"]);
        let gone: Vec<Object> = found.into_iter().cloned().collect();
        let drops: Vec<Option<String>> = gone.iter().map(|object| drop_object(object, &gone)).collect();
        let said: Vec<Option<&str>> = drops.iter().map(Option::as_deref).collect();
        let wanted =
            [Some("DROP VIEW names"), Some("DROP MATERIALIZED VIEW kept"), None, Some("DROP TRIGGER t ON users")];
        assert_eq!(said[..4], wanted);
        assert_eq!(said[4..], [None; 3]);
    }
}
