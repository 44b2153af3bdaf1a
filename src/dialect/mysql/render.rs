//! Changes as statements: one for each, several clauses in one where the server refuses them one by one.

use std::collections::BTreeSet;

use super::column_change::{How, added, alter, altered, come_back, leave, modify, sql};
use super::covering::{Brought, brought, left_alone};
use super::create::{
    check_constraint, check_name, create_index, create_table, foreign_key, foreign_key_name, index_name, is_of_column,
    unique_key,
};
use super::follow::{follow, left_behind};
use super::note::notes;
use super::quote::{quote, quote_all, quote_text};
use super::stub::stub;
use crate::dialect::Rendered;
use crate::error::Result;
use crate::schema::{Change, Column, Fill, ForeignKey, IndexKey, PrimaryKey, Schema, Table, TableName};

/// See [`Dialect::render`](crate::dialect::Dialect::render).
pub(super) fn render(schema: &Schema, changes: &[Change]) -> Result<Vec<Rendered>> {
    let mut writer = Writer { now: schema.clone(), ..Writer::default() };
    for (place, change) in changes.iter().enumerate() {
        let later = changes.get(place + 1..).unwrap_or_default();
        let first = writer.found.len();
        writer.write(change, later);
        let is_new = writer.created.contains(change.table());
        // Where rows are made for a key, none refers to nothing.
        let is_stubbed = writer.found.len() > first + 1 && matches!(change, Change::AddForeignKey { .. });
        if let (false, Some(statement)) = (is_new || is_stubbed, writer.found.get_mut(first)) {
            let notes = notes(change, writer.now.table(change.table()));
            statement.comments.splice(0..0, notes);
        }
        if let (Some(note), Some(statement)) = (left_behind(&writer.now, change), writer.found.get_mut(first)) {
            statement.comments.push(note);
        }
        let followed = follow(&mut writer.now, change);
        writer.found.extend(followed);
        writer.follow(change);
        writer.now.apply(change);
        writer.resume(later);
    }
    Ok(writer.found)
}

/// The table with the sets and keys that later changes give it: a plain value has to fit them.
fn with_keys(table: Table, later: &[Change]) -> Table {
    let name = table.name.clone();
    let mut schema = Schema::default();
    schema.insert(table);
    for change in later.iter().filter(|change| *change.table() == name) {
        if matches!(change, Change::AddUnique { .. } | Change::AddIndex { .. } | Change::AddForeignKey { .. }) {
            schema.apply(change);
        }
    }
    schema.tables.remove(&name).unwrap_or_else(|| Table::new(name))
}

/// What has been written, and what it leads to.
#[derive(Default)]
struct Writer {
    /// The schema as far as the statements have brought it.
    now: Schema,
    found: Vec<Rendered>,
    /// The tables that are new, and so have no rows.
    created: BTreeSet<TableName>,
    /// The names of foreign keys that are out of the way for a while, or for good.
    suspended: BTreeSet<String>,
    /// Columns that can count up only once a key begins with them, and whether they are not there until then.
    counting: Vec<(TableName, Column, bool)>,
    /// The keys of new tables to tables that come later.
    delayed: Vec<(TableName, ForeignKey)>,
}

impl Writer {
    fn table(&self, name: &TableName) -> Table {
        self.now.table(name).cloned().unwrap_or_else(|| Table::new(name.clone()))
    }

