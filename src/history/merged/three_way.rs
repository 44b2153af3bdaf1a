use std::collections::{BTreeMap, BTreeSet};

use super::super::Beside;
use super::super::digest::Digest;
use super::super::state_file::StateFile;
use crate::schema::{Object, ObjectKind, Schema, TableName, Wording, Wordings};

/// The file that has what each side changed since the base. `None` where both changed the same thing in different ways.
pub(super) fn three_way(base: StateFile, ours: StateFile, theirs: StateFile, now: &[Digest]) -> Option<StateFile> {
    let doubts: BTreeSet<_> = ours.migrations.iter().chain(&theirs.migrations).filter(|own| own.unproven).collect();
    let unproven = |own: &Digest| doubts.iter().any(|doubt| doubt.version == own.version);
    let migrations = now.iter().map(|own| Digest { unproven: unproven(own), ..own.clone() }).collect();
    let besides = [&base, &ours, &theirs].map(|file| file.beside.clone());
    let [base, ours, theirs] = [base, ours, theirs].map(StateFile::into_schema);
    let schema = schemas(base, ours, theirs)?;
    let [base, ours, theirs] = besides;
    let beside = Beside {
        tables: sets(&base.tables, &ours.tables, &theirs.tables),
        enums: sets(&base.enums, &ours.enums, &theirs.enums),
    };
    Some(StateFile::of(migrations, schema, beside))
}

/// The same for schemas.
fn schemas(base: Schema, ours: Schema, theirs: Schema) -> Option<Schema> {
    let merged = Schema {
        home: None,
        namespaces: sets(&base.namespaces, &ours.namespaces, &theirs.namespaces),
        extensions: sets(&base.extensions, &ours.extensions, &theirs.extensions),
        objects: objects(&base.objects, &ours.objects, &theirs.objects)?,
        wordings: wordings(&base.wordings, &ours.wordings, &theirs.wordings)?,
        tables: maps(base.tables, ours.tables, theirs.tables)?,
        enums: maps(base.enums, ours.enums, theirs.enums)?,
    };
    hangs_together(&merged).then_some(merged)
}

/// What each side added stays, what one took away goes.
fn sets<T: Ord + Clone>(base: &BTreeSet<T>, ours: &BTreeSet<T>, theirs: &BTreeSet<T>) -> BTreeSet<T> {
    let stays = |item: &&T| !base.contains(*item) || (ours.contains(*item) && theirs.contains(*item));
    ours.union(theirs).filter(stays).cloned().collect()
}

/// The same for things with names, each as a whole.
fn maps<K: Ord + Clone, V: PartialEq>(
    mut base: BTreeMap<K, V>,
    mut ours: BTreeMap<K, V>,
    mut theirs: BTreeMap<K, V>,
) -> Option<BTreeMap<K, V>> {
    let names: BTreeSet<K> = base.keys().chain(ours.keys()).chain(theirs.keys()).cloned().collect();
    let mut merged = BTreeMap::new();
    for name in names {
        let (base, ours, theirs) = (base.remove(&name), ours.remove(&name), theirs.remove(&name));
        if let Some(value) = one(&base, ours, theirs)? {
            merged.insert(name, value);
        }
    }
    Some(merged)
}

/// The side that changed; `None` where both did, and not to the same.
#[allow(clippy::needless_pass_by_value)] // One of them is handed on.
fn one<V: PartialEq>(base: &V, ours: V, theirs: V) -> Option<V> {
    match () {
        () if ours == theirs || theirs == *base => Some(ours),
        () if ours == *base => Some(theirs),
        () => None,
    }
}

/// Views and the like, in an order in which they can be made: what theirs adds stands on what was there, or on theirs.
fn objects(base: &[Object], ours: &[Object], theirs: &[Object]) -> Option<Vec<Object>> {
    type Key<'a> = (ObjectKind, &'a TableName, Option<&'a TableName>);
    fn key(object: &Object) -> Key<'_> {
        (object.kind, &object.name, object.table.as_ref())
    }
    fn by_key(objects: &[Object]) -> Option<BTreeMap<Key<'_>, &Object>> {
        let all: BTreeMap<Key<'_>, &Object> = objects.iter().map(|object| (key(object), object)).collect();
        // Two of one name (functions that take other arguments) cannot be told apart.
        (all.len() == objects.len()).then_some(all)
    }
    let merged = maps(by_key(base)?, by_key(ours)?, by_key(theirs)?)?;
    let mut done: BTreeSet<Key<'_>> = BTreeSet::new();
    let mut list = Vec::new();
    for object in ours.iter().chain(theirs) {
        let key = key(object);
        if let Some(merged) = merged.get(&key).filter(|_| done.insert(key)) {
            list.push((*merged).clone());
        }
    }
    Some(list)
}

