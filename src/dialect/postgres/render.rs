//! Changes as statements, each in the schema that it finds.

use std::collections::BTreeSet;

use super::alter::{Alteration, add_column, keeps_keys};
use super::create::{
    check, check_name, comment_on_table, create_rest, create_table, default_key_name, foreign_key, foreign_key_name,
    primary_key, unique, unique_name,
};
use super::enum_type;
use super::expression::plain;
use super::index::{create_index, create_unique_index, drop_index, index_name};
use super::note::notes;
use super::quote::{quote, quote_beside, quote_name};
use super::stub::stub;
use crate::dialect::Rendered;
use crate::error::Error;
use crate::schema::{Change, Column, Fill, ForeignKey, Object, Schema, Table, TableName};

/// Goes through the changes, one after the other.
pub(super) struct Renderer<'a> {
    /// The schema that the first change finds.
    pub(super) before: &'a Schema,
    /// The schema that the next change finds.
    pub(super) now: Schema,
    pub(super) changes: &'a [Change],
    /// The places of changes that an earlier statement has taken in.
    absorbed: BTreeSet<usize>,
    /// Foreign keys of new tables to tables that are not there yet.
    late: Vec<(TableName, ForeignKey)>,
    /// The names of foreign keys that are away while the columns that they compare change.
    suspended: BTreeSet<String>,
    /// The tables that are new, and so have no rows.
    created: BTreeSet<TableName>,
    /// What was dropped to be made again.
    pub(super) away: Vec<Object>,
    /// Where among the statements the first view is dropped that is to be made again.
    pub(super) first_view: Option<usize>,
    /// The statements so far.
    pub(super) found: Vec<Rendered>,
    /// Why it cannot be done.
    pub(super) refused: Option<Error>,
}

impl<'a> Renderer<'a> {
    /// All the changes' statements.
    pub(super) fn walk(schema: &'a Schema, changes: &'a [Change]) -> Self {
        let mut renderer = Self {
            before: schema,
            now: schema.clone(),
            changes,
            absorbed: BTreeSet::new(),
            late: Vec::new(),
            suspended: BTreeSet::new(),
            created: BTreeSet::new(),
            away: Vec::new(),
            first_view: None,
            found: Vec::new(),
            refused: None,
        };
        for (place, change) in changes.iter().enumerate() {
            renderer.step(place, change);
        }
        renderer.resume();
        renderer.come_back();
        renderer.settle();
        renderer
    }

    fn step(&mut self, place: usize, change: &Change) {
        if !self.absorbed.contains(&place) {
            self.change(place, change);
        }
        // Tables that go together are gone with the first of them.
        if !self.absorbed.contains(&place) || !matches!(change, Change::DropTable { .. }) {
            self.now.apply(change);
        }
        self.make_late_keys();
    }

    fn change(&mut self, place: usize, change: &Change) {
        let mut comments = notes(change, self.now.table(change.table()));
        let before = self.found.len();
        let statements = self.statements(place, change);
        let start = self.found.len();
        self.found.extend(statements.into_iter().map(|sql| Rendered { comments: Vec::new(), sql }));
        // Keys that had to go first were pushed meanwhile; the comment belongs to the change itself.
        let own = if start < self.found.len() { start } else { before };
        if let Some(first) = self.found.get_mut(own) {
            first.comments.append(&mut comments);
        }
    }

    pub(super) fn push(&mut self, sql: String) {
        self.found.push(Rendered { comments: Vec::new(), sql });
    }

    fn own(&self, name: &TableName) -> Table {
        self.now.table(name).cloned().unwrap_or_else(|| Table::new(name.clone()))
    }

