use std::collections::BTreeSet;

use super::replay::replay_looking;
use super::touch::Timeline;
use super::{Migration, Version};
use crate::database::Session;
use crate::error::Result;
use crate::schema::{Object, Schema, TableName};

/// Of so many tables at most it is asked alone whether they still differ.
const FEW: usize = 8;

/// So many places are still looked at when none can be right any more, for the nearest one to be told.
const MOST_IN_VAIN: usize = 24;

/// Where in a history a database is that knows nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// Nothing of it is there.
    Nothing,
    /// It holds what these migrations make, the first ones of all.
    After(Vec<Version>),
    /// It holds something of the kind; nearest is what the migrations up to this one make.
    Near {
        /// The migration.
        nearest: Version,
        /// What differs, one by one.
        differences: Vec<String>,
    },
}

/// Something in which a database is not what the migrations make.
struct Difference {
    /// The table that it is about, if it is about one.
    table: Option<TableName>,
    says: String,
}

/// The search for the place in the history.
struct Search<'a> {
    there: &'a Schema,
    migrations: &'a [Migration],
    timeline: Timeline,
    /// The first stage that can be right.
    next: usize,
    /// What differed when it was last looked, where that was little.
    suspects: Vec<TableName>,
    /// The last stage that is right.
    found: Option<usize>,
    nearest: Option<(usize, Vec<String>)>,
    /// A stage at which fewer of the suspects differ than in what is nearest, and how many: the rest was not looked at.
    nearer: Option<(usize, usize)>,
    in_vain: usize,
}

/// Finds out which migrations, from the first one on, make what the database holds: they are run on a scratch database,
/// which is looked at where what differed can have changed. Everything that the database has beside it is passed
/// over. Each migration is told to `begins` before it runs.
///
/// # Errors
/// When a migration does not run, or a catalog cannot be read.
pub fn recognise(
    there: &Schema,
    migrations: &[Migration],
    scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
    begins: &mut dyn FnMut(&Migration),
) -> Result<Recognised> {
    let mut search = Search {
        there,
        migrations,
        timeline: Timeline::of(migrations),
        next: 0,
        suspects: Vec::new(),
        found: None,
        nearest: None,
        nearer: None,
        in_vain: 0,
    };
    let mut knows = there.tables.keys().any(|name| search.timeline.is_made(&name.name));
    let mut stage = 0;
    replay_looking(migrations, scratch()?.as_mut(), begins, &mut |session| {
        knows |= search.look(stage, session)?;
        stage += 1;
        Ok(())
    })?;
    if let (None, true, Some((stage, _))) = (search.found, knows, search.nearer) {
        let mut session = scratch()?;
        let first = migrations.get(..=stage).unwrap_or_default();
        replay_looking(first, session.as_mut(), &mut |_| (), &mut |_| Ok(()))?;
        let differences = search.differences(&session.introspect()?, stage);
        search.take_if_nearer(stage, differences.into_iter().map(|own| own.says).collect());
    }
    let up_to = |stage: usize| migrations.iter().take(stage + 1).map(|own| own.version.clone()).collect();
    Ok(match (search.found, search.nearest) {
        (Some(stage), _) => Recognised::After(up_to(stage)),
        (None, Some((stage, differences))) if knows => match migrations.get(stage) {
            Some(migration) => Recognised::Near { nearest: migration.version.clone(), differences },
            None => Recognised::Nothing,
        },
        _ => Recognised::Nothing,
    })
}

