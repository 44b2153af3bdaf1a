//! ALTER TABLE for one column.

use super::create::{collation_name, comment_on_column, definition, line};
use super::expression::{is_literal, is_null, plain};
use super::fill::update;
use super::fitting::{fits, look};
use super::kind::Kind;
use super::name::object_name;
use super::quote::{quote, quote_beside, quote_name, quote_text};
use crate::dialect::TypeChange;
use crate::schema::{Column, Expr, Fill, Identity, Schema, Table, ValueMove};

/// ADD COLUMN, with what the rows that are there get.
pub(super) fn add_column(schema: &Schema, table: &Table, column: &Column, fill: &Fill) -> Vec<String> {
    let name = quote_name(&table.name);
    let own = quote(&column.name);
    let counts = column.identity.is_some() || column.generated.is_some();
    let same = matches!(fill, Fill::With(value) if column.default.as_ref() == Some(value));
    let mut found = match fill {
        _ if counts || same || *fill == Fill::Nothing => {
            vec![format!("ALTER TABLE {name} ADD COLUMN {}", line(column))]
        }
        // A constant is had by every row at once, without writing one of them.
        Fill::With(value) if is_literal(value) && !is_null(value) => {
            let with = Column { default: Some(value.clone()), ..column.clone() };
            let then = default_clause(column.default.as_ref());
            vec![
                format!("ALTER TABLE {name} ADD COLUMN {}", line(&with)),
                format!("ALTER TABLE {name} ALTER COLUMN {own} {then}"),
            ]
        }
        _ => {
            let without = Column { default: None, ..column.clone() };
            let mut table = table.clone();
            table.columns.push(column.clone());
            let mut found = vec![format!("ALTER TABLE {name} ADD COLUMN {}", definition(&without, false))];
            found.extend(update(schema, &table, column, fill, true));
            if !column.nullable {
                found.push(format!("ALTER TABLE {name} ALTER COLUMN {own} SET NOT NULL"));
            }
            if column.default.is_some() {
                found
                    .push(format!("ALTER TABLE {name} ALTER COLUMN {own} {}", default_clause(column.default.as_ref())));
            }
            found
        }
    };
    if column.comment.is_some() {
        found.push(comment_on_column(&table.name, column));
    }
    found
}

/// A change of a column.
pub(super) struct Alteration<'a> {
    /// The schema that the change finds.
    pub(super) schema: &'a Schema,
    /// The table that the change finds.
    pub(super) table: &'a Table,
    /// The column before.
    pub(super) before: &'a Column,
    /// The column after.
    pub(super) after: &'a Column,
    /// What rows without a value get.
    pub(super) fill: &'a Fill,
    /// How values become values of the new type.
    pub(super) using: Option<&'a Expr>,
    /// What becomes of values.
    pub(super) values: &'a [ValueMove],
}

