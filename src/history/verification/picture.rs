use std::collections::BTreeSet;

use super::catalog::{Catalog, Delta};
use crate::database::Session;
use crate::error::Result;
use crate::schema::{Object, ObjectKind, Schema, TableName};
use crate::sql::{canonical, words};

/// What a database holds. Where its catalog tells what changed, only that is looked at again.
#[derive(Default)]
pub(super) struct Picture {
    pub(super) schema: Schema,
    catalog: Option<Catalog>,
}

/// What is there now, and may not have been before.
pub(super) struct News {
    part: Part,
    delta: Option<Delta>,
}

/// What was looked at.
enum Part {
    /// What bears one of the names, or belongs to it.
    Names(BTreeSet<TableName>, Schema),
    /// Everything.
    Whole(Schema),
}

impl Picture {
    /// Looks at everything.
    pub(super) fn of(session: &mut dyn Session) -> Result<Self> {
        Ok(Self { schema: session.introspect()?, catalog: session.definitions(None)?.map(Catalog::new) })
    }

    /// What is there now and is not in the picture, or was not before this came and went. Only what bears one of these
    /// names, in lower case, or belongs to it, can be.
    pub(super) fn news(
        &self,
        before: Option<&Delta>,
        concern: Option<&BTreeSet<String>>,
        session: &mut dyn Session,
    ) -> Result<News> {
        let concern = concern.filter(|names| self.catalog.as_ref().is_some_and(|own| !own.has_virtual(names)));
        let Some((catalog, now)) = self.catalog.as_ref().zip(session.definitions(concern)?) else {
            return Ok(News { part: Part::Whole(session.introspect()?), delta: None });
        };
        let delta = catalog.delta(before, concern, &now);
        let names = delta.names();
        let asked: Vec<TableName> = names.iter().cloned().collect();
        let part = if asked.is_empty() { Schema::default() } else { session.introspect_only(&asked)? };
        Ok(News { part: Part::Names(names, part), delta: Some(delta) })
    }

    /// Takes over what is there now; gives what came and went.
    pub(super) fn take(&mut self, news: News) -> Option<Delta> {
        match news.part {
            Part::Whole(schema) => self.schema = schema,
            Part::Names(names, part) => {
                self.schema.tables.retain(|name, _| !names.contains(name));
                self.schema.objects.retain(|object| !belongs(object, &names));
                self.schema.tables.extend(part.tables);
                self.schema.objects.extend(part.objects);
            }
        }
        if let Some((catalog, delta)) = self.catalog.as_mut().zip(news.delta.as_ref()) {
            catalog.apply(delta);
        }
        news.delta
    }
}

impl News {
    /// The names that were looked at; `None` if that is everything.
    pub(super) fn names(&self) -> Option<&BTreeSet<TableName>> {
        match &self.part {
            Part::Names(names, _) => Some(names),
            Part::Whole(_) => None,
        }
    }

    /// What differs from what should be there, in words, but for the order of columns.
    pub(super) fn differences(&self, meant: impl FnOnce(Option<&BTreeSet<TableName>>) -> Schema) -> Vec<String> {
        let (mut meant, found) = match &self.part {
            Part::Names(names, _) if names.is_empty() => return Vec::new(),
            Part::Names(names, found) => (meant(Some(names)), found),
            Part::Whole(found) => (meant(None), found),
        };
        let differs = |object: &&mut Object| !found.objects.contains(object);
        for object in meant.objects.iter_mut().filter(differs) {
            if let Some(twin) = found.objects.iter().find(|twin| is_same(object, twin)) {
                object.sql.clone_from(&twin.sql);
            }
        }
        meant.differences(found)
    }
}

/// Whether it is the same but for the quotes that SQLite puts around names, or a view with its columns in another order,
/// as `SELECT *` has them after a column went and came.
fn is_same(one: &Object, other: &Object) -> bool {
    if (one.kind, &one.name, &one.table) != (other.kind, &other.name, &other.table) {
        return false;
    }
    let [one_sql, other_sql] = [one, other].map(|object| canonical(&object.sql));
    let sorted = |sql: &str| {
        let mut words: Vec<String> = words(sql).iter().map(|word| word.text.to_owned()).collect();
        words.sort_unstable();
        words
    };
    let is_view = matches!(one.kind, ObjectKind::View | ObjectKind::MaterializedView);
    one_sql == other_sql || (is_view && sorted(&one_sql) == sorted(&other_sql))
}

/// The part of the schema that bears one of the names, or belongs to it; all of it without names.
pub(super) fn part(schema: &Schema, names: Option<&BTreeSet<TableName>>) -> Schema {
    let Some(names) = names else { return schema.clone() };
    let tables = names.iter().filter_map(|name| schema.tables.get_key_value(name));
    Schema {
        tables: tables.map(|(name, table)| (name.clone(), table.clone())).collect(),
        objects: schema.objects.iter().filter(|object| belongs(object, names)).cloned().collect(),
        ..Schema::default()
    }
}

fn belongs(object: &Object, names: &BTreeSet<TableName>) -> bool {
    names.contains(&object.name) || object.table.as_ref().is_some_and(|table| names.contains(table))
}
