use std::collections::{BTreeMap, BTreeSet};

use crate::schema::TableName;

/// A row of a catalog: kind, name, table, definition.
type Row = Vec<Option<String>>;

/// What a database says that it holds, by the names of the tables to which it belongs.
#[derive(Default)]
pub(super) struct Catalog {
    rows: BTreeMap<String, BTreeSet<Row>>,
    /// The tables to which things of another name belong.
    owners: BTreeMap<String, BTreeSet<String>>,
}

/// What came into a catalog, and what went.
#[derive(Default)]
pub(super) struct Delta {
    come: BTreeSet<Row>,
    gone: BTreeSet<Row>,
}

impl Catalog {
    pub(super) fn new(rows: Vec<Row>) -> Self {
        let mut catalog = Self::default();
        rows.into_iter().for_each(|row| catalog.insert(row));
        catalog
    }

    fn insert(&mut self, row: Row) {
        let (name, table) = names(&row);
        if name != table {
            self.owners.entry(name).or_default().insert(table.clone());
        }
        self.rows.entry(table).or_default().insert(row);
    }

    fn remove(&mut self, row: &Row) {
        let (name, table) = names(row);
        let Some(rows) = self.rows.get_mut(&table) else { return };
        rows.remove(row);
        if !rows.iter().any(|own| names(own).0 == name)
            && let Some(owners) = self.owners.get_mut(&name)
        {
            owners.remove(&table);
        }
    }

    /// What bears one of the names, in lower case, or belongs to one of them; everything without names.
    fn selected(&self, only: Option<&BTreeSet<String>>) -> BTreeSet<&Row> {
        let Some(only) = only else { return self.rows.values().flatten().collect() };
        let belongs = only.iter().filter_map(|name| self.rows.get(name)).flatten();
        let owned = only.iter().flat_map(|name| {
            let tables = self.owners.get(name).into_iter().flatten();
            let rows = tables.filter_map(|table| self.rows.get(table)).flatten();
            rows.filter(move |row| names(row).0 == *name)
        });
        belongs.chain(owned).collect()
    }

    /// Whether there is a virtual table of one of these names, which has others behind it.
    pub(super) fn has_virtual(&self, only: &BTreeSet<String>) -> bool {
        let is_virtual = |row: &&Row| {
            let sql = row.get(3).and_then(Option::as_deref).unwrap_or_default();
            sql.get(..14).is_some_and(|begin| begin.eq_ignore_ascii_case("create virtual"))
        };
        only.iter().filter_map(|name| self.rows.get(name)).flatten().any(|row| is_virtual(&row))
    }

    /// What differs now from what was there, before something had come and gone. Both are looked at as far as they bear
    /// these names.
    pub(super) fn delta(&self, undone: Option<&Delta>, only: Option<&BTreeSet<String>>, now: &[Row]) -> Delta {
        let mut before = self.selected(only);
        if let Some(undone) = undone {
            before.retain(|row| !undone.come.contains(*row));
            before.extend(&undone.gone);
        }
        let come = now.iter().filter(|row| !before.contains(row)).cloned().collect();
        let now: BTreeSet<&Row> = now.iter().collect();
        let gone = before.into_iter().filter(|row| !now.contains(row)).cloned().collect();
        Delta { come, gone }
    }

    pub(super) fn apply(&mut self, delta: &Delta) {
        delta.gone.iter().for_each(|row| self.remove(row));
        delta.come.iter().cloned().for_each(|row| self.insert(row));
    }
}

impl Delta {
    /// The names of what came or went, and of the tables that it belongs to.
    pub(super) fn names(&self) -> BTreeSet<TableName> {
        let names = |row: &Row| row.iter().skip(1).take(2).flatten().cloned().collect::<Vec<_>>();
        self.come.iter().chain(&self.gone).flat_map(names).map(TableName::new).collect()
    }
}

/// Its name and that of its table, in lower case.
fn names(row: &Row) -> (String, String) {
    let name = |place: usize| row.get(place).and_then(Option::as_deref).unwrap_or_default().to_ascii_lowercase();
    (name(1), name(2))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Catalog, Row};

    fn row(kind: &str, name: &str, table: &str, sql: &str) -> Row {
        [kind, name, table, sql].map(|text| Some(text.to_owned())).to_vec()
    }

    #[test]
    fn what_differs_is_told_with_and_without_a_selection() {
        let old = [
            row("table", "A", "A", "1"),
            row("index", "i", "A", "1"),
            row("table", "b", "b", "1"),
            row("table", "c", "c", "CREATE VIRTUAL TABLE c"),
        ];
        let new = [row("table", "A", "A", "2"), row("table", "b", "b", "1"), row("index", "j", "b", "1")];
        let only = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let mut catalog = Catalog::new(old.to_vec());
        assert!(catalog.has_virtual(&only(&["c"])) && !catalog.has_virtual(&only(&["a", "b"])));
        let all = catalog.delta(None, None, &new);
        assert_eq!(all.names(), ["A", "b", "c", "i", "j"].map(Into::into).into());
        let a = only(&["i", "j", "c"]);
        let some = catalog.delta(None, Some(&a), &[row("index", "j", "b", "1")]);
        assert_eq!(some.names(), ["A", "b", "c", "i", "j"].map(Into::into).into());
        assert!(
            !some
                .come
                .iter()
                .chain(&some.gone)
                .any(|row| row[0].as_deref() == Some("table") && row[1] != Some("c".into()))
        );
        // Applied and taken back, nothing is left of it.
        catalog.apply(&all);
        assert!(catalog.delta(None, None, &new).names().is_empty());
        assert!(catalog.delta(Some(&all), None, &old).names().is_empty());
        let selected: Vec<Row> = old.iter().filter(|row| row[2].as_deref() == Some("A")).cloned().collect();
        assert!(catalog.delta(Some(&all), Some(&only(&["a", "i", "c", "j"])), &selected).names().len() == 1);
    }
}