    fn statements(&mut self, place: usize, change: &Change) -> Vec<String> {
        let alter = |table: &TableName, what: String| format!("ALTER TABLE {} {what}", quote_name(table));
        match change {
            Change::CreateTable { table } => {
                self.created.insert(table.name.clone());
                self.create(place, table)
            }
            Change::DropTable { table } => {
                self.drop_tables(place, table);
                Vec::new()
            }
            Change::RenameTable { from, to } => {
                self.keep_names(from);
                rename(from, to, self.now.home.as_deref())
            }
            Change::RenameColumn { table, from, to } => {
                self.keep_names(table);
                vec![alter(table, format!("RENAME COLUMN {} TO {}", quote(from), quote(to)))]
            }
            Change::AddColumn { table, column, fill } => {
                let own = self.with_what_follows(place, table);
                let lasting = self.lasting(place);
                if *fill != Fill::Zero || self.created.is_empty() {
                    return add_column(lasting.as_ref().unwrap_or(&self.now), &own, column, fill);
                }
                // No row can refer to what is in a table that is new.
                let mut known = lasting.unwrap_or_else(|| self.now.clone());
                known.tables.retain(|name, _| !self.created.contains(name));
                add_column(&known, &own, column, fill)
            }
            Change::DropColumn { table, column } => self.drop_column(table, column),
            Change::AlterColumn { table, before, after, fill, using, values } => {
                let (own, lasting) = (self.own(table), self.lasting(place));
                let schema = lasting.as_ref().unwrap_or(&self.now);
                let using = using.as_ref();
                let alteration = Alteration { schema, table: &own, before, after, fill, using, values };
                if alteration.needs_new_column() {
                    self.clear_columns(table, &[&before.name]);
                    self.suspend_keys_to(table, &before.name);
                    return self.new_column(&own, before, after);
                }
                let (statements, retypes) = (alteration.statements(), alteration.retypes());
                if !alteration.replaces() {
                    return statements;
                }
                let computed = computed_from(&own, before);
                let columns: Vec<&str> =
                    computed.iter().map(|own| own.name.as_str()).chain([before.name.as_str()]).collect();
                self.clear_columns(table, &columns);
                computed.iter().for_each(|computed| self.suspend_keys_to(table, &computed.name));
                if retypes && !keeps_keys(before, after) {
                    self.suspend(|name, key| is_part(table, &before.name, name, key));
                }
                self.around_generated(&own, before, statements)
            }
            Change::SetPrimaryKey { table, before, after } => {
                let own = self.own(table);
                let mut found = Vec::new();
                if let Some(key) = before {
                    let held = own.primary_key.as_ref().and_then(|held| held.name.clone());
                    let name = key.name.clone().or(held).unwrap_or_else(|| default_key_name(table));
                    self.clear_key(table);
                    self.suspend(|_, other| {
                        other.table == *table && (other.references == key.columns || other.references.is_empty())
                    });
                    found.push(alter(table, format!("DROP CONSTRAINT {}", quote(&name))));
                }
                found.extend(after.as_ref().map(|key| alter(table, format!("ADD {}", primary_key(&own, key)))));
                found
            }
            Change::AddUnique { table, unique: set } if set.as_index => {
                vec![create_unique_index(&self.own(table), set)]
            }
            Change::AddUnique { table, unique: set } => {
                vec![alter(table, format!("ADD {}", unique(&self.own(table), set)))]
            }
            Change::DropUnique { table, unique: set } => {
                let own = self.own(table);
                let held = own.uniques.iter().find(|held| held.columns == set.columns && held.as_index == set.as_index);
                let name = set.name.clone().or_else(|| held.and_then(|held| held.name.clone()));
                let name = name.unwrap_or_else(|| unique_name(&own, set));
                self.suspend(|_, key| key.table == *table && same_set(&key.references, &set.columns));
                if set.as_index {
                    vec![drop_index(table, &name, false)]
                } else {
                    vec![alter(table, format!("DROP CONSTRAINT {}", quote(&name)))]
                }
            }
            Change::AddIndex { table, index, concurrently } => {
                vec![create_index(&self.own(table), index, *concurrently)]
            }
            Change::DropIndex { table, index, concurrently } => {
                vec![drop_index(table, &index_name(&self.own(table), index), *concurrently)]
            }
            Change::RenameIndex { table, index, to } => {
                let name = index_name(&self.own(table), index);
                vec![format!("ALTER INDEX {} RENAME TO {}", quote_beside(table, &name), quote(to))]
            }
            Change::AddForeignKey { table, key, fill } => {
                if *fill == Fill::Zero && self.created.contains(&key.table) && !self.created.contains(table) {
                    let lasting = self.lasting(place);
                    self.found.extend(stub(lasting.as_ref().unwrap_or(&self.now), table, key));
                }
                if self.now.table(&key.table).is_none() {
                    self.late.push((table.clone(), key.clone()));
                    return Vec::new();
                }
                vec![alter(table, format!("ADD {}", foreign_key(&self.own(table), key)))]
            }
            Change::DropForeignKey { table, key } => {
                let own = self.own(table);
                let name = foreign_key_name(&own, key);
                if !own.foreign_keys.contains(key) || self.suspended.remove(&name) {
                    // It went with the table that it referred to, or is away already.
                    return Vec::new();
                }
                vec![alter(table, format!("DROP CONSTRAINT {}", quote(&name)))]
            }
            Change::AddCheck { table, check: own } => {
                let mut table = self.own(table);
                table.checks.push(own.clone());
                vec![alter(&table.name, format!("ADD {}", check(&table, own)))]
            }
            Change::DropCheck { table, check: own } => {
                vec![alter(table, format!("DROP CONSTRAINT {}", quote(&check_name(&self.own(table), own))))]
            }
            Change::SetComment { table, after, .. } => vec![comment_on_table(table, after.as_ref())],
            Change::CreateEnum { ty } => enum_type::create(ty),
            Change::DropEnum { ty } => vec![format!("DROP TYPE {}", quote_name(&ty.name))],
            Change::RenameEnum { from, to } => enum_type::rename(from, to, self.now.home.as_deref()),
            Change::AlterEnum { before, after, values } => self.alter_enum(place, before, after, values),
            Change::CreateNamespace { name } => vec![format!("CREATE SCHEMA {}", quote(name))],
            Change::EnsureNamespace { name } => vec![format!("CREATE SCHEMA IF NOT EXISTS {}", quote(name))],
            Change::DropNamespace { name } => vec![format!("DROP SCHEMA {}", quote(name))],
            Change::CreateExtension { name } => vec![format!("CREATE EXTENSION IF NOT EXISTS {}", quote(name))],
            Change::DropExtension { name } => vec![format!("DROP EXTENSION {}", quote(name))],
        }
    }