    /// Writes the statements of one change; `later` are the changes after it.
    fn write(&mut self, change: &Change, later: &[Change]) {
        let name = change.table();
        let table = self.table(name);
        let one = |clause: String| alter(name, &[clause]);
        match change {
            Change::CreateTable { table } => self.create(table),
            Change::DropTable { table } => {
                self.suspend(|owner, key| key.table == table.name && owner.name != table.name);
                self.found.push(sql(format!("DROP TABLE {}", quote(&table.name.name))));
            }
            Change::RenameTable { from, to } => {
                self.found.push(alter(from, &[format!("RENAME TO {}", quote(&to.name))]));
            }
            Change::AddColumn { column, fill, .. } => {
                if column.identity.is_some() && later.iter().any(|change| leads(change, name, &column.name)) {
                    self.counting.push((name.clone(), column.clone(), true));
                } else {
                    let table = with_keys(table, later);
                    self.found.extend(added(&table, column, fill, |parent| self.created.contains(parent)));
                }
            }
            Change::DropColumn { column, .. } => {
                self.found.push(one(format!("DROP COLUMN {}", quote(&column.name))));
            }
            Change::RenameColumn { from, to, .. } => self.rename_column(&table, from, to),
            Change::AlterColumn { before, after, fill, using, values, .. } => {
                if before.ty != after.ty || before.collation != after.collation {
                    self.suspend(|owner, key| uses(owner, key, name, &before.name));
                }
                let mut after = after.clone();
                let waits = after.identity.is_some() && before.identity.is_none();
                if waits && later.iter().any(|change| leads(change, name, &after.name)) {
                    self.counting.push((name.clone(), after.clone(), false));
                    after.identity = None;
                }
                if after != *before {
                    let how = How { fill, using: using.as_ref(), values };
                    self.found.extend(altered(&table, before, &after, &how));
                }
            }
            Change::SetPrimaryKey { after, .. } => self.primary_key(&table, after.as_ref()),
            Change::AddUnique { unique, .. } => {
                let clause = format!("ADD {}", unique_key(&table, unique));
                self.add_key(name, clause, unique.columns.first());
            }
            Change::DropUnique { unique, .. } => {
                let name = unique.name.clone().unwrap_or_default();
                self.drop_key(&table, change, &name, None);
            }
            Change::AddIndex { index, .. } => {
                let first = index.parts.first().and_then(|part| match &part.key {
                    IndexKey::Column(name) => Some(name),
                    IndexKey::Expr(_) => None,
                });
                if self.counting.iter().any(|(own, column, _)| own == name && Some(&column.name) == first) {
                    self.add_key(name, format!("ADD {}", super::create::key(&table, index)), first);
                } else {
                    self.found.push(sql(create_index(&table, index)));
                }
            }
            Change::DropIndex { index, .. } => {
                let index = index_name(&table, index);
                let alone = format!("DROP INDEX {} ON {}", quote(&index), quote(&name.name));
                self.drop_key(&table, change, &index, Some(alone));
            }
            Change::RenameIndex { index, to, .. } => {
                self.found.push(one(format!("RENAME INDEX {} TO {}", quote(&index_name(&table, index)), quote(to))));
            }
            Change::AddForeignKey { key, fill, .. } => {
                if *fill == Fill::Zero && self.created.contains(&key.table) && !self.created.contains(name) {
                    self.found.extend(stub(&self.now, name, key));
                }
                self.found.push(one(format!("ADD {}", foreign_key(&table, key))));
            }
            Change::DropForeignKey { key, .. } => self.drop_foreign_key(&table, key),
            Change::AddCheck { check, .. } if is_of_column(&table, check) => {
                let mut target = table.clone();
                target.checks.push(check.clone());
                let column = check.name.as_deref().and_then(|name| table.column(name));
                self.found.extend(column.map(|column| one(modify(&target, column))));
            }
            Change::AddCheck { check, .. } => self.found.push(one(format!("ADD {}", check_constraint(&table, check)))),
            Change::DropCheck { check, .. } if is_of_column(&table, check) => {
                let column = check.name.as_deref().and_then(|name| table.column(name));
                let mut target = table.clone();
                target.checks.retain(|own| own != check);
                self.found.extend(column.map(|column| one(modify(&target, column))));
            }
            Change::DropCheck { check, .. } => {
                self.found.push(one(format!("DROP CONSTRAINT {}", quote(&check_name(&table, check)))));
            }
            Change::SetComment { after, .. } => {
                self.found.push(one(format!("COMMENT = {}", quote_text(after.as_deref().unwrap_or_default()))));
            }
            // Enums are columns' values here, a schema is a database, and there are no extensions.
            _ => {}
        }
    }

    fn create(&mut self, table: &Table) {
        let can_refer = |key: &ForeignKey| key.table == table.name || self.now.table(&key.table).is_some();
        self.found.push(sql(create_table(table, can_refer)));
        let waiting = table.foreign_keys.iter().filter(|key| !can_refer(key));
        let waiting: Vec<_> = waiting.map(|key| (table.name.clone(), key.clone())).collect();
        self.delayed.extend(waiting);
        self.created.insert(table.name.clone());
    }

