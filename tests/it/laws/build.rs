//! A schema out of what was generated.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use diesel_manage::internals::dialect::Driver;
use diesel_manage::internals::schema::{
    Action, Check, Column, Declaration, EnumType, ForeignKey, Generated, Place, PrimaryKey, Schema, Table, TableName,
    Timing, Unique, Wanted, name_of_type,
};

use super::index::index;
use super::plan::{ColumnPlan, Plan, TablePlan};
use super::{Family, Words};

/// The tables as models would declare them. Where those of `before` are there and hold rows, what they hold cannot refer
/// to a table that is new and empty, nor become anything.
pub(super) fn wanted(words: &Words, plan: &Plan, before: Option<&Schema>) -> Wanted {
    let mut wanted = Wanted::default();
    for (number, table) in &plan.tables {
        let name = words.table(*number);
        let had = before.and_then(|before| before.table(&name));
        let parents: BTreeSet<TableName> = plan
            .tables
            .iter()
            .filter(|(_, table)| !table.composite)
            .map(|(number, _)| words.table(*number))
            .filter(|parent| had.is_none() || before.is_some_and(|before| before.table(parent).is_some()))
            .collect();
        let table = Builder { words, plan, parents, had }.table(name, table);
        declare(words, plan, &mut wanted, table);
    }
    if plan.enum_keys && words.is_postgres() {
        enum_keys().into_iter().for_each(|table| declare(words, plan, &mut wanted, table));
    }
    wanted
}

/// Adds the table, and what its columns are made of.
fn declare(words: &Words, plan: &Plan, wanted: &mut Wanted, table: Table) {
    let declaration = Declaration {
        place: Place { file: PathBuf::from("models.rs"), line: 1, column: 1 },
        managed: true,
        renamed_from: None,
        columns_renamed_from: BTreeMap::new(),
        diesel_types: None,
        unspoken: BTreeMap::new(),
        joinable: BTreeMap::new(),
        concurrent: Vec::new(),
        counted: BTreeSet::from(["id".to_owned()]),
    };
    wanted.declarations.insert(table.name.clone(), declaration);
    for column in table.columns.iter().filter(|_| words.is_postgres()) {
        if let Some(name) = name_of_type(&column.ty).filter(|_| words.family(column) == Family::Choice) {
            wanted.schema.insert_enum(EnumType::new(name, plan.values.iter().copied()));
        }
    }
    wanted.schema.insert(table);
}

/// Two tables, with a key between columns of an enum.
fn enum_keys() -> [Table; 2] {
    let mut parent = Table::new("choices");
    parent.columns = vec![Column::new("id", "BIGINT"), Column::new("mood", "mood")];
    parent.primary_key = Some(PrimaryKey { columns: vec!["mood".to_owned()], ..PrimaryKey::default() });
    let mut child = Table::new("chosen");
    child.columns = vec![Column::new("id", "BIGINT"), Column::new("mood", "mood")];
    child.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
    child.foreign_keys.push(ForeignKey {
        name: None,
        columns: vec!["mood".to_owned()],
        table: parent.name.clone(),
        references: vec!["mood".to_owned()],
        on_delete: Action::NoAction,
        on_update: Action::Cascade,
        timing: None,
    });
    [parent, child]
}

struct Builder<'a> {
    words: &'a Words,
    plan: &'a Plan,
    /// What can be referred to.
    parents: BTreeSet<TableName>,
    /// The table as it was.
    had: Option<&'a Table>,
}

