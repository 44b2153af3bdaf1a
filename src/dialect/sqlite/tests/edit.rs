//! Changes in few words, for the schema that they find.

use crate::schema::{
    Action, Change, Check, Column, Expr, Fill, ForeignKey, Index, PrimaryKey, Schema, Table, TableName, Unique,
};

/// One or more changes of a case.
pub(super) type Step = fn(&mut Edit) -> &mut Edit;

/// A list of changes in the making.
pub(super) struct Edit {
    now: Schema,
    pub(super) changes: Vec<Change>,
}

impl Edit {
    pub(super) fn of(schema: &Schema) -> Self {
        Self { now: schema.clone(), changes: Vec::new() }
    }

    fn push(&mut self, change: Change) -> &mut Self {
        self.now.apply(&change);
        self.changes.push(change);
        self
    }

    pub(super) fn schema(&self) -> &Schema {
        &self.now
    }

    /// Whether a table of this name was made, dropped, or took the name over.
    pub(super) fn has_made_or_dropped(&self, name: &str) -> bool {
        self.changes.iter().any(|change| match change {
            Change::CreateTable { table } | Change::DropTable { table } => table.name.name == name,
            Change::RenameTable { to, .. } => to.name == name,
            _ => false,
        })
    }

    /// Whether the table got something that it would take along if it went.
    pub(super) fn has_added_to(&self, name: &str) -> bool {
        let adds = |change: &&Change| matches!(change, Change::AddColumn { .. } | Change::AddForeignKey { .. });
        self.changes.iter().filter(adds).any(|change| change.table().name == name)
    }

    pub(super) fn drop_check(&mut self, table: &str, check: &Check) -> &mut Self {
        self.push(Change::DropCheck { table: table.into(), check: check.clone() })
    }

    pub(super) fn table(&self, name: &str) -> Table {
        self.now.table(&name.into()).unwrap().clone()
    }

    pub(super) fn create(&mut self, table: Table) -> &mut Self {
        self.push(Change::CreateTable { table })
    }

    pub(super) fn drop(&mut self, table: &str) -> &mut Self {
        let table = self.table(table);
        self.push(Change::DropTable { table })
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) -> &mut Self {
        self.push(Change::RenameTable { from: from.into(), to: to.into() })
    }

    pub(super) fn rename_column(&mut self, table: &str, from: &str, to: &str) -> &mut Self {
        self.push(Change::RenameColumn { table: table.into(), from: from.into(), to: to.into() })
    }

    pub(super) fn add(&mut self, table: &str, column: Column) -> &mut Self {
        self.push(Change::AddColumn { table: table.into(), column, fill: Fill::Nothing })
    }

    pub(super) fn add_filled(&mut self, table: &str, column: Column, value: &str) -> &mut Self {
        self.push(Change::AddColumn { table: table.into(), column, fill: Fill::With(value.into()) })
    }

    pub(super) fn drop_column(&mut self, table: &str, column: &str) -> &mut Self {
        let column = self.table(table).column(column).unwrap().clone();
        self.push(Change::DropColumn { table: table.into(), column })
    }

    pub(super) fn alter(&mut self, table: &str, column: &str, edit: impl FnOnce(&mut Column)) -> &mut Self {
        self.alter_with(table, column, Fill::Nothing, None, edit)
    }

    pub(super) fn alter_with(
        &mut self,
        table: &str,
        column: &str,
        fill: Fill,
        using: Option<&str>,
        edit: impl FnOnce(&mut Column),
    ) -> &mut Self {
        let before = self.table(table).column(column).unwrap().clone();
        let mut after = before.clone();
        edit(&mut after);
        let using = using.map(Expr::from);
        self.push(Change::AlterColumn { table: table.into(), before, after, fill, using, values: Vec::new() })
    }

    pub(super) fn key(&mut self, table: &str, columns: &[&str]) -> &mut Self {
        let before = self.table(table).primary_key;
        let after = Some(PrimaryKey { columns: owned(columns), ..PrimaryKey::default() });
        self.push(Change::SetPrimaryKey { table: table.into(), before, after })
    }

    pub(super) fn unique(&mut self, table: &str, columns: &[&str]) -> &mut Self {
        self.push(Change::AddUnique { table: table.into(), unique: unique(columns) })
    }

    pub(super) fn unique_index(&mut self, table: &str, name: &str, columns: &[&str]) -> &mut Self {
        let unique = Unique { name: Some(name.into()), as_index: true, ..unique(columns) };
        self.push(Change::AddUnique { table: table.into(), unique })
    }

    pub(super) fn drop_unique(&mut self, table: &str, columns: &[&str]) -> &mut Self {
        let unique = self.table(table).uniques.iter().find(|unique| unique.columns == columns).unwrap().clone();
        self.push(Change::DropUnique { table: table.into(), unique })
    }

    pub(super) fn index(&mut self, table: &str, name: &str, columns: &[&str]) -> &mut Self {
        let index = Index { name: Some(name.into()), ..Index::on(columns.iter().copied()) };
        self.push(Change::AddIndex { table: table.into(), index, concurrently: false })
    }

    pub(super) fn drop_index(&mut self, table: &str, name: &str) -> &mut Self {
        let index = self.find_index(table, name);
        self.push(Change::DropIndex { table: table.into(), index, concurrently: false })
    }

    pub(super) fn rename_index(&mut self, table: &str, name: &str, to: &str) -> &mut Self {
        let index = self.find_index(table, name);
        self.push(Change::RenameIndex { table: table.into(), index, to: to.into() })
    }

    fn find_index(&self, table: &str, name: &str) -> Index {
        self.table(table).indexes.iter().find(|index| index.name.as_deref() == Some(name)).unwrap().clone()
    }

    pub(super) fn refer(&mut self, table: &str, columns: &[&str], parent: &str, references: &[&str]) -> &mut Self {
        self.push(Change::AddForeignKey {
            table: table.into(),
            key: foreign_key(columns, parent, references),
            fill: Fill::Zero,
        })
    }

    pub(super) fn drop_key(&mut self, table: &str, columns: &[&str]) -> &mut Self {
        let key = self.table(table).foreign_keys.iter().find(|key| key.columns == columns).unwrap().clone();
        self.push(Change::DropForeignKey { table: table.into(), key })
    }

    pub(super) fn check(&mut self, table: &str, name: Option<&str>, expr: &str) -> &mut Self {
        let check = Check { name: name.map(str::to_owned), expr: expr.into() };
        self.push(Change::AddCheck { table: table.into(), check })
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(super) fn unique(columns: &[&str]) -> Unique {
    Unique { columns: owned(columns), ..Unique::default() }
}

pub(super) fn foreign_key(columns: &[&str], parent: &str, references: &[&str]) -> ForeignKey {
    ForeignKey {
        name: None,
        columns: owned(columns),
        table: TableName::new(parent),
        references: owned(references),
        on_delete: Action::Cascade,
        on_update: Action::NoAction,
        timing: None,
    }
}
