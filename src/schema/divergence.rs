//! What differs between two schemas, object by object.

use std::fmt;

use super::difference::{check, column_difference, foreign_key, index, primary_key, shown_options, unique};
use super::{Object, Schema, Table, TableName};

/// An object in which a schema is not what another is meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// What kind of thing it is: `table`, `column`, `index`, `view` and so on.
    pub kind: String,
    /// The table that it belongs to.
    pub table: Option<TableName>,
    /// Its name; empty where it has none.
    pub name: String,
    /// What it is, for a person, with its definition where that tells it apart.
    pub what: String,
    /// In which way.
    pub deviation: Deviation,
}

/// How something is not what it is meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// It is meant to be there, and is not.
    Missing,
    /// It is there, and nothing means it to be.
    Surplus,
    /// It is something else; in words that go on after its name.
    Different(String),
}

impl Deviation {
    /// What it is called in data: stable.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Surplus => "surplus",
            Self::Different(_) => "different",
        }
    }
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.deviation {
            Deviation::Missing => write!(f, "{} is missing", self.what),
            Deviation::Surplus => write!(f, "{} is there, and no migration that is applied makes it", self.what),
            Deviation::Different(how) => write!(f, "{} {how}", self.what),
        }
    }
}

/// Where the second is not what the first is, but for the order of columns: tables with what belongs to them, enums,
/// schemas, extensions, and everything that only the database can say.
pub(super) fn divergences(meant: &Schema, is: &Schema) -> Vec<Divergence> {
    let mut found = Vec::new();
    let names: std::collections::BTreeSet<&TableName> = meant.tables.keys().chain(is.tables.keys()).collect();
    for name in names {
        match (meant.tables.get(name), is.tables.get(name)) {
            (Some(one), Some(other)) => of_table(one, other, &mut found),
            (one, _) => found.push(bare("table", name, one.is_some())),
        }
    }
    for (name, ty) in &meant.enums {
        let Some(twin) = is.enums.get(name) else {
            found.push(bare("enum", name, true));
            continue;
        };
        let how = if twin.values != ty.values {
            format!("has the values {}, not {}", twin.values.join(", "), ty.values.join(", "))
        } else if twin.comment != ty.comment {
            "has another comment".to_owned()
        } else {
            continue;
        };
        found.push(Divergence { deviation: Deviation::Different(how), ..bare("enum", name, true) });
    }
    found.extend(is.enums.keys().filter(|name| !meant.enums.contains_key(*name)).map(|name| bare("enum", name, false)));
    for (kind, own, others) in
        [("schema", &meant.namespaces, &is.namespaces), ("extension", &meant.extensions, &is.extensions)]
    {
        found.extend(own.difference(others).map(|name| bare(kind, &TableName::new(name), true)));
        found.extend(others.difference(own).map(|name| bare(kind, &TableName::new(name), false)));
    }
    of_objects(&meant.objects, &is.objects, &mut found);
    found
}

/// Something with a name of its own that only one of the two has.
fn bare(kind: &str, name: &TableName, meant: bool) -> Divergence {
    let deviation = if meant { Deviation::Missing } else { Deviation::Surplus };
    let table = (kind == "table").then(|| name.clone());
    Divergence { kind: kind.to_owned(), table, name: name.to_string(), what: format!("{kind} {name}"), deviation }
}

fn of_objects(meant: &[Object], is: &[Object], found: &mut Vec<Divergence>) {
    let same = Object::is_same_thing;
    let of = |object: &Object, deviation: Deviation| {
        let kind = object.kind.to_string();
        let what = object.described();
        Divergence { kind, table: object.table.clone(), name: object.name.to_string(), what, deviation }
    };
    for object in meant.iter().filter(|object| !is.contains(object)) {
        // One that was changed has a twin that nothing means.
        let twin = is.iter().any(|other| same(object, other) && !meant.contains(other));
        let another = || Deviation::Different("has another definition".to_owned());
        found.push(of(object, if twin { another() } else { Deviation::Missing }));
    }
    for object in is.iter().filter(|object| !meant.contains(object)) {
        if !meant.iter().any(|other| same(object, other) && !is.contains(other)) {
            found.push(of(object, Deviation::Surplus));
        }
    }
}

