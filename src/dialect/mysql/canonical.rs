//! The form of a schema in which equal means equal.

use super::canonical_type::{canonical_type, enum_values};
use super::expression::{canonical, is_null, now};
use super::kind::Kind;
use super::lexer::words;
use super::quote::{quote_text, unquote_text};
use crate::schema::{Action, Column, ColumnType, Expr, ForeignKey, Index, IndexKey, Schema, Table, Unique};
use crate::sql::TokenKind;

/// See [`Dialect::canonicalise`](crate::dialect::Dialect::canonicalise).
pub(super) fn canonicalise(schema: &mut Schema) {
    for table in schema.tables.values_mut() {
        for column in &mut table.columns {
            canonical_column(column);
        }
        for index in std::mem::take(&mut table.indexes) {
            keep(table, index);
        }
        for unique in &mut table.uniques {
            // A unique key is constraint and index in one.
            unique.as_index = false;
        }
        if let Some(key) = &mut table.primary_key {
            // Every primary key is called PRIMARY.
            key.name = None;
        }
        for key in &mut table.foreign_keys {
            // InnoDB checks at once either way.
            for action in [&mut key.on_delete, &mut key.on_update] {
                if *action == Action::Restrict {
                    *action = Action::NoAction;
                }
            }
        }
        for check in &mut table.checks {
            check.expr = canonical(&check.expr);
        }
    }
}

fn canonical_column(column: &mut Column) {
    if let Some(values) = enum_values(column.ty.text()) {
        column.values = Some(values);
        column.ty = ColumnType::new("enum");
    } else {
        column.ty = ColumnType::new(canonical_type(column.ty.text()));
    }
    if let Some(generated) = &mut column.generated {
        generated.expr = canonical(&generated.expr);
        // MariaDB takes no NOT NULL here.
        column.nullable = true;
    }
    let default = column.default.take().filter(|default| !(column.nullable && is_null(default)));
    // What changes with its row and has no default of its own is given this one by MariaDB, in words that strict mode
    // takes from nobody.
    let default = default.filter(|default| !(column.on_update.is_some() && !column.nullable && is_zero_date(default)));
    column.default = default.map(|default| canonical_default(column, &default));
    column.on_update = column.on_update.take().map(|value| canonical_default(column, &value));
}

fn is_zero_date(default: &Expr) -> bool {
    constant(default).is_some_and(|text| text.starts_with("0000-00-00 00:00:00"))
}

/// A plain unique index is a unique set; the index that a foreign key brings with it is no index of ours.
fn keep(table: &mut Table, mut index: Index) {
    if index.using.as_deref().is_some_and(|method| method.eq_ignore_ascii_case("btree")) {
        index.using = None;
    }
    for part in &mut index.parts {
        if let IndexKey::Expr(expr) = &mut part.key {
            *expr = canonical(expr);
        }
    }
    let plain = index.predicate.is_none() && index.using.is_none() && index.include.is_empty();
    let columns = index.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) if plain && !part.desc && part.prefix.is_none() => Some(name.clone()),
        _ => None,
    });
    let columns = columns.collect::<Option<Vec<String>>>();
    match columns {
        Some(columns) if index.unique => {
            table.uniques.push(Unique { name: index.name, columns, ..Unique::default() });
        }
        Some(columns) if table.foreign_keys.iter().any(|key| brings(table, key, &index, &columns)) => {}
        _ => table.indexes.push(index),
    }
}

/// Whether the server made the index for the foreign key: on the same columns, under the key's name or, where the
/// server gave the key its name too, under that of the first column.
fn brings(table: &Table, key: &ForeignKey, index: &Index, columns: &[String]) -> bool {
    key.columns == columns && index.name.as_ref().is_some_and(|name| *name == brought_name(table, key))
}