impl Builder<'_> {
    fn table(&self, name: TableName, plan: &TablePlan) -> Table {
        let words = self.words;
        let mut table = Table::new(name);
        let mut id = Column::new("id", words.key);
        id.identity = words.counts[plan.counts % words.counts.len()];
        table.columns.push(id);
        table.comment = (plan.comment && words.comments).then(|| "a table's \\ \"own\"".to_owned());
        for (number, column) in &plan.columns {
            let own = self.column(&mut table, words.columns[*number], column, plan);
            table.columns.push(own);
        }
        let names: Vec<String> = table.columns.iter().skip(1).map(|column| column.name.clone()).collect();
        for (name, column) in names.iter().zip(plan.columns.values()) {
            self.belongings(&mut table, name, column, plan);
        }
        let mut key = PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() };
        if let Some(first) = names.first().filter(|name| plan.composite && self.is_key(&table, name)) {
            key.columns.push(first.clone());
            for column in &mut table.columns {
                column.nullable &= column.name != *first;
            }
        }
        table.primary_key = Some(key);
        if plan.unique_set && names.len() > 1 && names.iter().all(|name| self.is_whole(&table, name)) {
            table.uniques.push(Unique { columns: names.clone(), ..Unique::default() });
        }
        // A column whose row another one may change cannot be what one is computed of, on MySQL.
        let passing = self.plan.passing(1);
        let is_base = |column: &&Column| !refers(&table, &column.name) && words.is_base(column, passing);
        if let Some(base) = table.columns.iter().skip(1).find(is_base).filter(|_| plan.generated) {
            let (ty, expr) = words.made_of(base, passing);
            let mut column = Column::new("made", ty).nullable();
            let stored = plan.unique_set || !words.is_virtual;
            column.generated = Some(Generated { expr, stored });
            // Of another type it would be an ordinary column in between, and on the way back its texts become no
            // booleans.
            let had = self.had.and_then(|had| had.column("made"));
            table.columns.extend(had.is_none_or(|had| had.ty.key() == column.ty.key()).then_some(column));
        }
        table
    }

    /// A column, and what it refers to.
    fn column(&self, table: &mut Table, name: &str, plan: &ColumnPlan, of: &TablePlan) -> Column {
        let words = self.words;
        let had = self.had.and_then(|had| had.column(name));
        let fits = |family: Family| had.is_none_or(|had| words.family(had).becomes(family));
        let parent = plan.parent.map(|(parent, action)| (words.table(parent), usize::from(action)));
        let parent = parent.filter(|(parent, _)| self.parents.contains(parent) && fits(Family::Number));
        if let Some((parent, action)) = parent {
            // A row whose parent nobody remembers cannot come back: a key that must hold something would stop the way
            // back.
            let mut own = Column::new(name, words.reference).nullable();
            own.comment = self.comment(plan);
            table.foreign_keys.push(ForeignKey {
                name: None,
                columns: vec![name.to_owned()],
                table: parent,
                references: vec!["id".to_owned()],
                on_delete: words.actions[action % words.actions.len()],
                on_update: if action >= words.actions.len() { Action::Cascade } else { Action::NoAction },
                timing: self.timing(plan),
            });
            return own;
        }
        let (ty, family) = words.types[plan.ty % words.types.len()];
        let (mut own, family) = match had.filter(|_| !fits(family)) {
            Some(had) => (Column { name: name.to_owned(), ..Column::new(name, had.ty.text()) }, words.family(had)),
            None => (Column::new(name, ty), family),
        };
        // Two rows without a value are alike where NULLs are not distinct.
        let alone = words.is_postgres() && (plan.manner == 3 || plan.index == 13);
        own.nullable = plan.nullable && !alone;
        if family == Family::Choice && !words.is_postgres() {
            own.values = Some(self.plan.values.iter().map(|value| (*value).to_owned()).collect());
        }
        // Rows that are there already would all get it.
        let shared = self.is_shared(plan, of);
        // Rows that hold nothing get it, and a value that they hold could not go again on the way back.
        let filled = had.is_some_and(|had| had.nullable) && !own.nullable;
        let passing = self.plan.passing(0).filter(|_| plan.updates && !filled);
        own.default = (plan.default && shared).then(|| words.default(&own, passing));
        own.on_update = (plan.updates && words.is_mysql() && family == Family::Moment).then(|| words.now(&own).into());
        let collation = words.collations.get(plan.collation).filter(|_| family.is_text());
        own.collation = collation.map(|name| (*name).to_owned());
        own.comment = self.comment(plan);
        own
    }

    /// Whether two rows may have one value in the column.
    fn is_shared(&self, plan: &ColumnPlan, of: &TablePlan) -> bool {
        let unique = plan.unique || (self.words.is_postgres() && matches!(plan.index, 8 | 13));
        !unique && !of.unique_set && !of.composite
    }

    /// What stands on a column.
    fn belongings(&self, table: &mut Table, name: &str, plan: &ColumnPlan, of: &TablePlan) {
        let words = self.words;
        let column = table.column(name).expect("a column").clone();
        if plan.unique && self.is_whole(table, name) {
            let include = table.columns.iter().map(|other| other.name.clone()).find(|other| other != name);
            table.uniques.push(Unique {
                columns: vec![name.to_owned()],
                timing: self.timing(plan),
                nulls_not_distinct: words.is_postgres() && plan.manner == 3 && !column.nullable,
                include: include.into_iter().filter(|_| words.is_postgres() && plan.manner == 4).collect(),
                ..Unique::default()
            });
        }
        // MySQL checks no column that a foreign key may change.
        // Where rows must differ, those that come back get each value of an enum in turn, which a check may forbid.
        let comes_back = words.family(&column) != Family::Choice || self.is_shared(plan, of);
        if plan.check && comes_back && (words.rich_indexes || !refers(table, name)) {
            table.checks.extend(words.not_never(&column, self.plan.passing(1)).map(|expr| Check { name: None, expr }));
        }
        let found = index(words, table, &column, plan.index, self.plan.passing(1));
        table.indexes.extend(found.filter(|index| !index.nulls_not_distinct || !column.nullable));
    }

    fn comment(&self, plan: &ColumnPlan) -> Option<String> {
        (plan.comment && self.words.comments).then(|| "what it's \\ for".to_owned())
    }

    /// When it is checked.
    fn timing(&self, plan: &ColumnPlan) -> Option<Timing> {
        match plan.manner {
            1 if self.words.is_postgres() => Some(Timing::Deferrable),
            2 if self.words.is_postgres() => Some(Timing::Deferred),
            _ => None,
        }
    }

    /// Whether an index can take all of the column, and there are other values for each row that is there already.
    fn is_whole(&self, table: &Table, name: &str) -> bool {
        let family = self.words.family(table.column(name).expect("a column"));
        match self.words.driver {
            Driver::Mysql => family != Family::Large,
            Driver::Sqlite => family != Family::Choice,
            Driver::Postgres => true,
        }
    }

    fn is_key(&self, table: &Table, name: &str) -> bool {
        !refers(table, name) && self.is_whole(table, name)
    }
}

/// Whether the column refers to another table.
pub(super) fn refers(table: &Table, column: &str) -> bool {
    table.foreign_keys.iter().any(|key| key.columns.iter().any(|own| own == column))
}