impl Search<'_> {
    /// Looks at what the migrations up to this stage made, if it can be right. Gives whether some of it is there.
    fn look(&mut self, stage: usize, session: &mut dyn Session) -> Result<bool> {
        let is_last = stage + 1 == self.migrations.len();
        if self.found.is_some_and(|found| found + 1 == stage) && self.timeline.is_still(stage) {
            self.found = Some(stage);
            self.next = self.next.max(stage + 1);
            return Ok(false);
        }
        // In the end what is nearest is told, if nothing is right.
        let must = is_last && self.found.is_none();
        if stage < self.next && !must {
            return Ok(false);
        }
        if !self.suspects.is_empty() && !must {
            let part = session.introspect_only(&self.suspects)?;
            let mut count = 0;
            let mut still = Vec::new();
            for name in &self.suspects {
                let differs = self.of_table(name, &part, stage).len();
                count += differs;
                still.extend((differs > 0).then(|| name.clone()));
            }
            if !still.is_empty() {
                let least = self.nearer.map(|(_, least)| least).or(self.nearest.as_ref().map(|(_, own)| own.len()));
                if least.is_none_or(|least| count < least) {
                    self.nearer = Some((stage, count));
                }
                self.skip(stage, still.iter().map(Some));
                return Ok(false);
            }
        }
        let schema = session.introspect()?;
        let makes_some = schema.tables.keys().any(|name| self.there.table(name).is_some());
        let differences = self.differences(&schema, stage);
        self.suspects.clear();
        if differences.is_empty() {
            self.next = stage + 1;
            if makes_some {
                self.found = Some(stage);
            }
            return Ok(makes_some);
        }
        self.skip(stage, differences.iter().map(|own| own.table.as_ref()));
        let tables: BTreeSet<&TableName> = differences.iter().filter_map(|own| own.table.as_ref()).collect();
        if tables.len() <= FEW {
            self.suspects = tables.into_iter().cloned().collect();
        }
        self.take_if_nearer(stage, differences.into_iter().map(|own| own.says).collect());
        Ok(makes_some)
    }

    fn take_if_nearer(&mut self, stage: usize, says: Vec<String>) {
        if self.nearest.as_ref().is_none_or(|(_, nearest)| says.len() <= nearest.len()) {
            self.nearest = Some((stage, says));
        }
    }

    /// Goes on where all can be right that differs now: a table stays as it is until a migration changes it.
    fn skip<'t>(&mut self, stage: usize, differing: impl Iterator<Item = Option<&'t TableName>>) {
        let next_change = |name: Option<&TableName>| match name {
            Some(name) => self.timeline.next_change(&name.name, stage),
            None => Some(stage + 1),
        };
        let all: Vec<Option<usize>> = differing.map(next_change).collect();
        if all.contains(&None) {
            self.in_vain += 1;
        }
        let in_vain = self.in_vain > 0 && (self.found.is_some() || self.in_vain > MOST_IN_VAIN);
        self.next = match all.into_iter().flatten().max() {
            Some(next) if !in_vain => next,
            _ => usize::MAX,
        };
    }

    /// What differs at that stage.
    fn differences(&self, schema: &Schema, stage: usize) -> Vec<Difference> {
        let names: BTreeSet<&TableName> = schema.tables.keys().chain(self.there.tables.keys()).collect();
        let mut found = Vec::new();
        for name in names {
            let says = self.of_table(name, schema, stage).into_iter();
            found.extend(says.map(|says| Difference { table: Some(name.clone()), says }));
        }
        let own = without_tables(schema, |_| true);
        let there = without_tables(self.there, |object| {
            schema.objects.iter().any(|own| own.name == object.name && own.kind == object.kind)
        });
        // What nothing of ours bears the name of is somebody else's.
        let there = Schema {
            enums: there.enums.into_iter().filter(|(name, _)| schema.enums.contains_key(name)).collect(),
            namespaces: there.namespaces.intersection(&schema.namespaces).cloned().collect(),
            extensions: there.extensions.intersection(&schema.extensions).cloned().collect(),
            ..there
        };
        found.extend(own.differences(&there).into_iter().map(|says| Difference { table: None, says }));
        found
    }

    /// What differs in a table at that stage.
    fn of_table(&self, name: &TableName, schema: &Schema, stage: usize) -> Vec<String> {
        match (schema.table(name), self.there.table(name)) {
            (Some(table), Some(twin)) => table.differences(twin),
            (Some(_), None) => vec![format!("table {name} is missing")],
            // What a later one makes and is there already would be in its way.
            (None, Some(_)) => {
                let maker = self.timeline.next_maker(&name.name, stage).and_then(|stage| self.migrations.get(stage));
                maker
                    .map(|maker| format!("table {name} is there, and {} is yet to make it", maker.name))
                    .into_iter()
                    .collect()
            }
            (None, None) => Vec::new(),
        }
    }
}

fn without_tables(schema: &Schema, counts: impl Fn(&Object) -> bool) -> Schema {
    Schema {
        enums: schema.enums.clone(),
        namespaces: schema.namespaces.clone(),
        extensions: schema.extensions.clone(),
        objects: schema.objects.iter().filter(|object| counts(object)).cloned().collect(),
        ..Schema::default()
    }
}

#[cfg(test)]
mod tests;
