use std::collections::BTreeSet;

use crate::database::Session;
use crate::error::Result;
use crate::schema::{Object, Schema, TableName};

/// The rows of a catalog: kind, name, table, definition.
pub(super) type Catalog = Vec<Vec<Option<String>>>;

/// What a database holds. Where its catalog tells what changed, only that is looked at again.
#[derive(Default)]
pub(super) struct Picture {
    pub(super) schema: Schema,
    pub(super) catalog: Option<Catalog>,
}

/// What is there now, and may not have been before.
pub(super) struct News {
    pub(super) part: Part,
    catalog: Option<Catalog>,
}

/// What was looked at.
pub(super) enum Part {
    /// What bears one of the names, or belongs to it.
    Names(BTreeSet<TableName>, Schema),
    /// Everything.
    Whole(Schema),
}

impl Picture {
    /// Looks at everything.
    pub(super) fn of(session: &mut dyn Session) -> Result<Self> {
        Ok(Self { schema: session.introspect()?, catalog: session.definitions()? })
    }

    /// Takes over what is there now; gives the catalog as it was.
    pub(super) fn take(&mut self, news: News) -> Option<Catalog> {
        let before = std::mem::replace(&mut self.catalog, news.catalog);
        match news.part {
            Part::Whole(schema) => self.schema = schema,
            Part::Names(names, part) => {
                self.schema.tables.retain(|name, _| !names.contains(name));
                self.schema.objects.retain(|object| !belongs(object, &names));
                self.schema.tables.extend(part.tables);
                self.schema.objects.extend(part.objects);
            }
        }
        before
    }
}

impl News {
    /// What is there now that differs from that catalog; everything without one.
    pub(super) fn since(catalog: Option<&Catalog>, session: &mut dyn Session) -> Result<Self> {
        let now = session.definitions()?;
        let part = match catalog.zip(now.as_ref()) {
            Some((before, now)) => {
                let names = changed(before, now);
                let asked: Vec<TableName> = names.iter().cloned().collect();
                let part = if asked.is_empty() { Schema::default() } else { session.introspect_only(&asked)? };
                Part::Names(names, part)
            }
            None => Part::Whole(session.introspect()?),
        };
        Ok(Self { part, catalog: now })
    }

    /// The names that were looked at; `None` if that is everything.
    pub(super) fn names(&self) -> Option<&BTreeSet<TableName>> {
        match &self.part {
            Part::Names(names, _) => Some(names),
            Part::Whole(_) => None,
        }
    }

    /// What differs from what should be there, in words, but for the order of columns.
    pub(super) fn differences(&self, meant: impl FnOnce(Option<&BTreeSet<TableName>>) -> Schema) -> Vec<String> {
        match &self.part {
            Part::Names(names, _) if names.is_empty() => Vec::new(),
            Part::Names(names, found) => meant(Some(names)).differences(found),
            Part::Whole(found) => meant(None).differences(found),
        }
    }
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

/// The names of what one has and the other has not, and of the tables that it belongs to.
fn changed(before: &Catalog, now: &Catalog) -> BTreeSet<TableName> {
    // Most stand where they stood.
    let same = before.iter().zip(now).take_while(|(one, other)| one == other).count();
    let (before, now) = (before.get(same..).unwrap_or_default(), now.get(same..).unwrap_or_default());
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (before.iter().collect(), now.iter().collect());
    let names = |row: &&Vec<Option<String>>| row.iter().skip(1).take(2).flatten().cloned().collect::<Vec<_>>();
    old.symmetric_difference(&new).flat_map(names).map(TableName::new).collect()
}