    /// MySQL refuses to rename a column under a check or a generated column, which go and come back.
    fn rename_column(&mut self, table: &Table, from: &str, to: &str) {
        let name = &table.name;
        let mut after = self.now.clone();
        after.rename_column(name, from, to);
        let Some(target) = after.table(name) else { return };
        let depends = |column: &&Column| column.generated.as_ref().is_some_and(|own| own.expr.mentions(from));
        let generated: Vec<&Column> = table.columns.iter().filter(depends).collect();
        let mut first: Vec<String> = Vec::new();
        let mut last: Vec<String> = Vec::new();
        for column in generated {
            first.extend(leave(table, column));
            last.extend(target.column(&column.name).map(|column| come_back(target, column)).unwrap_or_default());
        }
        for (old, new) in table.checks.iter().zip(&target.checks) {
            let drop = format!("DROP CONSTRAINT {}", quote(&check_name(table, old)));
            if old.expr.mentions(from) && !is_of_column(table, old) && !first.contains(&drop) {
                first.insert(0, drop);
                last.push(format!("ADD {}", check_constraint(target, new)));
            }
        }
        let mut seen = BTreeSet::new();
        first.retain(|clause| seen.insert(clause.clone()));
        last.retain(|clause| seen.insert(clause.clone()));
        let rename = format!("RENAME COLUMN {} TO {}", quote(from), quote(to));
        for clauses in [first, vec![rename], last].into_iter().filter(|clauses| !clauses.is_empty()) {
            self.found.push(alter(name, &clauses));
        }
    }

    /// The primary key, with what counts up in the old one and in the new one: the server allows no column that
    /// counts up without a key, not for a moment.
    fn primary_key(&mut self, table: &Table, after: Option<&PrimaryKey>) {
        let mut clauses = Vec::new();
        let mut target = table.clone();
        target.primary_key = after.cloned();
        if table.key_columns().iter().any(|name| table.column(name).is_some()) {
            clauses.push("DROP PRIMARY KEY".to_owned());
        }
        let led =
            |column: &Column, table: &Table| super::covering::is_covered(table, std::slice::from_ref(&column.name));
        let waits =
            |column: &Column| self.counting.iter().any(|(own, one, _)| *own == table.name && one.name == column.name);
        for column in table.columns.iter().filter(|column| column.identity.is_some() && !waits(column)) {
            if !led(column, &target) {
                let still = Column { identity: None, ..column.clone() };
                clauses.push(modify(&target, &still));
                if let Some(own) = self.now.tables.get_mut(&table.name).and_then(|own| own.column_mut(&column.name)) {
                    own.identity = None;
                }
            }
        }
        let first = after.and_then(|key| key.columns.first());
        clauses.extend(self.count(&table.name, first));
        if let Some(after) = after {
            clauses.push(format!("ADD PRIMARY KEY ({})", quote_all(&after.columns)));
        }
        let alone = left_alone(table, &target);
        clauses.splice(0..0, self.go(table, &alone));
        if !clauses.is_empty() {
            self.found.push(alter(&table.name, &clauses));
        }
        self.found.extend(come_again(table, &alone));
    }

    /// The clauses with which foreign keys go that come back at once.
    fn go(&self, table: &Table, keys: &[&ForeignKey]) -> Vec<String> {
        let names = keys.iter().map(|key| foreign_key_name(table, key)).filter(|name| !self.suspended.contains(name));
        names.map(|name| format!("DROP FOREIGN KEY {}", quote(&name))).collect()
    }

    /// The clauses for columns that can count up from now on, since a key begins with this one.
    fn count(&mut self, table: &TableName, first: Option<&String>) -> Vec<String> {
        let own = self.table(table);
        let (ready, waiting) = std::mem::take(&mut self.counting)
            .into_iter()
            .partition(|(name, column, _)| name == table && Some(&column.name) == first);
        self.counting = waiting;
        let clause = |(_, column, is_new): (TableName, Column, bool)| {
            if is_new { format!("ADD COLUMN {}", super::create::definition(&column)) } else { modify(&own, &column) }
        };
        Vec::into_iter(ready).map(clause).collect()
    }

    fn add_key(&mut self, table: &TableName, clause: String, first: Option<&String>) {
        let mut clauses = self.count(table, first);
        clauses.push(clause);
        self.found.push(alter(table, &clauses));
    }

    /// A key or an index goes. A foreign key that leans on it goes with it and comes back, with an
    /// index of its own.
    fn drop_key(&mut self, table: &Table, change: &Change, name: &str, alone: Option<String>) {
        let mut after = Schema::default();
        after.insert(table.clone());
        after.apply(change);
        let left = after.table(&table.name).map(|after| left_alone(table, after)).unwrap_or_default();
        let left: Vec<_> =
            left.into_iter().filter(|key| !self.suspended.contains(&foreign_key_name(table, key))).collect();
        let mut clauses = self.go(table, &left);
        clauses.push(format!("DROP KEY {}", quote(name)));
        self.found.push(match alone {
            Some(alone) if left.is_empty() => sql(alone),
            _ => alter(&table.name, &clauses),
        });
        self.found.extend(come_again(table, &left));
    }

