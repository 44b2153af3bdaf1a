//! ALTER TYPE for the values of an enum: renamed and added in place where that makes the new list of the old one, else a
//! new type takes the old one's place in every column.

use super::dependents::{describe, in_the_way};
use super::enum_type::{add_values, comment_on, drop_old, make_room, moved, new_default, rename_value};
use super::enum_use::{Aside, computed_from};
use super::quote::{quote, quote_name, quote_text};
use super::render::{Renderer, is_part};
use super::rights;
use super::signature::{drop_made, is_comment_on, is_domain_over, is_made_with};
use crate::dialect::Rendered;
use crate::error::Error;
use crate::schema::{
    Change, Column, EnumType, Expr, Fill, IndexKey, Object, ObjectKind, Table, TableName, ValueMove, name_of_type,
};
use crate::sql::mentions;

impl Renderer<'_> {
    /// The statements for one change of an enum.
    pub(super) fn alter_enum(
        &mut self,
        place: usize,
        before: &EnumType,
        after: &EnumType,
        moves: &[ValueMove],
    ) -> Vec<String> {
        let (renames, now) = before.renamed(moves);
        let mut is_new = false;
        let mut found: Vec<String> = renames.iter().map(|(from, to)| rename_value(&before.name, from, to)).collect();
        let mut comments: Vec<String> =
            renames.iter().flat_map(|(from, to)| self.bodies(&before.name, from, to)).collect();
        if let Some(first) = found.first().filter(|_| !comments.is_empty()).cloned() {
            self.found.push(Rendered { comments: std::mem::take(&mut comments), sql: first });
            found.remove(0);
        }
        for (from, to) in &renames {
            self.now.rename_value(&before.name, from, to);
            self.away.iter_mut().for_each(|object| object.rename_value(&before.name, from, to));
        }
        if now.grows_into(after) && !self.is_used_at_once(place, &now, after) {
            found.extend(add_values(&before.name, &now.values, &after.values));
        } else {
            found.drain(..).for_each(|sql| self.push(sql));
            let left: Vec<&ValueMove> = moves.iter().filter(|one| now.values.contains(&one.from)).collect();
            found.extend(self.rebuild(&now, after, &left));
            is_new = true;
        }
        if before.comment != after.comment || (is_new && after.comment.is_some()) {
            found.push(comment_on(after));
        }
        found
    }

    /// The functions whose bodies name the value: texts that no new name of it reaches.
    fn bodies(&self, ty: &TableName, from: &str, to: &str) -> Vec<String> {
        let columns: Vec<&String> = self
            .now
            .tables
            .values()
            .flat_map(|table| &table.columns)
            .filter(|column| name_of_type(&column.ty).as_ref() == Some(ty))
            .map(|column| &column.name)
            .collect();
        let is_about = |sql: &str| mentions(sql, &ty.name) || columns.iter().any(|column| mentions(sql, column));
        let names = |object: &&Object| {
            matches!(object.kind, ObjectKind::Function | ObjectKind::Procedure)
                && Expr::new(&object.sql).names_value(from)
                && is_about(&object.sql)
        };
        let (from, to) = (quote_text(from), quote_text(to));
        let said =
            |object: &Object| format!("{} names {from}, which it has to call {to} from now on.", describe(object));
        self.now.objects.iter().filter(names).map(said).collect()
    }

    /// Whether a later change may use a value that is new: the transaction that adds a value to a type cannot use it yet,
    /// but can use those of a type that it makes.
    fn is_used_at_once(&self, place: usize, now: &EnumType, after: &EnumType) -> bool {
        let new: Vec<&String> = after.values.iter().filter(|value| !now.values.contains(value)).collect();
        if new.is_empty() {
            return false;
        }
        let is_new = |expr: &Expr| new.iter().any(|value| expr.names_value(value));
        let of_column = |column: &Column| {
            column.default.as_ref().is_some_and(is_new)
                || column.generated.as_ref().is_some_and(|generated| is_new(&generated.expr))
        };
        let of_index = |index: &crate::schema::Index| {
            index.predicate.as_ref().is_some_and(is_new)
                || index.parts.iter().any(|part| matches!(&part.key, IndexKey::Expr(expr) if is_new(expr)))
        };
        let fills = |column: &Column, fill: &Fill| match fill {
            Fill::Nothing => false,
            Fill::With(expr) => is_new(expr),
            Fill::Zero => name_of_type(&column.ty).as_ref() == Some(&now.name),
        };
        let has_it = |table: &Table| table.columns.iter().any(|own| name_of_type(&own.ty).as_ref() == Some(&now.name));
        self.changes.iter().skip(place + 1).any(|change| match change {
            Change::CreateTable { table } => {
                table.columns.iter().any(of_column)
                    || table.checks.iter().any(|check| is_new(&check.expr))
                    || table.indexes.iter().any(of_index)
            }
            Change::AddColumn { column, fill, .. } => of_column(column) || fills(column, fill),
            Change::AlterColumn { after, fill, using, .. } => {
                of_column(after) || fills(after, fill) || using.as_ref().is_some_and(is_new)
            }
            Change::AddCheck { check, .. } => is_new(&check.expr),
            Change::AddIndex { index, .. } => of_index(index),
            // Rows are made up for the table that it refers to.
            Change::AddForeignKey { key, fill: Fill::Zero, .. } => self
                .changes
                .iter()
                .any(|made| matches!(made, Change::CreateTable { table } if table.name == key.table && has_it(table))),
            _ => false,
        })
    }

    /// A new type under the old name, and every column moved over to it. What stands on the columns is away meanwhile.
    fn rebuild(&mut self, before: &EnumType, after: &EnumType, moves: &[&ValueMove]) -> Vec<String> {
        let schema = self.now.clone();
        let domains: Vec<&Object> =
            schema.objects.iter().filter(|object| is_domain_over(object, &before.name)).collect();
        let types: Vec<&TableName> =
            std::iter::once(&before.name).chain(domains.iter().map(|domain| &domain.name)).collect();
        let made: Vec<&Object> =
            schema.objects.iter().filter(|object| types.iter().any(|ty| is_made_with(object, ty))).collect();
        self.refuse(before, after, &made);
        let names: Vec<&TableName> = made.iter().chain(&domains).map(|object| &object.name).collect();
        if !names.is_empty() {
            self.clear_above(&names);
        }

        let (mut aside, mut plain, mut covered) = (Aside::default(), Vec::new(), Vec::new());
        for table in schema.tables.values() {
            let of_type = |column: &&Column| name_of_type(&column.ty).is_some_and(|ty| types.contains(&&ty));
            let columns: Vec<&Column> = table.columns.iter().filter(of_type).collect();
            let own: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            if own.is_empty() {
                continue;
            }
            let computed = computed_from(table, &own);
            let all: Vec<&str> = own.iter().copied().chain(computed.iter().map(|one| one.name.as_str())).collect();
            self.clear_columns(&table.name, &all);
            self.clear_made_of(&table.name, &all);
            self.suspend(|owner, key| all.iter().any(|column| is_part(&table.name, column, owner, key)));
            aside.take(table, &own);
            for column in columns.into_iter().filter(|column| !computed.iter().any(|one| one.name == column.name)) {
                match name_of_type(&column.ty).as_ref() == Some(&before.name) {
                    true => plain.push((table, column)),
                    false => covered.push((table, column)),
                }
            }
        }

        let made_names = made.iter().chain(&domains).map(|object| describe(object));
        let names: Vec<String> = aside.names.into_iter().chain(made_names).collect();
        let mut comments = in_the_way(&names);
        let steps_aside = !made.is_empty() || !domains.is_empty();
        if steps_aside {
            let of_type = |object: &&&Object| object.kind == ObjectKind::Type;
            let functions: Vec<&TableName> = made.iter().filter(|own| !of_type(own)).map(|own| &own.name).collect();
            let with_rights: Vec<&TableName> =
                types.iter().copied().chain(made.iter().filter(of_type).map(|own| &own.name)).collect();
            let remember = rights::remember_made(&functions, &with_rights);
            self.found.push(Rendered { comments: vec![rights::COMMENT_MADE.to_owned()], sql: remember });
        }
        for sql in aside.drops.into_iter().chain(made.iter().rev().map(|object| drop_made(object))) {
            self.found.push(Rendered { comments: std::mem::take(&mut comments), sql });
        }
        let mut found = Vec::new();
        for (table, column) in &covered {
            let array = if column.ty.text().ends_with("[]") { "[]" } else { "" };
            found.extend(column.default.as_ref().map(|_| alter(table, column, "DROP DEFAULT")));
            let text = moved(column, moves);
            found.push(alter(table, column, &format!("TYPE text{array} USING {text}")));
        }
        found.extend(domains.iter().rev().map(|domain| drop_made(domain)));
        if let Some(first) = found.first().filter(|_| !comments.is_empty()).cloned() {
            self.found.push(Rendered { comments, sql: first });
            found.remove(0);
        }
        found.extend(make_room(after));
        for (table, column) in plain {
            let default = column.default.as_ref().filter(|_| column.generated.is_none());
            found.extend(default.map(|_| alter(table, column, "DROP DEFAULT")));
            found.push(alter(table, column, &retyped(column, &moved(column, moves))));
            let default = default.and_then(|default| new_default(before, after, default, moves));
            found.extend(default.map(|default| alter(table, column, &format!("SET DEFAULT {default}"))));
        }
        found.push(drop_old(&before.name));
        found.extend(domains.iter().map(|domain| domain.sql.clone()));
        for (table, column) in covered {
            found.push(alter(table, column, &retyped(column, &quote(&column.name))));
            let default = column.default.as_ref().and_then(|default| new_default(before, after, default, moves));
            found.extend(default.map(|default| alter(table, column, &format!("SET DEFAULT {default}"))));
        }
        found.extend(made.iter().map(|object| object.sql.clone()));
        let comments = schema.objects.iter().filter(|own| own.kind == ObjectKind::Comment);
        let of_made = |own: &&Object| made.iter().chain(&domains).any(|object| is_comment_on(own, object));
        found.extend(comments.filter(of_made).map(|own| own.sql.clone()));
        found.extend(steps_aside.then(|| rights::GIVE_BACK_MADE.to_owned()));
        found.extend(aside.adds);
        found
    }

    /// Says what is in the way and cannot step aside.
    fn refuse(&mut self, before: &EnumType, after: &EnumType, made: &[&Object]) {
        let gone: Vec<&String> = before.values.iter().filter(|value| !after.values.contains(value)).collect();
        for table in self.now.tables.values() {
            for value in &gone {
                let named = table.naming_value(&before.name, value);
                let Some((what, expr)) = named.first() else { continue };
                let (name, enum_name) = (&table.name, &before.name);
                let error =
                    Error::failure(format!("{what} of {name} names `{value}`, which enum {enum_name} has no more"));
                self.refused = Some(error.hint(format!("nothing was written: correct `{expr}` in the model")));
                return;
            }
            let of_type = |column: &&Column| name_of_type(&column.ty).as_ref() == Some(&before.name);
            let parts = |column: &&Column| {
                table.options.iter().any(|own| own.starts_with("PARTITION BY ") && mentions(own, &column.name))
            };
            if let Some(column) = table.columns.iter().filter(of_type).find(parts) {
                let (name, own, column) = (&before.name, &table.name, &column.name);
                let error = Error::failure(format!(
                    "enum {name} cannot get another list of values: {own} is partitioned by {column}"
                ));
                self.refused = Some(error.hint(format!(
                    "take the rows of {own} over into a new table by hand (`manage makemigrations --empty`), or only add \
                     values"
                )));
                return;
            }
        }
        self.refuse_types(before, made);
    }

    /// A composite type that has the enum goes and comes back like a function, but for one that columns have.
    fn refuse_types(&mut self, ty: &EnumType, made: &[&Object]) {
        for object in made.iter().filter(|object| object.kind == ObjectKind::Type) {
            let has_it = |column: &&Column| name_of_type(&column.ty).as_ref() == Some(&object.name);
            let mut held = self.now.tables.values().flat_map(|table| {
                table.columns.iter().filter(has_it).map(|column| format!("{}.{}", table.name, column.name))
            });
            let (name, own) = (&ty.name, &object.name);
            let Some(column) = held.next() else { continue };
            let error = Error::failure(format!(
                "enum {name} cannot get another list of values: type {own} is made of it, which {column} has"
            ));
            self.refused = Some(error.hint(format!(
                "give {column} another type in a migration of its own, and {own} again in one after this"
            )));
        }
    }
}

fn alter(table: &Table, column: &Column, what: &str) -> String {
    format!("ALTER TABLE {} ALTER COLUMN {} {what}", quote_name(&table.name), quote(&column.name))
}

fn retyped(column: &Column, value: &str) -> String {
    format!("TYPE {ty} USING {value}::{ty}", ty = column.ty)
}
