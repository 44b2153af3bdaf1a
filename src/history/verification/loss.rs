use std::collections::{BTreeMap, BTreeSet};

use super::agreed::Agreed;
use super::contents::{Contents, Rows};
use super::copied::{Copied, Said};
use super::renames::Renames;
use crate::schema::{Action, Column, EnumType, ObjectKind, Schema, TableName, name_of_type};

/// A value, or several of one row; as text.
type Value<'a> = Vec<Option<&'a str>>;

/// What happens to rows between two moments.
pub(super) struct Passage<'a> {
    pub(super) before: &'a Schema,
    pub(super) after: &'a Schema,
    pub(super) renames: &'a Renames,
    pub(super) agreed: &'a Agreed,
}

impl Passage<'_> {
    /// The table after it that holds the rows of this one, if there is one.
    pub(super) fn successor(&self, name: &TableName) -> Option<TableName> {
        let renamed = self.renames.table(name);
        let same = |own: &&TableName| own.name.eq_ignore_ascii_case(&renamed.name) && own.schema == renamed.schema;
        let found = self.after.tables.keys().find(same);
        if renamed != *name && found.is_some() {
            return found.cloned();
        }
        // Another table may have got the name of one that went.
        let own = name.name.to_lowercase();
        let holders = self.agreed.holders(&BTreeSet::from([own.clone()]));
        let is_another = |taker: &str| {
            taker != own
                && !holders.contains(taker)
                && self.before.tables.keys().any(|table| table.name.to_lowercase() == taker)
        };
        let taken = self.renames.takers(&own).any(is_another);
        (!taken && self.after.table(name).is_some()).then(|| name.clone())
    }

    /// The rows and values of tables that stay which are lost though no statement says so, in words.
    pub(super) fn losses(&self, before: &Contents, after: &Contents) -> Vec<String> {
        let mut found = Vec::new();
        for (name, rows) in before {
            let Some(successor) = self.successor(name) else { continue };
            if let Some(now) = after.get(&successor) {
                found.extend(self.lost(name, rows, &successor, now));
            }
        }
        found
    }

    /// The part of the rows that is there after it: the tables that stay with all their rows and the columns that stay
    /// with their values, under the names and in the form of before.
    pub(super) fn kept(&self, before: &Contents) -> Contents {
        let mut kept = Contents::new();
        for (name, rows) in before {
            let Some(successor) = self.successor(name) else { continue };
            let names = self.names(name, &successor);
            let stays = |column: &&String| {
                let now = self.renames.column_of(&names, column);
                self.after.table(&successor).is_some_and(|table| table.column(&now).is_some())
                    && self.is_comparable(name, column, &successor, &now)
            };
            let places: Vec<usize> =
                (0..rows.columns.len()).filter(|place| rows.columns.get(*place).as_ref().is_some_and(stays)).collect();
            let columns = places.iter().filter_map(|place| rows.columns.get(*place).cloned()).collect();
            let row =
                |row: &Vec<Option<String>>| places.iter().map(|place| row.get(*place).cloned().flatten()).collect();
            kept.insert(name.clone(), Rows { columns, rows: rows.rows.iter().map(row).collect() });
        }
        kept
    }

    /// All the names that the rows of a table go by.
    fn names(&self, name: &TableName, successor: &TableName) -> BTreeSet<String> {
        let mut names = self.renames.names(&name.name);
        names.extend(self.renames.names(&successor.name));
        names
    }

    /// The tables whose foreign keys say what becomes of their rows where those of another go that are deleted: whether
    /// they go as well. Otherwise the key changes.
    fn drawn_along(&self) -> BTreeMap<String, bool> {
        let mut found = BTreeMap::new();
        let mut open: Vec<String> = self.agreed.deleted.iter().cloned().collect();
        if open.is_empty() {
            return found;
        }
        let children = self.before.children();
        while let Some(name) = open.pop() {
            let parents = children.iter().filter(|(parent, _)| parent.name.to_lowercase() == name);
            for child in parents.flat_map(|(_, children)| children) {
                let own = child.name.name.to_lowercase();
                for key in child.foreign_keys.iter().filter(|key| key.table.name.to_lowercase() == name) {
                    match key.on_delete {
                        Action::Cascade if found.insert(own.clone(), true) != Some(true) => open.push(own.clone()),
                        Action::SetNull | Action::SetDefault => _ = found.entry(own.clone()).or_insert(false),
                        _ => {}
                    }
                }
            }
        }
        found
    }

    /// What is lost of one table.
    fn lost(&self, name: &TableName, before: &Rows, successor: &TableName, after: &Rows) -> Vec<String> {
        let names = self.names(name, successor);
        let says = |tables: &BTreeSet<String>| !tables.is_disjoint(&names);
        if says(&self.agreed.removed) {
            return Vec::new();
        }
        let drawn = self.drawn_along();
        if drawn.get(&name.name.to_lowercase()) == Some(&true) {
            return Vec::new();
        }
        if after.rows.len() < before.rows.len() {
            let (lost, all) = (before.rows.len() - after.rows.len(), before.rows.len());
            return vec![format!("{lost} of {all} rows of {successor} are lost")];
        }
        if says(&self.agreed.changed) || drawn.contains_key(&name.name.to_lowercase()) {
            return Vec::new();
        }
        let copies: Vec<&Copied> = names.iter().filter_map(|name| self.agreed.copied.get(name)).flatten().collect();
        let holders = self.agreed.holders(&names);
        let mut kept = Vec::new();
        let mut found = Vec::new();
        for (place, column) in before.columns.iter().enumerate() {
            let now = self.renames.column_of(&names, column);
            let now = if after.columns.contains(&now) { now } else { column.clone() };
            let Some(new_place) = after.columns.iter().position(|own| *own == now) else { continue };
            if !self.is_comparable(name, column, successor, &now) {
                continue;
            }
            let said = copies.iter().map(|copied| copied.says(&now, new_place, &holders)).max().unwrap_or(Said::Kept);
            let (old, new) = (values(before, &[place]), values(after, &[new_place]));
            if said == Said::Computed {
                // The statement says what becomes of it.
            } else if contains(&new, &old) {
                kept.extend((said == Said::Kept).then_some((place, new_place)));
            } else if new.iter().collect::<BTreeSet<_>>().len() < old.iter().collect::<BTreeSet<_>>().len() {
                found.push(format!("values of {successor}.{now} are lost"));
            } else if said == Said::Kept {
                found.push(format!("values of {successor}.{now} are changed"));
            }
        }
        let (old, new): (Vec<usize>, Vec<usize>) = kept.into_iter().unzip();
        if found.is_empty() && !contains(&values(after, &new), &values(before, &old)) {
            found.push(format!("the values of {successor} stand in other rows than before"));
        }
        found
    }

    /// Whether the values of a column can be compared: one of another type can spell them otherwise, and so can an enum
    /// that gives its values other names.
    fn is_comparable(&self, name: &TableName, column: &str, successor: &TableName, now: &str) -> bool {
        let before = self.before.table(name).and_then(|table| table.column(column));
        let after = self.after.table(successor).and_then(|table| table.column(now));
        let ty = |column: Option<&Column>| column.map(|column| column.ty.key().to_owned());
        let values = |schema: &Schema, column: Option<&Column>| {
            let ty = name_of_type(&column?.ty)?;
            schema.enums.get(&ty).map(|ty| ty.values.clone())
        };
        let (old, new) =
            (values(self.before, before).unwrap_or_default(), values(self.after, after).unwrap_or_default());
        ty(before) == ty(after) && old.iter().all(|value| new.contains(value)) && !self.is_of_domain(before)
    }
}