    fn drop_foreign_key(&mut self, table: &Table, key: &ForeignKey) {
        let name = foreign_key_name(table, key);
        let mut clauses = vec![format!("DROP FOREIGN KEY {}", quote(&name))];
        if self.suspended.remove(&name) {
            clauses.clear();
        }
        match brought(table, key) {
            Brought::None => {}
            Brought::Goes(index) => clauses.push(format!("DROP KEY {}", quote(&index))),
            Brought::Stays { from, to } => clauses.push(format!("RENAME INDEX {} TO {}", quote(&from), quote(&to))),
        }
        if !clauses.is_empty() {
            self.found.push(alter(&table.name, &clauses));
        }
    }

    /// Takes foreign keys out of the way of what the server refuses while they are there.
    fn suspend(&mut self, stands_in_the_way: impl Fn(&Table, &ForeignKey) -> bool) {
        for table in self.now.tables.values() {
            for key in table.foreign_keys.iter().filter(|key| stands_in_the_way(table, key)) {
                let name = foreign_key_name(table, key);
                let waits = self.delayed.iter().any(|(owner, own)| *owner == table.name && own == key);
                if !waits && self.suspended.insert(name.clone()) {
                    self.found.push(alter(&table.name, &[format!("DROP FOREIGN KEY {}", quote(&name))]));
                }
            }
        }
    }

    /// Brings back the keys that nothing to come stands in the way of, and those whose table is there now.
    fn resume(&mut self, later: &[Change]) {
        let mut back = Vec::new();
        for table in self.now.tables.values() {
            for key in &table.foreign_keys {
                let name = foreign_key_name(table, key);
                let stands = |change: &Change| match change {
                    Change::AlterColumn { table: own, before, after, .. } => {
                        let compares = before.ty != after.ty || before.collation != after.collation;
                        compares && uses(table, key, own, &before.name)
                    }
                    Change::DropForeignKey { key: own, .. } => own.name == key.name,
                    Change::DropTable { table: own } => own.name == table.name,
                    _ => false,
                };
                let is_due = self.suspended.contains(&name) && !later.iter().any(stands);
                let waits = self.delayed.iter().any(|(owner, own)| *owner == table.name && own == key);
                if (is_due || waits) && self.now.table(&key.table).is_some() {
                    back.push((name, table.name.clone(), key.clone()));
                }
            }
        }
        for (name, owner, key) in back {
            self.suspended.remove(&name);
            self.delayed.retain(|(own, waiting)| *own != owner || *waiting != key);
            let clause = format!("ADD {}", foreign_key(&self.table(&owner), &key));
            self.found.push(alter(&owner, &[clause]));
        }
    }

    /// Keeps in step what is known by a table's name.
    fn follow(&mut self, change: &Change) {
        if let Change::RenameTable { from, to } = change {
            if self.created.remove(from) {
                self.created.insert(to.clone());
            }
            for (name, ..) in self.counting.iter_mut().filter(|(name, ..)| name == from) {
                name.clone_from(to);
            }
        }
    }
}

/// Makes the foreign keys again.
fn come_again(table: &Table, keys: &[&ForeignKey]) -> Option<Rendered> {
    let clauses: Vec<String> = keys.iter().map(|key| format!("ADD {}", foreign_key(table, key))).collect();
    (!clauses.is_empty()).then(|| alter(&table.name, &clauses))
}

/// Whether the key of the table has to do with the column.
fn uses(owner: &Table, key: &ForeignKey, table: &TableName, column: &str) -> bool {
    let own = owner.name == *table && key.columns.iter().any(|name| name == column);
    own || (key.table == *table && key.references.iter().any(|name| name == column))
}

/// Whether the change makes a key of the table that begins with the column.
fn leads(change: &Change, table: &TableName, column: &str) -> bool {
    let first = match change {
        Change::SetPrimaryKey { after: Some(key), .. } => key.columns.first(),
        Change::AddUnique { unique, .. } => unique.columns.first(),
        Change::AddIndex { index, .. } => index.parts.first().and_then(|part| match &part.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expr(_) => None,
        }),
        _ => None,
    };
    change.table() == table && first.is_some_and(|name| name == column)
}