/// The name of the index that a foreign key brings with it.
pub(super) fn brought_name(table: &Table, key: &ForeignKey) -> String {
    let given = key.name.clone().unwrap_or_default();
    let number = given.strip_prefix(&table.name.name).and_then(|rest| rest.strip_prefix("_ibfk_"));
    let by_server = number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    match key.columns.first() {
        Some(column) if by_server => column.clone(),
        _ => given,
    }
}

/// A default as MariaDB keeps it: `TRUE` for the 1 of a bool, the digits that the column has.
fn canonical_default(column: &Column, default: &Expr) -> Expr {
    let digits = column.ty.arguments();
    let kind = Kind::of(&column.ty);
    if now(default).is_some() {
        // The server takes the digits of the column; MySQL insists that they are written.
        return Expr::new(match digits.first() {
            Some(digits) if kind == Kind::Timestamp => format!("CURRENT_TIMESTAMP({digits})"),
            _ => "CURRENT_TIMESTAMP".to_owned(),
        });
    }
    let Some(constant) = constant(default) else { return canonical(default) };
    let text = constant.as_str();
    let found = match kind {
        Kind::Bool => match text.to_ascii_lowercase().as_str() {
            "0" | "false" => Some("FALSE".to_owned()),
            "1" | "true" => Some("TRUE".to_owned()),
            _ => None,
        },
        Kind::Integer { .. } => text.parse::<i128>().ok().map(|number| number.to_string()),
        Kind::Float | Kind::Double => text.parse::<f64>().ok().map(|number| number.to_string()),
        Kind::Decimal => decimal(text, digits.get(1).copied().unwrap_or(0)),
        Kind::Timestamp | Kind::Time => Some(quote_text(&fraction(text, digits.first().copied().unwrap_or(0)))),
        _ => None,
    };
    found.map_or_else(|| canonical(default), Expr::new)
}

/// The value of a constant, quotes taken off.
fn constant(expr: &Expr) -> Option<String> {
    let text = expr.text();
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let all = words(inner);
    match all.as_slice() {
        [only] if only.kind == TokenKind::Text => unquote_text(only.text),
        [only] if only.kind == TokenKind::Number || only.is_word("true") || only.is_word("false") => {
            Some(only.text.to_owned())
        }
        [sign, number] if number.kind == TokenKind::Number && sign.is_symbol("-") => Some(format!("-{}", number.text)),
        [sign, number] if number.kind == TokenKind::Number && sign.is_symbol("+") => Some(number.text.to_owned()),
        _ => None,
    }
}

/// The number with as many digits after the point as the column has.
fn decimal(text: &str, scale: u64) -> Option<String> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')) {
        return None;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let scale = usize::try_from(scale).ok()?;
    let kept = fraction.trim_end_matches('0');
    if kept.len() > scale {
        return None;
    }
    let point = if scale == 0 { "" } else { "." };
    Some(format!("{sign}{whole}{point}{kept:0<scale$}"))
}

