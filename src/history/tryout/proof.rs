use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::creations::{Creation, creations};
use super::fate::Fate;
use super::part::part;
use super::stage::described;
use super::trial::{Fault, Found, Trial, Way};
use crate::database::Session;
use crate::dialect::{Dialect, Driver};
use crate::error::Result;
use crate::history::state_file::without_own_sql;
use crate::history::{Making, NewMigration};
use crate::parallel::parallel;
use crate::schema::{Change, Fill, ForeignKey, Object, Schema, Table, TableName, invert};
use crate::sql::{Token, words};

/// How many rows the tables get; fewer where a new rule is one that made-up rows do not keep to.
const ROWS: [usize; 3] = [3, 1, 0];

/// That a new migration holds.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The whole schema after it, what it concerns in the form that the database gave it.
    pub schema: Schema,
    /// What is worth knowing about how it was tried, in words.
    pub notes: Vec<String>,
    /// What is odd about it, though it holds, in words.
    pub warnings: Vec<String>,
}

impl NewMigration {
    /// Tries the migration on scratch databases that hold the tables concerned, with rows in them: forward, back and
    /// forward again, with foreign keys looked at and not. `before` is the schema that it builds on, `changes` are what
    /// its statements were rendered from.
    ///
    /// # Errors
    /// When a statement fails, the schema is not the one that the changes lead to, `down.sql` does not lead back, or a
    /// row is lost that nobody agreed to lose.
    pub fn prove(
        &self,
        before: &Schema,
        changes: &[Change],
        dialect: &dyn Dialect,
        scratch: &(dyn Fn() -> Result<Box<dyn Session>> + Sync),
    ) -> Result<Proof> {
        let mut concerned = part(before, &self.migration, changes);
        if !dialect.keys_may_come_first() {
            without_dangling(&mut concerned);
        }
        let mut after = concerned.after(changes);
        dialect.canonicalise(&mut after);
        let declared = after.clone();
        if !dialect.keeps_words() && self.making.how == Making::Rendered {
            after = in_the_servers_words(after, dialect, scratch)?;
        }
        // A scratch database of a server is worth more than what several could save.
        if dialect.keeps_words()
            && self.making.how == Making::Rendered
            && let Some(creations) = creations(&self.migration, before, &mut after)
        {
            let found = self.prove_creations(&creations, changes, dialect, scratch)?;
            let schema = self.whole(before, changes, &Schema::default(), found, dialect);
            return Ok(Proof { schema, notes: Vec::new(), warnings: Vec::new() });
        }
        let fate = Fate::of(&concerned, changes);
        let mut found = None;
        let mut notes = Vec::new();
        let mut warnings = Vec::new();
        let switched: &[bool] = match dialect.driver() {
            Driver::Sqlite => &[true, false],
            Driver::Postgres | Driver::Mysql => &[true],
        };
        for foreign_keys in switched {
            let trial = Trial {
                migration: &self.migration,
                making: &self.making,
                changes,
                before: &concerned,
                after: &after,
                fate: &fate,
                dialect,
                foreign_keys: *foreign_keys,
                rows: 0,
            };
            let run = try_with_rows(trial, &mut || scratch())?;
            for note in run.notes {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
            warnings = run.warnings;
            found.get_or_insert(run.schema);
        }
        let found = found.unwrap_or(after);
        let mut schema = self.whole(before, changes, &concerned, found.clone(), dialect);
        if !dialect.keeps_words() {
            for (name, table) in &declared.tables {
                found.table(name).into_iter().for_each(|twin| schema.wordings.learn(table, twin));
            }
            schema.wordings.keep(schema.tables.keys());
        }
        Ok(Proof { schema, notes, warnings })
    }

    /// Tries each of the parts on a database of its own, several at a time. There are no rows, so that it is all the
    /// same whether foreign keys are looked at.
    fn prove_creations(
        &self,
        creations: &[Creation],
        changes: &[Change],
        dialect: &dyn Dialect,
        scratch: &(dyn Fn() -> Result<Box<dyn Session>> + Sync),
    ) -> Result<Schema> {
        let before = Schema::default();
        let fate = Fate::of(&before, &[]);
        let prove = |Creation { migration, after }: &Creation| {
            let (before, fate) = (&before, &fate);
            let trial = Trial {
                migration,
                making: &self.making,
                changes,
                before,
                after,
                fate,
                dialect,
                foreign_keys: true,
                rows: 0,
            };
            trial.run(scratch()?.as_mut()).map_err(|fault| fault.error)
        };
        let mut found = Schema::default();
        for part in parallel(creations, 1, prove) {
            found.tables.extend(part?.schema.tables);
        }
        Ok(found)
    }

    /// The whole schema after the migration: what is aimed at, with the part that was tried as it was found.
    fn whole(
        &self,
        before: &Schema,
        changes: &[Change],
        tried: &Schema,
        found: Schema,
        dialect: &dyn Dialect,
    ) -> Schema {
        // What was made and tried by itself is there by what was found.
        let others = changes.iter().filter(|change| found.table(change.table()).is_none() || !tried.is_empty());
        let mut schema = before.after(others);
        let known: BTreeSet<TableName> = found.tables.keys().cloned().collect();
        for mut table in found.tables.into_values() {
            // What was left out of the trial.
            let keys = schema.table(&table.name).map(|own| own.foreign_keys.as_slice()).unwrap_or_default();
            let left: Vec<ForeignKey> = keys.iter().filter(|key| !known.contains(&key.table)).cloned().collect();
            if !dialect.keys_may_come_first() && !left.is_empty() {
                table.foreign_keys.extend(left);
                table.foreign_keys.sort_by(|one, other| one.name.cmp(&other.name));
            }
            schema.insert(without_own_sql(table, dialect));
        }
        let same = Object::is_same_thing;
        let made = LazyCell::new(|| {
            let made = self.migration.up.statements.iter().filter_map(|own| makes(&own.text));
            made.collect::<BTreeSet<String>>()
        });
        let is_made = |object: &Object| {
            let of_made = || object.table.as_ref().is_some_and(|table| made.contains(&table.name.to_lowercase()));
            made.contains(&object.name.name.to_lowercase()) || object.belongs() && of_made()
        };
        // What was made anew stands after what was there, as it does in the database.
        let mut objects: Vec<Object> = Vec::new();
        for object in &before.objects {
            // Functions can share a name.
            let moved = object.moved(changes);
            let twins = || found.objects.iter().filter(|own| same(own, &moved) && !objects.contains(own));
            match twins().find(|own| own.sql == object.sql).or_else(|| twins().next()) {
                Some(own) if !is_made(own) => objects.push(own.clone()),
                None if !tried.objects.iter().any(|own| same(own, object)) => objects.push(moved),
                _ => {}
            }
        }
        let rest: Vec<Object> = found.objects.into_iter().filter(|object| !objects.contains(object)).collect();
        objects.extend(rest);
        schema.objects = objects;
        schema
    }
}

/// Takes away the keys to tables that are not there: of a table that is there for others to refer to, its own parents
/// are not needed.
pub(super) fn without_dangling(schema: &mut Schema) {
    let known: BTreeSet<TableName> = schema.tables.keys().cloned().collect();
    for table in schema.tables.values_mut() {
        table.foreign_keys.retain(|key| known.contains(&key.table));
    }
}

/// What is aimed at as the database would describe it.
fn in_the_servers_words(
    mut aimed: Schema,
    dialect: &dyn Dialect,
    scratch: &dyn Fn() -> Result<Box<dyn Session>>,
) -> Result<Schema> {
    let described = described(&aimed, dialect, &mut || scratch())?;
    for (name, table) in &mut aimed.tables {
        if let Some(found) = described.tables.get(name) {
            let own = std::mem::take(&mut table.foreign_keys);
            // A key to a table that is not concerned could not be made here.
            let keys = if own.len() == found.foreign_keys.len() { found.foreign_keys.clone() } else { own };
            *table = Table { foreign_keys: keys, ..found.clone() };
        }
    }
    Ok(aimed)
}

/// Runs the trial with as many rows as it can be run with.
pub(super) fn try_with_rows(
    mut trial: Trial<'_>,
    scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
) -> Result<Found> {
    let mut reason = None;
    for rows in ROWS {
        trial.rows = rows;
        match trial.run(scratch()?.as_mut()) {
            Ok(mut found) => {
                if let Some(reason) = reason {
                    let rows = if rows == 0 { "without rows" } else { "with one row in each table" };
                    found.notes.push(format!("tried only {rows}: {reason}"));
                }
                return Ok(found);
            }
            Err(Fault { error, constraint: Some(way) }) if rows > 0 && trial.may_refuse(way) => {
                reason = Some(error.to_string().split(": ").skip(1).collect::<Vec<_>>().join(": "));
            }
            Err(Fault { error, .. }) => return Err(error),
        }
    }
    Err(crate::error::Error::failure(format!("{} cannot be tried", trial.migration.name)))
}

impl Trial<'_> {
    /// Whether the migration may be one that fails whole where rows do not keep to a rule.
    fn may_refuse(&self, way: Way) -> bool {
        self.making.how == Making::ByHand || brings_a_rule(self.changes, way)
    }
}