    /// A new table with all that later changes add to it.
    fn create(&mut self, place: usize, table: &Table) -> Vec<String> {
        let mut whole = Schema::default();
        whole.insert(table.clone());
        for (later, change) in self.changes.iter().enumerate().skip(place + 1) {
            if change.is_about_no_table() || *change.table() != table.name {
                continue;
            }
            match change {
                Change::AddUnique { .. } | Change::AddCheck { .. } | Change::SetComment { .. } => {}
                Change::AddIndex { concurrently: false, .. } => {}
                _ => break,
            }
            whole.apply(change);
            self.absorbed.insert(later);
        }
        let whole = whole.tables.remove(&table.name).unwrap_or_else(|| table.clone());
        let is_there = |key: &&ForeignKey| key.table == table.name || self.now.table(&key.table).is_some();
        let without: Vec<&ForeignKey> = whole.foreign_keys.iter().filter(|key| !is_there(key)).collect();
        let found = std::iter::once(create_table(&whole, &without)).chain(create_rest(&whole)).collect();
        self.late.extend(without.into_iter().map(|key| (table.name.clone(), key.clone())));
        found
    }

    /// The foreign keys whose tables are there by now.
    fn make_late_keys(&mut self) {
        let late = std::mem::take(&mut self.late);
        for (name, key) in late {
            match (self.now.table(&name), self.now.table(&key.table)) {
                (Some(table), Some(_)) => {
                    let sql = format!("ALTER TABLE {} ADD {}", quote_name(&name), foreign_key(table, &key));
                    self.push(sql);
                }
                _ => self.late.push((name, key)),
            }
        }
    }

    /// All tables that go one after the other from here on, those that refer to others first.
    fn drop_tables(&mut self, place: usize, first: &Table) {
        let mut rest: Vec<TableName> = vec![first.name.clone()];
        for (later, change) in self.changes.iter().enumerate().skip(place + 1) {
            let Change::DropTable { table } = change else { break };
            rest.push(table.name.clone());
            self.absorbed.insert(later);
        }
        while !rest.is_empty() {
            let refers = |from: &TableName, to: &TableName| {
                let keys = self.now.table(from).map(|table| table.foreign_keys.as_slice()).unwrap_or_default();
                from != to && keys.iter().any(|key| key.table == *to)
            };
            let free = rest.iter().position(|name| !rest.iter().any(|other| refers(other, name)));
            let name = rest.remove(free.unwrap_or(0));
            let keys: Vec<(TableName, ForeignKey)> = self
                .now
                .tables
                .values()
                .filter(|table| table.name != name)
                .flat_map(|table| table.foreign_keys.iter().map(|key| (table.name.clone(), key.clone())))
                .filter(|(_, key)| key.table == name)
                .collect();
            for (table, key) in keys {
                let constraint = foreign_key_name(&self.own(&table), &key);
                self.push(format!("ALTER TABLE {} DROP CONSTRAINT {}", quote_name(&table), quote(&constraint)));
                self.now.apply(&Change::DropForeignKey { table, key });
            }
            let table = self.own(&name);
            self.found.push(Rendered {
                comments: if name == first.name { Vec::new() } else { vec![format!("The rows of {name} are lost.")] },
                sql: format!("DROP TABLE {}", quote_name(&name)),
            });
            self.now.apply(&Change::DropTable { table });
        }
    }