/// The time with as many digits of a second as the column has, if it has no more.
fn fraction(text: &str, digits: u64) -> String {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let kept = fraction.trim_end_matches('0');
    let digits = usize::try_from(digits).unwrap_or(0).min(6);
    match (kept.len() > digits, digits) {
        (true, _) => text.to_owned(),
        (_, 0) => clock.to_owned(),
        _ => format!("{clock}.{kept:0<digits$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::canonicalise;
    use crate::schema::{Action, Column, Expr, ForeignKey, Generated, Index, Schema, Table};

    fn canonical(table: Table) -> Table {
        let mut schema = Schema::default();
        let name = table.name.clone();
        schema.insert(table);
        canonicalise(&mut schema);
        schema.tables.remove(&name).unwrap()
    }

    #[test]
    fn what_a_model_says_and_what_a_server_prints_are_one() {
        for (ty, model, server, expected) in [
            ("tinyint(1)", "TRUE", "1", "TRUE"),
            ("int", "+5", "5", "5"),
            ("int", "5", "'5'", "5"),
            ("decimal(10,2)", "1.5", "1.50", "1.50"),
            ("decimal(5,0)", "-7", "-7", "-7"),
            ("double", "1.5e3", "1500", "1500"),
            ("datetime(6)", "now()", "current_timestamp(6)", "CURRENT_TIMESTAMP(6)"),
            ("datetime", "CURRENT_TIMESTAMP", "current_timestamp()", "CURRENT_TIMESTAMP"),
            ("datetime(6)", "'2026-01-01 10:00:00'", "'2026-01-01 10:00:00.000000'", "'2026-01-01 10:00:00.000000'"),
            ("time", "'10:00:00'", "'10:00:00'", "'10:00:00'"),
            ("varchar(9)", "'it''s'", "'it\\'s'", "'it''s'"),
            ("blob", "x'0A'", "X'0A'", "x'0a'"),
            ("text", "'x'", "('x')", "'x'"),
            ("char(36)", "UUID()", "uuid()", "uuid()"),
        ] {
            let mut table = Table::new("t");
            table.columns = vec![Column::new("a", ty).default(model), Column::new("b", ty).default(server)];
            let table = canonical(table);
            assert_eq!(table.columns[0].default, table.columns[1].default, "{ty} {model}");
            assert_eq!(table.columns[0].default, Some(Expr::new(expected)), "{ty} {model}");
        }
        let mut table = Table::new("t");
        table.columns = vec![Column::new("a", "INTEGER").nullable().default("NULL"), Column::new("g", "int(11)")];
        table.columns[1].generated = Some(Generated { expr: "(`a` + 1)".into(), stored: true });
        let table = canonical(table);
        assert_eq!(table.columns[0], Column::new("a", "int").nullable());
        assert!(table.columns[1].nullable);
    }

    #[test]
    fn the_default_that_the_server_gives_what_changes_with_its_row_is_none() {
        let mut table = Table::new("t");
        let touched = Column { on_update: Some("current_timestamp(6)".into()), ..Column::new("a", "datetime(6)") };
        table.columns = vec![
            touched.clone().default("'0000-00-00 00:00:00.000000'"),
            Column::new("b", "datetime(6)").default("'0000-00-00 00:00:00.000000'"),
        ];
        let columns = canonical(table).columns;
        assert_eq!(columns[0].default, None);
        assert!(columns[1].default.is_some());
    }

    #[test]
    fn an_enum_is_its_values() {
        let mut table = Table::new("t");
        table.columns = vec![Column::new("e", "ENUM('A','b')")];
        let column = canonical(table).columns.remove(0);
        assert_eq!((column.ty.text(), column.values.unwrap()), ("enum", vec!["A".to_owned(), "b".to_owned()]));
    }

    #[test]
    fn keys_bring_their_index() {
        let key = |name: &str| ForeignKey {
            name: Some(name.into()),
            columns: vec!["a".into()],
            table: "p".into(),
            references: vec!["id".into()],
            on_delete: Action::Restrict,
            on_update: Action::NoAction,
            timing: None,
        };
        let index = |name: &str, unique| Index { name: Some(name.into()), unique, ..Index::on(["a"]) };
        for (fk, ix, kept) in [
            ("t_a_fkey", "t_a_fkey", false),
            ("t_ibfk_1", "a", false),
            ("t_a_fkey", "a", true),
            ("t_a_fkey", "t_a_idx", true),
        ] {
            let mut table = Table::new("t");
            table.columns = vec![Column::new("a", "int")];
            table.foreign_keys = vec![key(fk)];
            table.indexes = vec![index(ix, false), index("u", true)];
            let table = canonical(table);
            assert_eq!(table.indexes.len(), usize::from(kept), "{fk} {ix}");
            assert_eq!(table.uniques.len(), 1);
            assert_eq!(table.foreign_keys[0].on_delete, Action::NoAction);
        }
    }
}