/// Whether the changes bring a rule that rows need not keep to.
fn brings_a_rule(changes: &[Change], way: Way) -> bool {
    let rule = |change: &Change| match change {
        Change::AddColumn { column, fill, .. } => !column.may_be_left_out() || *fill != Fill::Nothing,
        Change::AddIndex { index, .. } => index.unique,
        // Rows that differed can be alike when a value takes another's place.
        Change::AlterEnum { values, .. } => values.iter().any(|one| !one.renamed),
        Change::AlterColumn { .. }
        | Change::SetPrimaryKey { .. }
        | Change::AddUnique { .. }
        | Change::AddForeignKey { .. }
        | Change::AddCheck { .. } => true,
        _ => false,
    };
    match way {
        Way::Forward => changes.iter().any(rule),
        Way::Back => invert(changes).iter().any(rule),
    }
}

/// The name, in lower case, of the view, trigger or virtual table that the statement makes.
fn makes(statement: &str) -> Option<String> {
    let words: Vec<Token<'_>> = words(statement);
    let mut words = words.iter();
    words.next().filter(|first| first.is_word("create"))?;
    let kind = words.find(|word| !["temp", "temporary", "virtual"].iter().any(|own| word.is_word(own)))?;
    if !["view", "trigger", "table"].iter().any(|own| kind.is_word(own)) {
        return None;
    }
    let name = words.find(|word| !["if", "not", "exists"].iter().any(|own| word.is_word(own)))?;
    name.identifier().map(|name| name.to_lowercase())
}

#[cfg(test)]
mod tests;
