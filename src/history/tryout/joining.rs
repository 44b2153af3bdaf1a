use super::fate::Fate;
use super::part::part;
use super::proof::{try_with_rows, without_dangling};
use super::trial::Trial;
use crate::database::Session;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::history::{Migration, NewMigration};
use crate::schema::{Change, Schema};

impl NewMigration {
    /// Tries the migration, which joins branches, on a scratch database with rows in the tables concerned. `before` is what
    /// the branches lead to in some order, `goal` what they are to lead to together, `changes` what its statements were
    /// made from; back as well only where that is asked for. Gives what is worth knowing about how it was tried.
    ///
    /// # Errors
    /// When a statement fails, or a row is lost that nobody agreed to lose.
    pub(in crate::history) fn try_joining(
        &self,
        before: &Schema,
        goal: &Schema,
        changes: &[Change],
        back: bool,
        dialect: &dyn Dialect,
        scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
    ) -> Result<Vec<String>> {
        let mut concerned = part(before, &self.migration, changes);
        let mut after = part_of(goal, before, &concerned);
        if !dialect.keys_may_come_first() {
            without_dangling(&mut concerned);
            without_dangling(&mut after);
        }
        // After another order than that of an empty database, the way back does not lead to where it came from.
        let down = self.migration.down.clone().filter(|_| back);
        let migration = Migration { down, ..self.migration.clone() };
        let trial = Trial {
            migration: &migration,
            making: &self.making,
            changes,
            before: &concerned,
            after: &after,
            fate: &Fate::of(&concerned, changes),
            dialect,
            foreign_keys: true,
            rows: 0,
        };
        let called = |error: Error| {
            error.with_hints_as(&|hint| hint.replace("`manage makemigrations --dry-run`", "`manage merge --dry-run`"))
        };
        try_with_rows(trial, scratch).map(|found| found.notes).map_err(called)
    }
}

/// Of the goal, what belongs to the part that is concerned, and what is new.
fn part_of(goal: &Schema, before: &Schema, concerned: &Schema) -> Schema {
    let mut part = goal.clone();
    part.tables.retain(|name, _| concerned.table(name).is_some() || before.table(name).is_none());
    let twin = |schema: &Schema, own: &crate::schema::Object| {
        schema.objects.iter().any(|other| other.kind == own.kind && other.name == own.name)
    };
    part.objects.retain(|own| twin(concerned, own) || !twin(before, own));
    part
}