fn wordings(base: &Wordings, ours: &Wordings, theirs: &Wordings) -> Option<Wordings> {
    let by_key = |words: &Wordings| -> BTreeMap<(TableName, String), Wording> {
        words.list().into_iter().map(|word| (word.key(), word)).collect()
    };
    let merged = maps(by_key(base), by_key(ours), by_key(theirs))?;
    Some(merged.into_values().collect::<Vec<_>>().into())
}

/// Whether what tables refer to is there.
fn hangs_together(schema: &Schema) -> bool {
    let keys = schema.tables.values().flat_map(|table| &table.foreign_keys);
    keys.into_iter().all(|key| schema.tables.contains_key(&key.table))
        && schema.objects.iter().all(|object| {
            let on = object.table.as_ref();
            on.is_none_or(|table| {
                schema.tables.contains_key(table) || schema.objects.iter().any(|other| other.name == *table)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::{Object, ObjectKind, Schema, schemas};
    use crate::schema::{Action, Column, ForeignKey, Table};

    fn schema(tables: &[(&str, &[&str])], views: &[&str]) -> Schema {
        let mut schema = Schema::default();
        for (name, columns) in tables {
            let mut table = Table::new(*name);
            table.columns = columns.iter().map(|name| Column::new(*name, "integer")).collect();
            schema.insert(table);
        }
        let view = |name: &&str| Object {
            kind: ObjectKind::View,
            name: (*name).into(),
            table: None,
            sql: format!("CREATE VIEW {name} AS SELECT 1"),
        };
        schema.objects = views.iter().map(view).collect();
        schema
    }

    #[test]
    fn what_one_side_changed_is_taken_over() {
        let base = schema(&[("a", &["x"]), ("b", &["x"]), ("gone", &["x"])], &["v", "w"]);
        let ours = schema(&[("a", &["x", "y"]), ("b", &["x"]), ("mine", &["x"])], &["v", "w", "m"]);
        let theirs = schema(&[("a", &["x"]), ("b", &["x", "z"]), ("gone", &["x"]), ("theirs", &["x"])], &["w", "t"]);
        let all: &[(&str, &[&str])] = &[("a", &["x", "y"]), ("b", &["x", "z"]), ("mine", &["x"]), ("theirs", &["x"])];
        assert_eq!(schemas(base, ours, theirs), Some(schema(all, &["w", "m", "t"])));
    }

    #[test]
    fn what_both_changed_is_left_to_a_replay() {
        let base = || schema(&[("a", &["x"])], &[]);
        let changed = |columns: &[&str]| schema(&[("a", columns)], &[]);
        assert_eq!(schemas(base(), changed(&["x", "y"]), changed(&["x", "z"])), None);
        assert_eq!(schemas(base(), changed(&["x", "y"]), changed(&["x", "y"])), Some(changed(&["x", "y"])));
        assert_eq!(schemas(base(), changed(&["x", "y"]), schema(&[], &[])), None);
        let nothing = Schema::default;
        assert_eq!(schemas(nothing(), changed(&["x"]), changed(&["y"])), None);
    }

    #[test]
    fn a_key_to_a_table_that_the_other_side_dropped_is_left_to_a_replay() {
        let base = schema(&[("a", &["x"]), ("b", &["x"])], &[]);
        let ours = schema(&[("b", &["x"])], &[]);
        let mut theirs = base.clone();
        let key = ForeignKey {
            name: None,
            columns: vec!["x".to_owned()],
            table: "a".into(),
            references: vec!["x".to_owned()],
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            timing: None,
        };
        theirs.tables.get_mut(&"b".into()).unwrap().foreign_keys.push(key);
        assert_eq!(schemas(base, ours, theirs), None);
    }
}