    /// DROP COLUMN takes indexes and constraints of the column along, but no key of another table.
    fn drop_column(&mut self, table: &TableName, column: &Column) -> Vec<String> {
        self.suspend(|_, key| key.table == *table && key.references.contains(&column.name));
        let sql = format!("ALTER TABLE {} DROP COLUMN {}", quote_name(table), quote(&column.name));
        let now = self.now.tables.get_mut(table);
        if let Some(own) = now {
            let name = &column.name;
            own.foreign_keys.retain(|key| !key.columns.contains(name));
        }
        vec![sql]
    }

    /// A column made anew, with the indexes and constraints that go with it.
    fn new_column(&mut self, table: &Table, before: &Column, after: &Column) -> Vec<String> {
        let name = quote_name(&table.name);
        let own = quote(&before.name);
        let mut found = vec![format!("ALTER TABLE {name} DROP COLUMN {own}")];
        match before.generated.as_ref().filter(|_| after.generated.is_none()) {
            // It keeps what was computed.
            Some(generated) => {
                found.push(format!("ALTER TABLE {name} ADD COLUMN {}", super::create::definition(after, false)));
                found.push(format!("UPDATE {name} SET {own} = {}", plain(&generated.expr)));
                if !after.nullable {
                    found.push(format!("ALTER TABLE {name} ALTER COLUMN {own} SET NOT NULL"));
                }
            }
            None => found.push(format!("ALTER TABLE {name} ADD COLUMN {}", super::create::line(after))),
        }
        found.extend(belongings(table, &before.name));
        found.extend(after.comment.as_ref().map(|_| super::create::comment_on_column(&table.name, after)));
        found
    }

    /// A column keeps its type while another is computed from it: that one goes, and comes back.
    fn around_generated(&self, table: &Table, column: &Column, statements: Vec<String>) -> Vec<String> {
        let computed = computed_from(table, column);
        let name = quote_name(&table.name);
        let drops = computed.iter().map(|own| format!("ALTER TABLE {name} DROP COLUMN {}", quote(&own.name)));
        let adds = computed.iter().flat_map(|own| {
            std::iter::once(format!("ALTER TABLE {name} ADD COLUMN {}", super::create::line(own)))
                .chain(belongings(table, &own.name))
                .chain(own.comment.as_ref().map(|_| super::create::comment_on_column(&table.name, own)))
        });
        drops.chain(statements).chain(adds).collect()
    }

    /// The table with the sets and keys that later changes give it: a plain value has to fit them.
    fn with_what_follows(&self, place: usize, name: &TableName) -> Table {
        let mut schema = Schema::default();
        schema.insert(self.own(name));
        for change in self.changes.iter().skip(place + 1) {
            match change {
                Change::AddUnique { table, .. }
                | Change::AddForeignKey { table, .. }
                | Change::AddIndex { table, .. }
                | Change::SetPrimaryKey { table, .. }
                    if table == name =>
                {
                    schema.apply(change);
                }
                _ => {}
            }
        }
        schema.tables.remove(name).unwrap_or_else(|| Table::new(name.clone()))
    }

    /// The schema as it is, its enums without the values that later changes take away, since no row is to get one of
    /// those; `None` where no enum changes.
    fn lasting(&self, place: usize) -> Option<Schema> {
        let mut found: Option<Schema> = None;
        for change in self.changes.iter().skip(place + 1) {
            let Change::AlterEnum { before, after, values } = change else { continue };
            let schema = found.get_or_insert_with(|| self.now.clone());
            let Some(own) = schema.enums.get_mut(&before.name) else { continue };
            let stays = |value: &String| after.values.contains(value) || values.iter().any(|one| one.from == *value);
            if own.values.iter().any(stays) {
                own.values.retain(stays);
            }
        }
        found
    }

