use std::collections::BTreeMap;

use diesel_manage_syntax::nearest;

use super::home::Home;
use super::model_table::{Declared, PendingKey, timing};
use super::problem::Problem;
use super::reference::Reference;
use crate::schema::{Action, ForeignKey, Place, Schema, Table, TableName};

/// What foreign keys are looked up in.
pub(super) struct Targets<'a> {
    /// Every table of the database that the sources declare.
    pub(super) declared: &'a [Declared],
    /// Tables that the sources declare for another database, with its alias and where.
    pub(super) elsewhere: &'a BTreeMap<TableName, Vec<(String, Place)>>,
    /// Tables that nobody declares and that are there all the same: those of other migrations.
    pub(super) around: &'a Around<'a>,
    /// What names without a schema mean.
    pub(super) home: Home<'a>,
    /// Whether tables may exist that were not read, so that a name that leads nowhere is no mistake.
    pub(super) partial: bool,
}

impl Targets<'_> {
    /// The foreign keys of a table, or what is wrong with them.
    pub(super) fn resolve(&self, own: &Declared) -> Result<Vec<ForeignKey>, Vec<Problem>> {
        let (mut keys, mut problems): (Vec<ForeignKey>, Vec<Problem>) = (Vec::new(), Vec::new());
        for pending in &own.keys {
            match self.key(pending) {
                Ok(Some(key)) if keys.iter().any(|own| same_key(own, &key)) => {
                    let message =
                        format!("a foreign key on {} to {} is there twice", key.columns.join(", "), key.table);
                    problems.push(Problem::new(pending.place.clone(), message));
                }
                Ok(key) => keys.extend(key),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(keys) } else { Err(problems) }
    }

    fn key(&self, pending: &PendingKey) -> Result<Option<ForeignKey>, Problem> {
        let text = &pending.reference.references.value;
        let problem = |message: String| Problem::new(pending.place.clone(), message);
        let Some(mut reference) = Reference::parse(text) else {
            return Err(problem(format!("`{text}` is no reference"))
                .hint("write \"table.column\", or \"table(a, b)\" for several columns"));
        };
        reference.table = self.home.name(reference.table);
        let Some(target) = self.declared.iter().find(|declared| declared.table.name == reference.table) else {
            if let Some(table) = self.around.there.table(&reference.table) {
                return key_to(table, &reference, pending)
                    .map(Some)
                    .map_err(|(message, hint)| problem(message).hint(hint));
            }
            if self.partial {
                return Ok(None);
            }
            return Err(self.missing(&reference, problem(format!("there is no table {}", reference.table))));
        };
        let references = if reference.columns.is_empty() {
            target.table.key_columns().to_vec()
        } else {
            let column =
                |name: &String| target.rust.require(name).map_err(|(message, hint)| problem(message).hint(hint));
            reference.columns.iter().map(column).collect::<Result<_, _>>()?
        };
        if references.len() != pending.columns.len() {
            let (own, other) = (pending.columns.join(", "), references.join(", "));
            let message = format!("the foreign key joins {own} with {other} of {}: not as many", reference.table);
            return Err(problem(message).hint("name as many columns as the foreign key has"));
        }
        // What a `table!` cannot say, its unique sets, may be there all the same.
        if target.declaration.diesel_types.is_none() && !is_unique(&target.table, &references) {
            let message = format!("{} of {} is not unique", references.join(", "), reference.table);
            return Err(problem(message)
                .hint("a foreign key refers to the primary key or to a unique set: add #[model(unique)] there"));
        }
        Ok(Some(pending_key(pending, reference.table, references)))
    }

    fn missing(&self, reference: &Reference, problem: Problem) -> Problem {
        let name = &reference.table;
        if let Some((database, place)) = self.elsewhere.get(name).and_then(|all| all.first()) {
            return problem
                .hint(format!("{name} belongs to the database `{database}` ({place}); no foreign key leads there"));
        }
        if let Some((database, place)) = (self.around.elsewhere)(name) {
            return problem.hint(format!(
                "{name} is in the database `{database}` ({place}): no foreign key leads to another one"
            ));
        }
        let names: Vec<String> = self.declared.iter().map(|declared| declared.table.name.to_string()).collect();
        match nearest(&name.to_string(), names.iter().map(String::as_str)) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("the model of that table must be among the sources of the same database"),
        }
    }
}

/// What there is around the sources of one database.
pub(crate) struct Around<'a> {
    /// Tables that other migrations than ours make.
    pub(crate) there: &'a Schema,
    /// The other database that a table is declared for, by sources of its own, and where.
    pub(crate) elsewhere: &'a dyn Fn(&TableName) -> Option<(String, Place)>,
    /// The schema that is searched first, where that is not the usual one.
    pub(crate) home: Option<&'a str>,
}

impl<'a> Around<'a> {
    /// Nothing but these tables.
    pub(crate) fn nothing(there: &'a Schema) -> Self {
        Self { there, elsewhere: &|_| None, home: None }
    }
}

/// The foreign key to a table that is there and that nobody declares; else what is wrong, and what helps.
fn key_to(table: &Table, reference: &Reference, pending: &PendingKey) -> Result<ForeignKey, (String, String)> {
    let references =
        if reference.columns.is_empty() { table.key_columns().to_vec() } else { reference.columns.clone() };
    if let Some(unknown) = references.iter().find(|name| table.column(name).is_none()) {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let message = format!("{} has no column {unknown}", table.name);
        return Err((message, format!("the migrations give it {}", names.join(", "))));
    }
    if references.len() != pending.columns.len() {
        let (own, other) = (pending.columns.join(", "), references.join(", "));
        let message = format!("the foreign key joins {own} with {other} of {}: not as many", table.name);
        return Err((message, "name as many columns as the foreign key has".to_owned()));
    }
    if !is_unique(table, &references) {
        let message = format!("{} of {} is not unique", references.join(", "), table.name);
        return Err((message, "a foreign key refers to the primary key or to a unique set".to_owned()));
    }
    Ok(pending_key(pending, table.name.clone(), references))
}

fn pending_key(pending: &PendingKey, table: TableName, references: Vec<String>) -> ForeignKey {
    let action = |given: &Option<diesel_manage_syntax::Located<String>>| {
        given.as_ref().and_then(|word| Action::parse(&word.value)).unwrap_or_default()
    };
    ForeignKey {
        name: pending.name.clone(),
        columns: pending.columns.clone(),
        table,
        references,
        on_delete: action(&pending.reference.on_delete),
        on_update: action(&pending.reference.on_update),
        timing: timing(pending.reference.timing),
    }
}

fn same_key(one: &ForeignKey, other: &ForeignKey) -> bool {
    one.columns == other.columns && one.table == other.table && one.references == other.references
}

/// Whether the columns, in any order, are the primary key or a unique set.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let same = |set: &[String]| set.len() == columns.len() && columns.iter().all(|column| set.contains(column));
    let indexes = table.indexes.iter().filter(|index| index.unique && index.predicate.is_none());
    same(table.key_columns())
        || table.uniques.iter().any(|unique| same(&unique.columns))
        || indexes
            .into_iter()
            .any(|index| index.parts.len() == columns.len() && columns.iter().all(|name| index.uses(name)))
}