impl Passage<'_> {
    /// Whether the column is of a domain, whose values can be those of an enum that loses some.
    fn is_of_domain(&self, column: Option<&Column>) -> bool {
        let loses = |(name, ty): (&TableName, &EnumType)| {
            self.after.enums.get(name).is_some_and(|now| !ty.values.iter().all(|value| now.values.contains(value)))
        };
        let Some(ty) = column.and_then(|column| name_of_type(&column.ty)) else { return false };
        let mut domains = self.before.objects.iter().filter(|object| object.kind == ObjectKind::Domain);
        self.before.enums.iter().any(loses) && domains.any(|domain| domain.name == ty)
    }
}

/// These columns of every row.
fn values<'a>(rows: &'a Rows, places: &[usize]) -> Vec<Value<'a>> {
    let value = |row: &'a Vec<Option<String>>| -> Value<'a> {
        places.iter().map(|place| row.get(*place).and_then(Option::as_deref)).collect()
    };
    rows.rows.iter().map(value).collect()
}

/// Whether the first holds all of the second, each as often.
fn contains(all: &[Value<'_>], part: &[Value<'_>]) -> bool {
    let mut count: BTreeMap<&Value<'_>, usize> = BTreeMap::new();
    for value in all {
        *count.entry(value).or_default() += 1;
    }
    part.iter().all(|value| match count.get_mut(value) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::agreed::Agreed;
    use super::super::contents::{Contents, Rows};
    use super::super::copied::{Copied, Origin};
    use super::super::renames::Renames;
    use super::Passage;
    use crate::schema::{Column, Schema, Table};

    fn schema(columns: &[&str]) -> Schema {
        let mut table = Table::new("t");
        table.columns = columns.iter().map(|name| Column::new(*name, "TEXT")).collect();
        let mut schema = Schema::default();
        schema.insert(table);
        schema
    }

    fn contents(columns: &[&str], rows: &[&[&str]]) -> Contents {
        let row = |row: &&[&str]| row.iter().map(|value| (!value.is_empty()).then(|| (*value).to_owned())).collect();
        let columns = columns.iter().map(|name| (*name).to_owned()).collect();
        Contents::from([("t".into(), Rows { columns, rows: rows.iter().map(row).collect() })])
    }

    #[test]
    fn what_is_lost_is_told_apart_from_what_was_said() {
        let before = contents(&["a", "b"], &[&["1", "x"], &["2", "y"]]);
        let (columns, both) = (schema(&["a", "b"]), ["a", "b"]);
        let deletes = Agreed { removed: ["t".to_owned()].into(), ..Agreed::default() };
        let updates = Agreed { changed: ["t".to_owned()].into(), ..Agreed::default() };
        let somehow = vec![Copied::Somehow];
        let copies = Agreed { copied: [("t".to_owned(), somehow)].into(), ..Agreed::default() };
        let plain = vec![Copied::From(None, vec![Origin::Column("t".to_owned()), Origin::Column("t".to_owned())])];
        let plain = Agreed { copied: [("t".to_owned(), plain)].into(), ..Agreed::default() };
        let nothing = Agreed::default();
        type Case<'a> = (&'a [&'a [&'a str]], &'a Agreed, &'a [&'a str]);
        let cases: [Case<'_>; 13] = [
            (&[&["1", "x"], &["2", "y"]], &nothing, &[]),
            (&[&["2", "y"], &["1", "x"], &["3", "z"]], &nothing, &[]),
            (&[&["1", "x"]], &nothing, &["1 of 2 rows of t are lost"]),
            (&[&["1", "x"]], &deletes, &[]),
            (&[&["1", ""], &["2", ""]], &nothing, &["values of t.b are lost"]),
            (&[&["1", ""], &["2", ""]], &copies, &["values of t.b are lost"]),
            (&[&["1", ""], &["2", ""]], &updates, &[]),
            (&[&["1", "X"], &["2", "Y"]], &nothing, &["values of t.b are changed"]),
            (&[&["1", "X"], &["2", "Y"]], &copies, &[]),
            (&[&["1", "X"], &["2", "Y"]], &plain, &["values of t.b are changed"]),
            (&[&["1", "y"], &["2", "x"]], &plain, &["the values of t stand in other rows than before"]),
            (&[&["1", "y"], &["2", "x"]], &copies, &[]),
            (&[&["1", "y"], &["2", "x"]], &nothing, &["the values of t stand in other rows than before"]),
        ];
        for (after, agreed, expected) in cases {
            let passage = Passage { before: &columns, after: &columns, renames: &Renames::default(), agreed };
            assert_eq!(passage.losses(&before, &contents(&both, after)), expected, "{after:?}");
        }
        // A column that goes is told by the schema.
        let (after, fewer) = (contents(&["a"], &[&["1"], &["2"]]), schema(&["a"]));
        let passage = Passage { before: &columns, after: &fewer, renames: &Renames::default(), agreed: &nothing };
        assert!(passage.losses(&before, &after).is_empty());
    }
}
