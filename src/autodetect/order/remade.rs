//! Enums that are made anew. What names their values goes before that, or comes after: both ways, each of them has to know
//! the values that it names.

use std::collections::{BTreeMap, BTreeSet};

use super::needs::{Needs, Thing};
use crate::schema::{Change, Column, Expr, Schema, TableName, name_of_type};

/// The enums that are made anew, and the columns of their types.
#[derive(Debug, Default)]
pub(super) struct Remade {
    enums: BTreeMap<TableName, Values>,
    /// By table and name in lower case.
    columns: BTreeMap<(TableName, String), TableName>,
}

/// What becomes of the values of an enum.
#[derive(Debug)]
struct Values {
    gone: Vec<String>,
    new: Vec<String>,
}

impl Remade {
    pub(super) fn of(changes: &[Change], now: &Schema) -> Self {
        let mut remade = Self::default();
        for change in changes {
            if let Change::AlterEnum { before, after, values } = change
                && !before.renamed(values).1.grows_into(after)
            {
                let less = |one: &[String], other: &[String]| {
                    one.iter().filter(|value| !other.contains(value)).cloned().collect::<Vec<_>>()
                };
                let (gone, new) = (less(&before.values, &after.values), less(&after.values, &before.values));
                remade.enums.insert(before.name.clone(), Values { gone, new });
            }
        }
        if remade.enums.is_empty() {
            return remade;
        }
        for table in now.tables.values() {
            for column in &table.columns {
                if let Some(ty) = remade.of_column(column) {
                    remade.columns.insert((table.name.clone(), column.name.to_lowercase()), ty);
                }
            }
        }
        remade
    }

    /// The enum that is the column's type.
    fn of_column(&self, column: &Column) -> Option<TableName> {
        name_of_type(&column.ty).filter(|ty| self.enums.contains_key(ty))
    }

    /// Changes that name an old value before and a new one after, in two: without either in between.
    pub(super) fn apart(&self, changes: Vec<Change>) -> Vec<Change> {
        if self.enums.is_empty() {
            return changes;
        }
        changes.into_iter().flat_map(|change| self.in_two(change)).collect()
    }

    fn in_two(&self, change: Change) -> Vec<Change> {
        let Change::AlterColumn { table, before, after, fill, using, values } = change else { return vec![change] };
        let parts = |column: &Column| (column.default.clone(), column.generated.as_ref().map(|own| own.expr.clone()));
        let ((old_default, old_expr), (new_default, new_expr)) = (parts(&before), parts(&after));
        let both = |old: &Option<Expr>, new: &Option<Expr>| {
            old != new && self.names(old.as_ref(), |own| &own.gone) && self.names(new.as_ref(), |own| &own.new)
        };
        let mut between = before.clone();
        if both(&old_default, &new_default) {
            between.default = None;
        }
        // A computed column that is no more is an ordinary one until it is computed anew.
        let names = self.names(old_expr.as_ref(), |own| &own.gone) || self.names(new_expr.as_ref(), |own| &own.new);
        if names && old_expr != new_expr && old_expr.is_some() && new_expr.is_some() {
            between.generated = None;
        }
        if between == before {
            return vec![Change::AlterColumn { table, before, after, fill, using, values }];
        }
        let first = Change::AlterColumn {
            table: table.clone(),
            before,
            after: between.clone(),
            fill: crate::schema::Fill::Nothing,
            using: None,
            values: Vec::new(),
        };
        vec![first, Change::AlterColumn { table, before: between, after, fill, using, values }]
    }

    /// Whether the expression names one of these values of an enum.
    fn names(&self, expr: Option<&Expr>, values: impl Fn(&Values) -> &Vec<String>) -> bool {
        let Some(expr) = expr else { return false };
        self.enums.values().flat_map(values).any(|value| expr.names_value(value))
    }

    /// The needs of the change, with what it has to do with these enums.
    pub(super) fn needs(&self, change: &Change, mut needs: Needs) -> Needs {
        if self.enums.is_empty() {
            return needs;
        }
        let of_things = |things: &[Thing]| -> BTreeSet<TableName> {
            things.iter().filter_map(|thing| self.of_thing(thing)).collect()
        };
        let (mut uses, mut releases) = (of_things(&needs.uses), of_things(&needs.releases));
        match change {
            Change::AlterEnum { before, values, after } if !before.renamed(values).1.grows_into(after) => {
                needs.makes.push(Thing::Values(before.name.clone()));
                needs.removes.push(Thing::Values(before.name.clone()));
            }
            Change::CreateTable { table } => uses.extend(table.columns.iter().filter_map(|own| self.of_column(own))),
            Change::DropTable { table } => releases.extend(table.columns.iter().filter_map(|own| self.of_column(own))),
            // What it is filled with may be read from a column that goes.
            Change::AddColumn { column, .. } => {
                releases.clear();
                uses.extend(self.of_column(column));
            }
            Change::DropColumn { column, .. } => releases.extend(self.of_column(column)),
            Change::AlterColumn { before, after, .. } => {
                let (old, new) = (self.of_column(before), self.of_column(after));
                let names_gone =
                    before.default != after.default && self.names(before.default.as_ref(), |own| &own.gone);
                if old == new && !names_gone {
                    uses.extend(new);
                } else if old == new {
                    releases.extend(old);
                } else {
                    uses.extend(new);
                    releases.extend(old);
                }
            }
            _ => {}
        }
        needs.uses.extend(uses.iter().filter(|ty| !releases.contains(*ty)).cloned().map(Thing::Values));
        needs.releases.extend(releases.into_iter().map(Thing::Values));
        needs
    }

    /// The enum that a thing is of.
    fn of_thing(&self, thing: &Thing) -> Option<TableName> {
        match thing {
            Thing::Column(table, column) => self.columns.get(&(table.clone(), column.clone())).cloned(),
            _ => None,
        }
    }
}
