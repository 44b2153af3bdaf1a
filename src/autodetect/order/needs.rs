use crate::schema::{Change, Column, Expr, ForeignKey, Index, IndexKey, Table, TableName};
use crate::sql;

/// Something that changes make, need and take away. Names are in lower case, as expressions spell them in any case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    /// A table.
    Table(TableName),
    /// A column.
    Column(TableName, String),
    /// A set of columns that no two rows of the table share, sorted.
    Key(TableName, Vec<String>),
    /// The name of an index.
    Index(String),
    /// The values of an enum.
    Values(TableName),
}

/// What a change has to do with things.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// What is there after it.
    pub(super) makes: Vec<Thing>,
    /// What must be there before it.
    pub(super) uses: Vec<Thing>,
    /// What it used until now, and cannot go as long as it does.
    pub(super) releases: Vec<Thing>,
    /// What is no longer there after it.
    pub(super) removes: Vec<Thing>,
}

impl Needs {
    /// The needs of a change.
    pub(super) fn of(change: &Change) -> Self {
        let mut needs = Self::default();
        let table = change.table();
        match change {
            // Their places say when they are due.
            other if other.is_about_no_table() => {}
            Change::CreateTable { table: made } => needs.create(made),
            Change::DropTable { table: dropped } => {
                needs.removes.push(Thing::Table(dropped.name.clone()));
                needs.releases.extend(dropped.inherits().into_iter().map(Thing::Table));
                for key in dropped.foreign_keys.iter().filter(|key| key.table != dropped.name) {
                    needs.releases.extend(referred(key));
                }
            }
            other => {
                needs.uses.push(Thing::Table(table.clone()));
                needs.releases.push(Thing::Table(table.clone()));
                needs.alter(table, other);
            }
        }
        needs
    }

    fn create(&mut self, table: &Table) {
        self.makes.push(Thing::Table(table.name.clone()));
        self.uses.extend(table.inherits().into_iter().map(Thing::Table));
        for key in table.foreign_keys.iter().filter(|key| key.table != table.name) {
            self.uses.extend(referred(key));
        }
        let names = table.indexes.iter().filter_map(|index| index.name.as_ref());
        self.makes.extend(names.map(|name| Thing::Index(name.to_lowercase())));
    }

    fn alter(&mut self, table: &TableName, change: &Change) {
        match change {
            Change::AddColumn { column, fill, .. } => {
                self.makes.push(column_thing(table, &column.name));
                self.uses.extend(generated(table, column));
                if let crate::schema::Fill::With(expr) = fill {
                    self.releases.extend(mentioned(table, expr));
                }
            }
            Change::DropColumn { column, .. } => {
                self.removes.push(column_thing(table, &column.name));
                self.releases.extend(generated(table, column));
            }
            Change::AlterColumn { before, after, .. } => {
                let own = column_thing(table, &before.name);
                self.makes.push(own.clone());
                self.removes.push(own);
                let (old, new) = (generated(table, before), generated(table, after));
                self.releases.extend(old.iter().filter(|thing| !new.contains(thing)).cloned());
                self.uses.extend(new.iter().filter(|thing| !old.contains(thing)).cloned());
            }
            Change::SetPrimaryKey { before, after, .. } => {
                let old = before.as_ref().map_or(&[][..], |key| &key.columns);
                let new = after.as_ref().map_or(&[][..], |key| &key.columns);
                let went = old.iter().filter(|name| !new.contains(name));
                self.releases.extend(went.map(|name| column_thing(table, name)));
                self.uses.extend(new.iter().map(|name| column_thing(table, name)));
                self.removes.push(key_thing(table, old));
                self.makes.push(key_thing(table, new));
            }
            Change::AddUnique { unique, .. } => {
                self.uses.extend(unique.columns.iter().map(|name| column_thing(table, name)));
                self.makes.push(key_thing(table, &unique.columns));
                self.makes.extend(unique.name.as_ref().map(|name| Thing::Index(name.to_lowercase())));
            }
            Change::DropUnique { unique, .. } => {
                self.releases.extend(unique.columns.iter().map(|name| column_thing(table, name)));
                self.removes.push(key_thing(table, &unique.columns));
                self.removes.extend(unique.name.as_ref().map(|name| Thing::Index(name.to_lowercase())));
            }
            Change::AddIndex { index, .. } => {
                self.uses.extend(indexed(table, index));
                self.makes.extend(index.name.as_ref().map(|name| Thing::Index(name.to_lowercase())));
            }
            Change::DropIndex { index, .. } => {
                self.releases.extend(indexed(table, index));
                self.removes.extend(index.name.as_ref().map(|name| Thing::Index(name.to_lowercase())));
            }
            Change::RenameIndex { index, to, .. } => {
                self.makes.push(Thing::Index(to.to_lowercase()));
                self.removes.extend(index.name.as_ref().map(|name| Thing::Index(name.to_lowercase())));
            }
            Change::AddForeignKey { key, .. } => {
                self.uses.extend(key.columns.iter().map(|name| column_thing(table, name)));
                self.uses.extend(referred(key));
            }
            Change::DropForeignKey { key, .. } => {
                self.releases.extend(key.columns.iter().map(|name| column_thing(table, name)));
                self.releases.extend(referred(key));
            }
            Change::AddCheck { check, .. } => self.uses.extend(mentioned(table, &check.expr)),
            Change::DropCheck { check, .. } => self.releases.extend(mentioned(table, &check.expr)),
            _ => {}
        }
    }
}

fn column_thing(table: &TableName, column: &str) -> Thing {
    Thing::Column(table.clone(), column.to_lowercase())
}

fn key_thing(table: &TableName, columns: &[String]) -> Thing {
    let mut columns: Vec<String> = columns.iter().map(|name| name.to_lowercase()).collect();
    columns.sort_unstable();
    Thing::Key(table.clone(), columns)
}

/// What a foreign key refers to: the table, its columns, and that they are a key.
fn referred(key: &ForeignKey) -> Vec<Thing> {
    let mut things = vec![Thing::Table(key.table.clone()), key_thing(&key.table, &key.references)];
    things.extend(key.references.iter().map(|name| column_thing(&key.table, name)));
    things
}

/// The columns that a generated column is computed from.
fn generated(table: &TableName, column: &Column) -> Vec<Thing> {
    column.generated.as_ref().map(|generated| mentioned(table, &generated.expr)).unwrap_or_default()
}

/// The columns that an expression may mean.
fn mentioned(table: &TableName, expr: &Expr) -> Vec<Thing> {
    sql::tokens(expr.text()).iter().filter_map(sql::Token::identifier).map(|name| column_thing(table, &name)).collect()
}

/// The columns that an index uses.
fn indexed(table: &TableName, index: &Index) -> Vec<Thing> {
    let mut things: Vec<Thing> = index.include.iter().map(|name| column_thing(table, name)).collect();
    for part in &index.parts {
        match &part.key {
            IndexKey::Column(name) => things.push(column_thing(table, name)),
            IndexKey::Expr(expr) => things.extend(mentioned(table, expr)),
        }
    }
    things.extend(index.predicate.iter().flat_map(|predicate| mentioned(table, predicate)));
    things
}
