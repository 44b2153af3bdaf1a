use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Column, ColumnType, Expr, Index, IndexKey, Table, TableName};

/// What a database says for expressions and types that models write otherwise: `(age >= 0)` for `age >= 0`. By table,
/// the declared text to the database's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Wording>", into = "Vec<Wording>")]
pub struct Wordings(BTreeMap<TableName, BTreeMap<String, String>>);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    table: TableName,
    declared: String,
    found: String,
}

impl Wording {
    /// What it is about: the table, and what is declared.
    pub fn key(&self) -> (TableName, String) {
        (self.table.clone(), self.declared.clone())
    }
}

impl From<Vec<Wording>> for Wordings {
    fn from(list: Vec<Wording>) -> Self {
        let mut words = Self::default();
        for Wording { table, declared, found } in list {
            words.0.entry(table).or_default().insert(declared, found);
        }
        words
    }
}

impl From<Wordings> for Vec<Wording> {
    fn from(words: Wordings) -> Self {
        words.list()
    }
}

impl Wordings {
    /// All of them, sorted.
    pub fn list(&self) -> Vec<Wording> {
        let of_table = |(table, known): (&TableName, &BTreeMap<String, String>)| {
            let (table, known) = (table.clone(), known.clone());
            known.into_iter().map(move |(declared, found)| Wording { table: table.clone(), declared, found })
        };
        self.0.iter().flat_map(of_table).collect()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Learns from a table as it was declared, and as the database describes it once it was made.
    pub fn learn(&mut self, declared: &Table, found: &Table) {
        let pairs = pairs(declared, found);
        if !pairs.is_empty() {
            self.0.entry(declared.name.clone()).or_default().extend(pairs);
        }
    }

    /// Says in the database's words what the table declares, as far as they are known.
    pub fn translate(&self, table: &mut Table) {
        let Some(known) = self.0.get(&table.name) else { return };
        let expression = |expr: &mut Expr| {
            if let Some(text) = known.get(expr.key()) {
                *expr = Expr::new(text);
            }
        };
        for column in &mut table.columns {
            if let Some(text) = known.get(&of_type(&column.ty)) {
                column.ty = ColumnType::new(text);
            }
        }
        expressions(table).for_each(expression);
    }

    /// Forgets what is known of tables that are not there.
    pub fn keep<'a>(&mut self, tables: impl Iterator<Item = &'a TableName>) {
        let tables: BTreeSet<&TableName> = tables.collect();
        self.0.retain(|name, _| tables.contains(name));
    }
}

impl Table {
    /// Whether it declares an expression or a type that the other, which the database describes, does not have: it may
    /// be the same in other words.
    pub fn says_otherwise(&self, found: &Self) -> bool {
        let known: BTreeSet<String> = expressions(&mut found.clone()).map(|expr| expr.key().to_owned()).collect();
        let new = |expr: &mut Expr| !known.contains(expr.key());
        expressions(&mut self.clone()).any(new)
            || self.columns.iter().any(|own| found.column(&own.name).is_some_and(|twin| twin.ty != own.ty))
    }
}

/// Every expression of the table.
fn expressions(table: &mut Table) -> impl Iterator<Item = &mut Expr> {
    let Table { columns, checks, indexes, .. } = table;
    columns
        .iter_mut()
        .flat_map(of_column)
        .chain(checks.iter_mut().map(|check| &mut check.expr))
        .chain(indexes.iter_mut().flat_map(of_index))
}

fn of_column(column: &mut Column) -> impl Iterator<Item = &mut Expr> {
    let generated = column.generated.as_mut().map(|generated| &mut generated.expr);
    column.default.iter_mut().chain(column.on_update.iter_mut()).chain(generated)
}

fn of_index(index: &mut Index) -> impl Iterator<Item = &mut Expr> {
    let keys = index.parts.iter_mut().filter_map(|part| match &mut part.key {
        IndexKey::Expr(expr) => Some(expr),
        IndexKey::Column(_) => None,
    });
    keys.chain(index.predicate.iter_mut())
}

/// The declared text and the database's, for all that correspond.
fn pairs(declared: &Table, found: &Table) -> BTreeMap<String, String> {
    let (mut declared, mut found) = (declared.clone(), found.clone());
    let mut pairs = BTreeMap::new();
    let mut learn = |own: &Expr, twin: &Expr| {
        if own.key() != twin.key() {
            pairs.insert(own.key().to_owned(), twin.text().to_owned());
        }
    };
    let mut types = BTreeMap::new();
    for own in &mut declared.columns {
        let Some(twin) = found.column_mut(&own.name) else { continue };
        if own.ty != twin.ty {
            types.insert(of_type(&own.ty), twin.ty.text().to_owned());
        }
        both(own.default.as_ref(), twin.default.as_ref(), &mut learn);
        both(own.on_update.as_ref(), twin.on_update.as_ref(), &mut learn);
        both(own.generated.as_ref().map(|own| &own.expr), twin.generated.as_ref().map(|twin| &twin.expr), &mut learn);
    }
    for (place, own) in declared.checks.iter().enumerate() {
        let named = found.checks.iter().find(|twin| own.name.is_some() && twin.name == own.name);
        both(Some(&own.expr), named.or_else(|| found.checks.get(place)).map(|twin| &twin.expr), &mut learn);
    }
    for (place, own) in declared.indexes.iter_mut().enumerate() {
        let named = found.indexes.iter_mut().position(|twin| own.name.is_some() && twin.name == own.name);
        let Some(twin) = found.indexes.get_mut(named.unwrap_or(place)) else { continue };
        if own.parts.len() == twin.parts.len() {
            of_index(own).zip(of_index(twin)).for_each(|(own, twin)| learn(own, twin));
        }
    }
    pairs.extend(types);
    pairs
}

fn both(own: Option<&Expr>, twin: Option<&Expr>, learn: &mut impl FnMut(&Expr, &Expr)) {
    if let (Some(own), Some(twin)) = (own, twin) {
        learn(own, twin);
    }
}

/// How a type is kept among expressions.
fn of_type(ty: &ColumnType) -> String {
    format!("type {}", ty.key())
}

#[cfg(test)]
mod tests {
    use super::super::{Check, Column, Expr, Table};
    use super::Wordings;

    fn table(ty: &str, default: &str, check: &str) -> Table {
        let mut table = Table::new("users");
        table.columns = vec![Column::new("age", ty).default(default)];
        table.checks = vec![Check { name: Some("users_age_check".to_owned()), expr: Expr::new(check) }];
        table
    }

    #[test]
    fn what_is_learnt_is_what_the_database_says() {
        let declared = table("int4", "0 + 0", "age between 0 and 9");
        let found = table("INTEGER", "(0 + 0)::int", "(age >= 0) AND (age <= 9)");
        let mut words = Wordings::default();
        words.learn(&declared, &found);
        let mut said = declared.clone();
        assert!(said.says_otherwise(&found));
        words.translate(&mut said);
        assert_eq!(said, found);
        assert!(!said.says_otherwise(&found));
        let mut other = table("int4", "1", "age between 0 and 10");
        words.translate(&mut other);
        assert!(other.says_otherwise(&found));
        assert_eq!(other.checks[0].expr.text(), "age between 0 and 10");
    }
}