    /// Drops the foreign keys until all is done.
    pub(super) fn suspend(&mut self, concerns: impl Fn(&TableName, &ForeignKey) -> bool) {
        let mut found = Vec::new();
        for table in self.now.tables.values() {
            for key in table.foreign_keys.iter().filter(|key| concerns(&table.name, key)) {
                found.push((table.name.clone(), foreign_key_name(table, key)));
            }
        }
        for (table, name) in found {
            self.keep_names(&table);
            if self.suspended.insert(name.clone()) {
                self.push(format!("ALTER TABLE {} DROP CONSTRAINT {}", quote_name(&table), quote(&name)));
            }
        }
    }

    /// Drops the foreign keys to a column that goes and comes back; its own go and come with it.
    fn suspend_keys_to(&mut self, table: &TableName, column: &str) {
        let holds = |columns: &[String]| columns.iter().any(|own| own == column);
        self.suspend(|owner, key| {
            key.table == *table && holds(&key.references) && !(owner == table && holds(&key.columns))
        });
    }

    /// Brings back the foreign keys that are still wanted.
    fn resume(&mut self) {
        let mut found = Vec::new();
        for table in self.now.tables.values() {
            let keys = table.foreign_keys.iter().filter(|key| self.suspended.contains(&foreign_key_name(table, key)));
            found.extend(
                keys.map(|key| format!("ALTER TABLE {} ADD {}", quote_name(&table.name), foreign_key(table, key))),
            );
        }
        found.into_iter().for_each(|sql| self.push(sql));
    }

    /// A rename leaves the names of constraints as they are, given or not.
    fn keep_names(&mut self, name: &TableName) {
        let Some(table) = self.now.tables.get_mut(name) else { return };
        let was = table.clone();
        if let Some(key) = &mut table.primary_key {
            key.name.get_or_insert_with(|| default_key_name(name));
        }
        for own in &mut table.uniques {
            own.name = Some(unique_name(&was, own));
        }
        for own in &mut table.foreign_keys {
            own.name = Some(foreign_key_name(&was, own));
        }
        for own in &mut table.checks {
            own.name = Some(check_name(&was, own));
        }
        for own in &mut table.indexes {
            own.name = Some(index_name(&was, own));
        }
    }
}

/// The columns that are computed from this one.
fn computed_from<'a>(table: &'a Table, column: &Column) -> Vec<&'a Column> {
    let computed = |own: &&Column| own.generated.as_ref().is_some_and(|other| other.expr.mentions(&column.name));
    table.columns.iter().filter(computed).collect()
}

/// What goes with a column and has to be made again with it.
fn belongings(table: &Table, column: &str) -> Vec<String> {
    let name = quote_name(&table.name);
    let holds = |columns: &[String]| columns.iter().any(|own| own == column);
    let uniques = table.uniques.iter().filter(|own| holds(&own.columns)).map(|own| match own.as_index {
        true => create_unique_index(table, own),
        false => format!("ALTER TABLE {name} ADD {}", unique(table, own)),
    });
    let keys = table.foreign_keys.iter().filter(|key| holds(&key.columns));
    let keys = keys.map(|key| format!("ALTER TABLE {name} ADD {}", foreign_key(table, key)));
    let checks = table.checks.iter().filter(|own| own.expr.mentions(column));
    let checks = checks.map(|own| format!("ALTER TABLE {name} ADD {}", check(table, own)));
    let indexes = table.indexes.iter().filter(|index| index.uses(column));
    let indexes = indexes.map(|index| create_index(table, index, false));
    uniques.chain(keys).chain(checks).chain(indexes).collect()
}

/// Whether the key, of the table `owner`, compares the column.
pub(super) fn is_part(table: &TableName, column: &str, owner: &TableName, key: &ForeignKey) -> bool {
    let holds = |columns: &[String]| columns.iter().any(|own| own == column);
    (owner == table && holds(&key.columns)) || (key.table == *table && holds(&key.references))
}

fn same_set(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|column| other.contains(column))
}

/// The new name, and the new schema where it has another.
fn rename(from: &TableName, to: &TableName, home: Option<&str>) -> Vec<String> {
    let mut found = Vec::new();
    let mut now = from.clone();
    if from.schema != to.schema {
        let schema = to.schema.as_deref().or(home).unwrap_or("public");
        found.push(format!("ALTER TABLE {} SET SCHEMA {}", quote_name(&now), quote(schema)));
        now.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        found.push(format!("ALTER TABLE {} RENAME TO {}", quote_name(&now), quote(&to.name)));
    }
    found
}
