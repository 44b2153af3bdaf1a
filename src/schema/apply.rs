use super::{Change, Schema, Table, TableName};

impl Schema {
    /// The schema after the changes, in their order. A change that does not fit (a column of a table that is not
    /// there) changes nothing: whoever made the changes made them for this schema.
    #[must_use]
    pub fn after<'a>(&self, changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let mut schema = self.clone();
        for change in changes {
            schema.apply(change);
        }
        schema
    }

    /// Carries out one change.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::CreateTable { table } => self.insert(table.clone()),
            Change::DropTable { table } => self.drop_table(&table.name),
            Change::RenameTable { from, to } => self.rename_table(from, to),
            Change::RenameColumn { table, from, to } => self.rename_column(table, from, to),
            Change::CreateEnum { ty } => self.insert_enum(ty.clone()),
            Change::DropEnum { ty } => {
                self.enums.remove(&ty.name);
                self.forget_named(" TYPE ", &ty.name.name);
            }
            Change::RenameEnum { from, to } => self.rename_enum(from, to),
            Change::AlterEnum { before, after, values } => {
                for (from, to) in before.renamed(values).0 {
                    self.rename_value(&before.name, &from, &to);
                }
                self.insert_enum(after.clone());
            }
            Change::CreateNamespace { name } => _ = self.namespaces.insert(name.clone()),
            // Names without a schema mean it: it is no schema beside others.
            Change::EnsureNamespace { .. } => {}
            Change::DropNamespace { name } => {
                self.namespaces.remove(name);
                self.forget_named(" SCHEMA ", name);
            }
            Change::CreateExtension { name } => _ = self.extensions.insert(name.clone()),
            Change::DropExtension { name } => _ = self.extensions.remove(name),
            other => {
                self.forget(other);
                if let Some(table) = self.tables.get_mut(other.table()) {
                    table.apply(other);
                }
            }
        }
    }

    /// Takes away what goes with a part of a table and is kept beside it.
    fn forget(&mut self, change: &Change) {
        if self.objects.is_empty() {
            return;
        }
        let table = change.table();
        match change {
            Change::DropColumn { column, .. } => self.forget_column(table, &column.name),
            Change::AlterColumn { before, after, .. } if before.identity != after.identity => {
                self.forget_counter(table, &before.name);
            }
            Change::DropIndex { index, .. } => self.forget_part(table, index.name.as_ref()),
            Change::DropUnique { unique, .. } => self.forget_part(table, unique.name.as_ref()),
            Change::DropForeignKey { key, .. } => self.forget_part(table, key.name.as_ref()),
            Change::DropCheck { check, .. } => self.forget_part(table, check.name.as_ref()),
            Change::SetPrimaryKey { before: Some(key), .. } => self.forget_part(table, key.name.as_ref()),
            _ => {}
        }
    }

    fn drop_table(&mut self, name: &TableName) {
        self.tables.remove(name);
        self.objects.retain(|object| object.table.as_ref() != Some(name));
    }
}

impl Table {
    /// Carries out a change of this table alone.
    fn apply(&mut self, change: &Change) {
        self.sql = None;
        match change {
            Change::AddColumn { column, .. } => self.columns.push(column.clone()),
            Change::DropColumn { column, .. } => self.columns.retain(|own| own.name != column.name),
            Change::AlterColumn { before, after, .. } => {
                if let Some(own) = self.column_mut(&before.name) {
                    own.clone_from(after);
                }
            }
            Change::SetPrimaryKey { after, .. } => self.primary_key.clone_from(after),
            Change::AddUnique { unique, .. } => self.uniques.push(unique.clone()),
            Change::DropUnique { unique, .. } => remove(&mut self.uniques, unique),
            Change::AddIndex { index, .. } => self.indexes.push(index.clone()),
            Change::DropIndex { index, .. } => remove(&mut self.indexes, index),
            Change::RenameIndex { index, to, .. } => {
                if let Some(own) = self.indexes.iter_mut().find(|own| *own == index) {
                    own.name = Some(to.clone());
                }
            }
            Change::AddForeignKey { key, .. } => self.foreign_keys.push(key.clone()),
            Change::DropForeignKey { key, .. } => remove(&mut self.foreign_keys, key),
            Change::AddCheck { check, .. } => self.checks.push(check.clone()),
            Change::DropCheck { check, .. } => remove(&mut self.checks, check),
            Change::SetComment { after, .. } => self.comment.clone_from(after),
            // These are about more than one table, or none.
            _ => {}
        }
    }
}

/// Removes the first equal item: two equal ones are two constraints, and one change drops one.
fn remove<T: PartialEq>(items: &mut Vec<T>, item: &T) {
    if let Some(place) = items.iter().position(|own| own == item) {
        items.remove(place);
    }
}
