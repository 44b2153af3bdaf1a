use crate::schema::{Expr, ForeignKey, Index, IndexKey, Table, TableName, Unique};

/// How a dialect writes what queries for rows are made of that a new constraint forbids.
pub(super) struct Violating {
    /// A column.
    pub(super) quote: fn(&str) -> String,
    /// A table.
    pub(super) table: fn(&TableName) -> String,
    /// An expression that an index is over.
    pub(super) key: fn(&Expr) -> String,
    /// A condition beside others.
    pub(super) condition: fn(&Expr) -> String,
}

impl Violating {
    /// Finds the rows that a unique set forbids.
    pub(super) fn twins(&self, table: &TableName, unique: &Unique) -> String {
        let keys: Vec<String> = unique.columns.iter().map(|column| (self.quote)(column)).collect();
        self.several(table, &keys, unique.nulls_not_distinct, None)
    }

    /// Finds the rows that a unique index forbids, which can be one of some rows, or of expressions.
    pub(super) fn shared(&self, table: &TableName, index: &Index) -> String {
        let key = |key: &IndexKey| match key {
            IndexKey::Column(name) => (self.quote)(name),
            IndexKey::Expr(expr) => (self.key)(expr),
        };
        let keys: Vec<String> = index.parts.iter().map(|part| key(&part.key)).collect();
        self.several(table, &keys, index.nulls_not_distinct, index.predicate.as_ref())
    }

    /// Finds what several rows have in common, NULL only where one is like another.
    fn several(&self, table: &TableName, keys: &[String], nulls_count: bool, predicate: Option<&Expr>) -> String {
        let present = keys.iter().filter(|_| !nulls_count).map(|key| format!("{key} IS NOT NULL"));
        let conditions: Vec<String> = predicate.map(self.condition).into_iter().chain(present).collect();
        let conditions =
            if conditions.is_empty() { String::new() } else { format!("WHERE {} ", conditions.join(" AND ")) };
        let (keys, table) = (keys.join(", "), (self.table)(table));
        format!("SELECT {keys}, count(*) FROM {table} {conditions}GROUP BY {keys} HAVING count(*) > 1")
    }

    /// Finds the rows that a foreign key forbids, and gives `what` of each.
    pub(super) fn orphans(&self, what: &str, name: &TableName, key: &ForeignKey, table: Option<&Table>) -> String {
        let quote = self.quote;
        let nullable =
            |column: &&String| table.and_then(|table| table.column(column)).is_none_or(|column| column.nullable);
        // Without its schema, which is how a query names it where it is meant.
        let own = quote(&name.name);
        let present =
            key.columns.iter().filter(nullable).map(|column| format!("{own}.{} IS NOT NULL AND ", quote(column)));
        let pairs = key.columns.iter().zip(&key.references);
        let pairs: Vec<String> =
            pairs.map(|(from, to)| format!("parent.{} = {own}.{}", quote(to), quote(from))).collect();
        format!(
            "SELECT {what} FROM {} WHERE {}NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})",
            (self.table)(name),
            present.collect::<String>(),
            (self.table)(&key.table),
            pairs.join(" AND ")
        )
    }
}