fn of_table(meant: &Table, is: &Table, found: &mut Vec<Divergence>) {
    let table = &meant.name;
    let of = |kind: &str, name: &str, what: String, deviation: Deviation| Divergence {
        kind: kind.to_owned(),
        table: Some(table.clone()),
        name: name.to_owned(),
        what,
        deviation,
    };
    let column = |name: &str, deviation| of("column", name, format!("column {table}.{name}"), deviation);
    for own in &meant.columns {
        match is.column(&own.name) {
            Some(twin) if twin == own => {}
            Some(twin) => found.push(column(&own.name, Deviation::Different(column_difference(own, twin)))),
            None => found.push(column(&own.name, Deviation::Missing)),
        }
    }
    for other in is.columns.iter().filter(|other| meant.column(&other.name).is_none()) {
        found.push(column(&other.name, Deviation::Surplus));
    }
    if meant.primary_key != is.primary_key {
        let [own, other] = [&meant.primary_key, &is.primary_key].map(|key| primary_key(key.as_ref()));
        let how = Deviation::Different(format!("is {other}, not {own}"));
        found.push(of("primary key", "", format!("the primary key of {table}"), how));
    }
    let mut pairs = |kind: &str, own: Vec<Named>, others: Vec<Named>| {
        for (name, what, deviation) in paired(own, &others) {
            found.push(of(kind, &name, what, deviation));
        }
    };
    let named = |name: Option<&String>, words: String| (name.cloned().unwrap_or_default(), words);
    let uniques = |of: &Table| of.uniques.iter().map(|own| named(own.name.as_ref(), unique(table, own))).collect();
    pairs("unique", uniques(meant), uniques(is));
    let indexes = |of: &Table| of.indexes.iter().map(|own| named(own.name.as_ref(), index(table, own))).collect();
    pairs("index", indexes(meant), indexes(is));
    let keys =
        |of: &Table| of.foreign_keys.iter().map(|own| named(own.name.as_ref(), foreign_key(table, own))).collect();
    pairs("foreign key", keys(meant), keys(is));
    let checks = |of: &Table| of.checks.iter().map(|own| named(own.name.as_ref(), check(table, own))).collect();
    pairs("check", checks(meant), checks(is));
    if meant.comment != is.comment {
        let how = Deviation::Different("differs".to_owned());
        found.push(of("comment", "", format!("the comment of {table}"), how));
    }
    if meant.options != is.options {
        let [own, other] = [meant, is].map(|table| shown_options(&table.options));
        let how = Deviation::Different(format!("are {other}, not {own}"));
        found.push(of("options", "", format!("the options of {table}"), how));
    }
}

/// The name, and the words that say all of it.
type Named = (String, String);

/// What only one of the two has; what bears the same name in both is one thing that differs.
fn paired(own: Vec<Named>, others: &[Named]) -> Vec<(String, String, Deviation)> {
    let mut surplus: Vec<Named> = others.iter().filter(|other| !own.contains(other)).cloned().collect();
    let mut found = Vec::new();
    for (name, words) in own.into_iter().filter(|own| !others.contains(own)) {
        let twin = surplus.iter().position(|(other, _)| !name.is_empty() && *other == name);
        let deviation = match twin.map(|place| surplus.remove(place)) {
            Some((_, other)) => Deviation::Different(format!("is meant, and there is {other}")),
            None => Deviation::Missing,
        };
        found.push((name, words, deviation));
    }
    found.extend(surplus.into_iter().map(|(name, words)| (name, words, Deviation::Surplus)));
    found
}

#[cfg(test)]
mod tests {
    use super::super::{Check, Column, Expr, Index, Object, ObjectKind, Schema, Table, TableName};

    fn schema(change: impl Fn(&mut Table)) -> Schema {
        let mut table = Table::new("users");
        table.columns = vec![Column::new("id", "INTEGER"), Column::new("name", "TEXT")];
        table.indexes = vec![Index { name: Some("users_name".to_owned()), ..Index::on(["name"]) }];
        change(&mut table);
        let mut schema = Schema::default();
        schema.insert(table);
        schema
    }

    fn said(meant: &Schema, is: &Schema) -> Vec<String> {
        meant.divergences(is).iter().map(|own| format!("{} {}: {own}", own.kind, own.deviation.name())).collect()
    }

    #[test]
    fn each_object_is_told_by_itself() {
        let meant = schema(|_| ());
        assert!(said(&meant, &meant).is_empty());
        let mut is = schema(|table| {
            table.columns[1] = Column::new("name", "BLOB");
            table.columns.push(Column::new("age", "INTEGER"));
            table.indexes[0].unique = true;
            table.checks = vec![Check { name: None, expr: Expr::new("age > 0") }];
        });
        is.insert(Table::new("extra"));
        assert_eq!(
            said(&meant, &is),
            [
                "table surplus: table extra is there, and no migration that is applied makes it",
                "column different: column users.name has the type BLOB, not TEXT",
                "column surplus: column users.age is there, and no migration that is applied makes it",
                "index different: index users_name on users (name) is meant, and there is unique index users_name on users (name)",
                "check surplus: check of users: `age > 0` is there, and no migration that is applied makes it",
            ]
        );
        assert_eq!(said(&is, &meant).len(), 5);
        assert_eq!(
            said(&Schema::default(), &meant),
            ["table surplus: table users is there, and no migration that is applied makes it"]
        );
        assert_eq!(said(&meant, &Schema::default()), ["table missing: table users is missing"]);
    }

    #[test]
    fn what_only_the_database_can_say_has_its_kind() {
        let view = |sql: &str| {
            let object = Object { kind: ObjectKind::View, name: TableName::new("v"), table: None, sql: sql.to_owned() };
            Schema { objects: vec![object], ..Schema::default() }
        };
        let (one, other) = (view("CREATE VIEW v AS SELECT 1"), view("CREATE VIEW v AS SELECT 2"));
        assert_eq!(said(&one, &other), ["view different: view v has another definition"]);
        assert_eq!(said(&one, &Schema::default()), ["view missing: view v is missing"]);
    }
}
