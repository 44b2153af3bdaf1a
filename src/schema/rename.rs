use super::enum_type::renamed_type;
use super::{Index, IndexKey, Schema, Table, TableName};

impl Schema {
    /// Gives a table another name; foreign keys that refer to it follow. Nothing happens if there is no such table.
    pub fn rename_table(&mut self, from: &TableName, to: &TableName) {
        let Some(mut table) = self.tables.remove(from) else { return };
        table.name = to.clone();
        table.sql = None;
        self.insert(table);
        for table in self.tables.values_mut() {
            for key in table.foreign_keys.iter_mut().filter(|key| key.table == *from) {
                key.table = to.clone();
                table.sql = None;
            }
        }
        for object in self.objects.iter_mut().filter(|object| object.table.as_ref() == Some(from)) {
            object.table = Some(to.clone());
        }
    }

    /// Gives an enum another name; columns of its type follow. Nothing happens if there is no such enum.
    pub fn rename_enum(&mut self, from: &TableName, to: &TableName) {
        let Some(mut ty) = self.enums.remove(from) else { return };
        ty.name = to.clone();
        self.insert_enum(ty);
        for column in self.tables.values_mut().flat_map(|table| &mut table.columns) {
            if let Some(ty) = renamed_type(&column.ty, from, to) {
                column.ty = ty;
            }
        }
    }

    /// Gives a column another name; keys, indexes, checks and expressions that use it follow.
    pub fn rename_column(&mut self, table: &TableName, from: &str, to: &str) {
        if let Some(own) = self.tables.get_mut(table) {
            own.rename_column(from, to);
        }
        for other in self.tables.values_mut() {
            for key in other.foreign_keys.iter_mut().filter(|key| key.table == *table) {
                if replace(&mut key.references, from, to) {
                    other.sql = None;
                }
            }
        }
    }
}

impl Table {
    /// The table's own part of a renamed column.
    fn rename_column(&mut self, from: &str, to: &str) {
        self.sql = None;
        for column in &mut self.columns {
            if column.name == from {
                to.clone_into(&mut column.name);
            }
            if let Some(generated) = &mut column.generated {
                generated.expr = generated.expr.rename(from, to);
            }
        }
        if let Some(key) = &mut self.primary_key {
            replace(&mut key.columns, from, to);
        }
        for unique in &mut self.uniques {
            replace(&mut unique.columns, from, to);
            replace(&mut unique.include, from, to);
        }
        for index in &mut self.indexes {
            index.rename_column(from, to);
        }
        for key in &mut self.foreign_keys {
            replace(&mut key.columns, from, to);
        }
        for check in &mut self.checks {
            check.expr = check.expr.rename(from, to);
        }
    }
}

impl Index {
    fn rename_column(&mut self, from: &str, to: &str) {
        for part in &mut self.parts {
            match &mut part.key {
                IndexKey::Column(name) if name == from => to.clone_into(name),
                IndexKey::Column(_) => {}
                IndexKey::Expr(expr) => *expr = expr.rename(from, to),
            }
        }
        replace(&mut self.include, from, to);
        if let Some(predicate) = &mut self.predicate {
            *predicate = predicate.rename(from, to);
        }
    }
}

/// Replaces the name wherever it stands in the list; says whether it did.
fn replace(names: &mut [String], from: &str, to: &str) -> bool {
    let mut found = false;
    for name in names.iter_mut().filter(|name| *name == from) {
        to.clone_into(name);
        found = true;
    }
    found
}