impl Alteration<'_> {
    /// Whether only DROP COLUMN and ADD COLUMN lead there: PostgreSQL computes no column that was not made so.
    pub(super) fn needs_new_column(&self) -> bool {
        match (&self.before.generated, &self.after.generated) {
            // What is not stored has no values that could stay.
            (before, None) => before.as_ref().is_some_and(|own| !own.stored),
            (before, after) => before != after || self.retypes(),
        }
    }

    /// Whether values of one type become values of another.
    pub(super) fn retypes(&self) -> bool {
        self.before.ty != self.after.ty
    }

    /// Whether the column's values are written anew, under nothing that stands on them.
    pub(super) fn replaces(&self) -> bool {
        let collates = self.before.collation != self.after.collation;
        self.retypes() || collates || self.using.is_some() || !self.values.is_empty()
    }

    /// The statements.
    pub(super) fn statements(&self) -> Vec<String> {
        let (before, after) = (self.before, self.after);
        let mut found = Vec::new();
        let alter = |what: String| {
            format!("ALTER TABLE {} ALTER COLUMN {} {what}", quote_name(&self.table.name), quote(&after.name))
        };
        if before.generated.is_some() && after.generated.is_none() {
            found.push(alter("DROP EXPRESSION".to_owned()));
        }
        let counts = before.identity == after.identity;
        if !counts {
            found.extend(self.stop_counting(&alter));
        }
        let computed = after.generated.is_some();
        let retypes = self.replaces() && !computed;
        // A default of the old type need not be one of the new type.
        let drops = retypes && self.retypes() && before.default.is_some() && before.identity.is_none();
        if drops {
            found.push(alter("DROP DEFAULT".to_owned()));
        }
        if retypes {
            let fits = fits(before, after).filter(|_| self.using.is_none() && self.values.is_empty());
            found.extend(fits.iter().flat_map(|condition| look(self.table, after, condition)));
            found.push(alter(self.type_clause()));
        }
        // An identity's sequence follows its column; the one of a `serial` would end where the old type does.
        if self.retypes() && counts && after.identity == Some(Identity::Serial) {
            found.push(format!("ALTER SEQUENCE IF EXISTS {} AS {}", self.sequence(), after.ty));
        }
        if before.default != after.default && after.default.is_none() && !drops && counts && !computed {
            found.push(alter("DROP DEFAULT".to_owned()));
        }
        if before.nullable && !after.nullable {
            found.extend(self.backfill());
            found.push(alter("SET NOT NULL".to_owned()));
        } else if !before.nullable && after.nullable {
            found.push(alter("DROP NOT NULL".to_owned()));
        }
        if (drops || before.default != after.default)
            && after.default.is_some()
            && after.identity.is_none()
            && !computed
        {
            found.push(alter(default_clause(after.default.as_ref())));
        }
        if !counts {
            found.extend(self.start_counting(&alter));
        }
        if before.comment != after.comment {
            found.push(comment_on_column(&self.table.name, after));
        }
        found
    }

    fn type_clause(&self) -> String {
        let collation = self.after.collation.as_ref().map(|name| format!(" COLLATE {}", collation_name(name)));
        let own = quote(&self.after.name);
        let given = self.using.map(plain);
        let value = if self.values.is_empty() {
            given.or_else(|| self.conversion())
        } else {
            let text = |to: &Option<String>| to.as_ref().map_or_else(|| "NULL".to_owned(), |to| quote_text(to));
            let cases: String = self
                .values
                .iter()
                .map(|one| format!(" WHEN {} THEN {}", quote_text(&one.from), text(&one.to)))
                .collect();
            let value = given.unwrap_or_else(|| format!("{own}::text"));
            Some(format!("(CASE {value}{cases} ELSE {value} END)::{}", self.after.ty))
        };
        let using = value.map(|value| format!(" USING {value}")).unwrap_or_default();
        format!("TYPE {}{}{using}", self.after.ty, collation.unwrap_or_default())
    }

    /// How the server has to be told to convert: it does so by itself only where an assignment would. A plain cast would
    /// read times in the time zone of whoever is connected.
    fn conversion(&self) -> Option<String> {
        match super::judge::judge(self.before, self.after) {
            TypeChange::Cast { proposal, .. } if self.retypes() => Some(plain(&proposal)),
            _ => None,
        }
    }

    fn backfill(&self) -> Option<String> {
        let after = self.after;
        let fill = match (self.fill, &after.default) {
            (Fill::Nothing, Some(default)) if !is_null(default) => &Fill::With(default.clone()),
            (fill, _) => fill,
        };
        update(self.schema, self.table, after, fill, false)
    }

    /// The name that the server gives to the sequence of a `serial`.
    fn sequence(&self) -> String {
        quote_beside(&self.table.name, &object_name(&self.table.name.name, &self.before.name, "seq"))
    }

    fn stop_counting(&self, alter: &impl Fn(String) -> String) -> Vec<String> {
        match self.before.identity {
            None => Vec::new(),
            Some(Identity::Serial) => {
                vec![alter("DROP DEFAULT".to_owned()), format!("DROP SEQUENCE IF EXISTS {}", self.sequence())]
            }
            Some(_) if matches!(self.after.identity, None | Some(Identity::Serial)) => {
                vec![alter("DROP IDENTITY".to_owned())]
            }
            Some(_) => Vec::new(),
        }
    }

    fn start_counting(&self, alter: &impl Fn(String) -> String) -> Vec<String> {
        let (name, own) = (quote_name(&self.table.name), quote(&self.after.name));
        let way = if self.after.identity == Some(Identity::Always) { "ALWAYS" } else { "BY DEFAULT" };
        let next = format!(
            "SELECT setval(pg_get_serial_sequence({}, {}), COALESCE(max({own}), 0) + 1, false) FROM {name}",
            quote_text(&name),
            quote_text(&self.after.name)
        );
        match self.after.identity {
            None => Vec::new(),
            Some(Identity::Serial) => {
                let sequence = self.sequence();
                vec![
                    format!("CREATE SEQUENCE {sequence} AS {} OWNED BY {name}.{own}", self.after.ty),
                    alter(format!("SET DEFAULT nextval({}::regclass)", quote_text(&sequence))),
                    next,
                ]
            }
            Some(_) if matches!(self.before.identity, None | Some(Identity::Serial)) => {
                let default = self.before.default.as_ref().filter(|_| self.before.identity.is_none());
                let drop = default.filter(|_| !self.retypes()).map(|_| alter("DROP DEFAULT".to_owned()));
                drop.into_iter().chain([alter(format!("ADD GENERATED {way} AS IDENTITY")), next]).collect()
            }
            Some(_) => vec![alter(format!("SET GENERATED {way}"))],
        }
    }
}

fn default_clause(default: Option<&Expr>) -> String {
    default.map_or_else(|| "DROP DEFAULT".to_owned(), |default| format!("SET DEFAULT {}", plain(default)))
}

/// Whether a key between columns of the two types holds on while one of them changes: integers compare with integers.
pub(super) fn keeps_keys(before: &Column, after: &Column) -> bool {
    let (old, new) = (Kind::of(&before.ty), Kind::of(&after.ty));
    matches!((&old, &new), (Kind::Integer(_), Kind::Integer(_))) || (old == new && old != Kind::Other)
}
