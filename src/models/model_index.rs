use diesel_manage_syntax::{IndexSyntax, Located, NullsSyntax, PartKey, PartSyntax, nearest};

use super::model_table::{ModelTable, text, timing};
use super::rust_table::RustTable;
use crate::dialect::Driver;
use crate::schema::{Expr, Index, IndexKey, IndexPart, NullsOrder, Table, Unique};

/// What can stand among the columns without being one.
const OPTIONS: [&str; 4] = ["nulls_not_distinct", "concurrently", "deferrable", "deferred"];

impl ModelTable<'_> {
    /// The indexes and unique sets of the struct and of its fields.
    pub(super) fn indexes(&mut self, rust: &RustTable, table: &mut Table) {
        let model = self.model;
        let of_fields = model.fields.iter().map(|field| &field.options);
        let uniques: Vec<&IndexSyntax> =
            of_fields.clone().filter_map(|options| options.unique.as_ref()).chain(&model.options.uniques).collect();
        let indexes: Vec<&IndexSyntax> =
            of_fields.filter_map(|options| options.index.as_ref()).chain(&model.options.indexes).collect();
        for syntax in uniques {
            let Some(index) = self.index(rust, syntax, true) else { continue };
            let columns = plain_columns(&index);
            self.idle_options(syntax, columns.is_some());
            match columns {
                // What no row shares is one thing, whether a constraint or an index sees to it.
                Some(columns) => {
                    let unique = Unique {
                        name: index.name,
                        columns,
                        timing: timing(syntax.timing),
                        nulls_not_distinct: index.nulls_not_distinct,
                        include: index.include,
                        ..Unique::default()
                    };
                    if table.uniques.iter().any(|own| own.columns == unique.columns) {
                        self.problem(syntax.at, format!("unique({}) is there twice", unique.columns.join(", ")), None);
                    } else {
                        table.uniques.push(unique);
                    }
                }
                None => self.push(syntax, index, table),
            }
        }
        for syntax in indexes {
            if let Some(index) = self.index(rust, syntax, false) {
                self.idle_options(syntax, false);
                self.push(syntax, index, table);
            }
        }
        self.names_differ(table);
    }

    /// Options that would say nothing where they stand.
    fn idle_options(&mut self, syntax: &IndexSyntax, is_constraint: bool) {
        if syntax.timing.is_some() && !is_constraint {
            let hint = "only a unique set of plain columns can be: unique(a, b, deferrable)".to_owned();
            self.problem(syntax.at, "an index cannot be deferrable", Some(hint));
        }
        if syntax.concurrently && is_constraint {
            let hint = "take concurrently away, or make it an index of an expression or a part of the rows".to_owned();
            self.problem(syntax.at, "a unique set is a constraint, and no constraint is made concurrently", Some(hint));
        }
    }

    /// The indexes that are to be made concurrently.
    pub(super) fn concurrent(&self, table: &Table) -> Vec<Index> {
        let of_fields = self.model.fields.iter().map(|field| &field.options);
        let of_fields = of_fields.flat_map(|options| options.index.iter().chain(&options.unique));
        let all = of_fields.chain(&self.model.options.indexes).chain(&self.model.options.uniques);
        let places: Vec<&IndexSyntax> = all.filter(|syntax| syntax.concurrently).collect();
        let same = |index: &&Index| {
            places.iter().any(|syntax| {
                text(syntax.name.as_ref()) == index.name
                    && syntax.parts.len() == index.parts.len()
                    && syntax.parts.iter().zip(&index.parts).all(|(syntax, part)| match (&syntax.key, &part.key) {
                        (PartKey::Column(name) | PartKey::Expr(name), IndexKey::Column(own)) => name == own,
                        (PartKey::Expr(text), IndexKey::Expr(own)) => Expr::new(text) == *own,
                        _ => false,
                    })
            })
        };
        table.indexes.iter().filter(same).cloned().collect()
    }

    fn push(&mut self, syntax: &IndexSyntax, index: Index, table: &mut Table) {
        if table.indexes.iter().any(|own| own.same_definition(&index)) {
            self.problem(syntax.at, "the same index is there twice", None);
        } else {
            table.indexes.push(index);
        }
    }

    fn index(&mut self, rust: &RustTable, syntax: &IndexSyntax, unique: bool) -> Option<Index> {
        let what = if unique { "unique" } else { "index" };
        let before = self.problems.len();
        let mut parts: Vec<IndexPart> = Vec::new();
        for part in &syntax.parts {
            let key = match &part.key {
                PartKey::Column(name) => {
                    let name = Located { value: name.clone(), at: part.at };
                    match nearest(&name.value, OPTIONS).filter(|_| rust.column(&name.value).is_none()) {
                        Some(near) => {
                            let message = format!("{what}: {} has no column `{}`", rust.name, name.value);
                            self.problem(name.at, message, Some(format!("did you mean `{near}`?")));
                            None
                        }
                        None => self.known_column(rust, &name, what).map(IndexKey::Column),
                    }
                }
                // A text that is a column's name means the column, also where the name needs quotes.
                PartKey::Expr(text) if column_of(rust, text).is_some() => column_of(rust, text).map(IndexKey::Column),
                PartKey::Expr(text) => self.expr(&Located { value: text.clone(), at: part.at }).map(IndexKey::Expr),
            };
            let Some(key) = key else { continue };
            if parts.iter().any(|own| own.key == key) {
                self.problem(part.at, format!("{what}: the same column is there twice"), None);
            }
            parts.push(IndexPart {
                desc: part.desc,
                collation: text(part.collate.as_ref()),
                opclass: text(part.opclass.as_ref()),
                nulls: nulls(part),
                // Only there is it needed.
                prefix: part.length.filter(|_| self.dialect.driver() == Driver::Mysql),
                key,
            });
        }
        let include: Vec<String> =
            syntax.include.iter().filter_map(|name| self.known_column(rust, name, what)).collect();
        let predicate: Option<Expr> = syntax.predicate.as_ref().and_then(|text| self.expr(text));
        let (name, using) = (text(syntax.name.as_ref()), text(syntax.using.as_ref()));
        (self.problems.len() == before).then_some(Index {
            name,
            parts,
            unique,
            predicate,
            using,
            include,
            nulls_not_distinct: syntax.nulls_not_distinct,
        })
    }

    /// A name stands for one index or constraint.
    fn names_differ(&mut self, table: &Table) {
        let uniques = table.uniques.iter().map(|unique| &unique.name);
        let mut names: Vec<&String> = uniques.chain(table.indexes.iter().map(|index| &index.name)).flatten().collect();
        names.sort();
        let twice: Vec<&String> = names
            .windows(2)
            .filter(|pair| pair.first() == pair.last())
            .filter_map(|pair| pair.first().copied())
            .collect();
        for name in twice {
            self.problem(self.model.ident.at, format!("two indexes are called `{name}`"), None);
        }
    }
}

/// Where NULLs stand, unless the direction says so: first among what is sorted downwards, else last.
fn nulls(part: &PartSyntax) -> Option<NullsOrder> {
    match (part.nulls?, part.desc) {
        (NullsSyntax::First, false) => Some(NullsOrder::First),
        (NullsSyntax::Last, true) => Some(NullsOrder::Last),
        _ => None,
    }
}

/// The column that is all the text says: by its name, or by its name in quotes as in SQL.
fn column_of(rust: &RustTable, text: &str) -> Option<String> {
    let text = text.trim();
    let unquoted =
        text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).map(|name| name.replace("\"\"", "\""));
    rust.column(unquoted.as_deref().unwrap_or(text)).map(str::to_owned)
}

/// The columns, if there is nothing to the index but columns.
fn plain_columns(index: &Index) -> Option<Vec<String>> {
    if index.predicate.is_some() || index.using.is_some() {
        return None;
    }
    let column = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) if *part == IndexPart::column(name) => Some(name.clone()),
        _ => None,
    };
    index.parts.iter().map(column).collect()
}
