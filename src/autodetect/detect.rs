use std::collections::{BTreeMap, BTreeSet};

use super::completion::{complete, join, without_rowid};
use super::diff::diff_table;
use super::enums::{diff_enums, diff_namespaces, keep_enums, rename_enums};
use super::index_names::name_indexes;
use super::order::{cut_cycles, order};
use super::renames::{rename_columns, rename_tables};
use super::scope::{leave_columns, leave_out, leave_types};
use super::type_notes::TypeNotes;
use super::{Ignore, Note, spelling};
use crate::dialect::{Dialect, Driver};
use crate::error::Result;
use crate::questions::{Chain, FromModels, Questioner};
use crate::schema::{Change, Declaration, Schema, TableName, Wanted};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detected {
    /// What leads from the current schema to the wanted one, in an order in which it can be carried out.
    pub changes: Vec<Change>,
    /// What was seen and is left as it is.
    pub notes: Vec<Note>,
}

/// Compares what the migrations lead to with what the models want. The models themselves answer first
/// (`renamed_from`), then the questioner.
///
/// A question that stays open ends nothing here: detection goes on as if the likeliest candidate were the answer, or
/// else that things are dropped and values fit, so that everything open is asked in one run. The changes
/// are then not to be used.
///
/// # Errors
/// When an answer does not fit, or when the questioner ends the run.
pub fn autodetect(
    current: &Schema,
    mut wanted: Wanted,
    ignore: &Ignore,
    dialect: &dyn Dialect,
    questioner: &mut dyn Questioner,
) -> Result<Detected> {
    dialect.canonicalise(&mut wanted.schema);
    spelling::follow(&mut wanted, current, dialect);
    let Wanted { schema: mut goal, declarations, home } = wanted;
    let mut now = current.clone();
    let mut notes = leave_out(&mut now, &mut goal, &declarations, ignore, dialect);

    let left_out: BTreeSet<TableName> =
        current.tables.keys().filter(|name| !now.tables.contains_key(*name)).cloned().collect();

    let mut models = FromModels::new(&declarations, dialect);
    let mut everyone = Chain::new(vec![&mut models, questioner]);
    let (mut renames, old_names) = rename_tables(&mut now, &goal, &declarations, &mut everyone)?;
    let mut pairing = Pairing { now: &mut now, goal: &mut goal, declarations: &declarations, dialect };
    renames.extend(pairing.rename_columns(&old_names, ignore, &mut everyone, &mut notes)?);
    notes.extend(pairing.complete(ignore));

    let (first, last) = diff_namespaces(current, &left_out, &goal, home);
    let mut changes = rename_enums(&mut now, &goal);
    keep_enums(current, &left_out, &now, &mut goal, declarations.values());
    changes.extend(diff_enums(&mut now, &goal, &mut everyone)?);
    for (name, table) in &goal.tables {
        match now.table(name) {
            Some(own) => {
                let declaration = declarations.get(name);
                changes.extend(diff_table(own, table, declaration, dialect, &mut everyone, &mut notes)?);
            }
            None => changes.push(Change::CreateTable { table: table.clone() }),
        }
    }
    let gone = now.tables.values().filter(|table| goal.table(&table.name).is_none());
    changes.extend(gone.map(|table| Change::DropTable { table: table.clone() }));
    name_indexes(&mut changes, current, &goal, dialect);
    if dialect.driver() == Driver::Postgres {
        changes.iter_mut().for_each(|change| make_concurrent(change, &declarations));
    }
    let changes = first.into_iter().chain(renames).chain(order(cut_cycles(changes), &now)).chain(last).collect();
    Ok(Detected { changes, notes })
}

/// Notes with a new index that its model wants it to be made concurrently.
fn make_concurrent(change: &mut Change, declarations: &BTreeMap<TableName, Declaration>) {
    if let Change::AddIndex { table, index, concurrently } = change
        && let Some(declaration) = declarations.get(table)
    {
        *concurrently = declaration.concurrent.iter().any(|own| own.same_definition(index));
    }
}

/// The tables of both sides, under the same names.
struct Pairing<'a> {
    now: &'a mut Schema,
    goal: &'a mut Schema,
    declarations: &'a BTreeMap<TableName, Declaration>,
    dialect: &'a dyn Dialect,
}

impl Pairing<'_> {
    /// Renames the columns of tables that are on both sides, leaving out those that are to be left alone.
    fn rename_columns(
        &mut self,
        old_names: &BTreeMap<TableName, TableName>,
        ignore: &Ignore,
        questioner: &mut dyn Questioner,
        notes: &mut Vec<Note>,
    ) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        for (name, goal) in &mut self.goal.tables {
            let Some(own) = self.now.table(name) else { continue };
            let old_name = old_names.get(name).unwrap_or(name);
            let declaration = self.declarations.get(name);
            without_rowid(own, goal, declaration, self.dialect);
            leave_columns(own, goal, [old_name, name], ignore);
            let (renames, new_notes) = rename_columns(self.now, goal, old_name, declaration, questioner)?;
            changes.extend(renames);
            notes.extend(new_notes);
        }
        Ok(changes)
    }

    /// Fills in what a `table!` cannot say, and leaves the types that the settings leave alone.
    fn complete(&mut self, ignore: &Ignore) -> Vec<Note> {
        let mut notes = TypeNotes::default();
        for (name, goal) in &mut self.goal.tables {
            self.now.table(name).into_iter().for_each(|own| leave_types(own, goal, ignore));
        }
        // Structs say everything.
        if self.declarations.values().all(|declaration| declaration.diesel_types.is_none()) {
            return Vec::new();
        }
        let keys = self.goal.clone();
        for (name, goal) in &mut self.goal.tables {
            let own = self.now.table(name);
            let Some(declaration) = self.declarations.get(name) else { continue };
            let Some(types) = &declaration.diesel_types else { continue };
            if let Some(own) = own {
                let mut types = types.clone();
                types.retain(|column, _| !ignore.types(name, column));
                *goal = complete(self.now, own, goal, &types, self.dialect, &mut notes);
            }
            join(own, goal, declaration, &keys);
        }
        notes.into_notes()
    }
}
