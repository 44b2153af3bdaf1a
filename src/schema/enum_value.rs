//! Values of enums that are types, as expressions name them.

use super::{EnumType, Expr, IndexKey, Object, ObjectKind, Schema, Table, TableName, ValueMove, name_of_type};
use crate::sql::{Token, TokenKind, stream};

impl EnumType {
    /// The values that get another name in place, old and new, and the enum that it is then.
    pub fn renamed(&self, moves: &[ValueMove]) -> (Vec<(String, String)>, Self) {
        let mut now = self.clone();
        let mut found = Vec::new();
        for one in moves.iter().filter(|one| one.renamed) {
            if let Some(to) = one.to.as_ref().filter(|to| !now.values.contains(to))
                && let Some(own) = now.values.iter_mut().find(|own| **own == one.from)
            {
                own.clone_from(to);
                found.push((one.from.clone(), to.clone()));
            }
        }
        (found, now)
    }

    /// Whether the other one has all its values in the same order, and perhaps some more.
    pub fn grows_into(&self, other: &Self) -> bool {
        let mut rest = other.values.iter();
        self.values.iter().all(|value| rest.any(|own| own == value))
    }
}

impl Expr {
    /// Whether the text of this value stands in it, alone or in an array's text.
    pub fn names_value(&self, value: &str) -> bool {
        pieces(self.text()).iter().any(|token| Swap { from: value, to: value }.in_literal(token).is_some())
    }
}

impl Schema {
    /// Gives a value of an enum another name. Whatever names it follows, as PostgreSQL makes it follow: defaults, checks,
    /// computed columns, indexes, and views and the like; but no text that merely reads the same.
    pub fn rename_value(&mut self, ty: &TableName, from: &str, to: &str) {
        let swap = Swap { from, to };
        for table in self.tables.values_mut() {
            table.rename_value(ty, swap);
        }
        for object in &mut self.objects {
            object.rename_value(ty, from, to);
        }
    }
}

impl Table {
    /// The expressions of the table, but for defaults, that name the value of the enum, each with what it is.
    pub(crate) fn naming_value(&self, ty: &TableName, value: &str) -> Vec<(String, Expr)> {
        let columns = self.of_type(ty);
        let reader = Reader { ty, columns: &columns, swap: Swap { from: value, to: value } };
        let named = |name: &Option<String>| name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let checks = self.checks.iter().map(|own| (format!("check{}", named(&own.name)), &own.expr));
        let computed = self.columns.iter().filter_map(|own| {
            own.generated.as_ref().map(|generated| (format!("computed column {}", own.name), &generated.expr))
        });
        let indexes = self.indexes.iter().flat_map(|own| {
            let parts = own.parts.iter().filter_map(|part| match &part.key {
                IndexKey::Expr(expr) => Some(expr),
                IndexKey::Column(_) => None,
            });
            parts.chain(&own.predicate).map(|expr| (format!("index{}", named(&own.name)), expr))
        });
        let all = checks.chain(computed).chain(indexes);
        let naming = all.filter(|(_, expr)| reader.renamed(expr.text(), false).is_some());
        naming.map(|(what, expr)| (what, expr.clone())).collect()
    }

    /// The columns that have the type, or an array of it.
    fn of_type(&self, ty: &TableName) -> Vec<String> {
        let is_of_type = |column: &&super::Column| name_of_type(&column.ty).as_ref() == Some(ty);
        self.columns.iter().filter(is_of_type).map(|own| own.name.clone()).collect()
    }

    fn rename_value(&mut self, ty: &TableName, swap: Swap<'_>) {
        let columns = self.of_type(ty);
        let reader = Reader { ty, columns: &columns, swap };
        let mut changed = false;
        let mut follow = |expr: &mut Expr, is_value: bool| {
            if let Some(text) = reader.renamed(expr.text(), is_value) {
                *expr = Expr::new(text);
                changed = true;
            }
        };
        for column in &mut self.columns {
            let is_value = columns.contains(&column.name);
            column.default.iter_mut().for_each(|expr| follow(expr, is_value));
            column.generated.iter_mut().for_each(|own| follow(&mut own.expr, is_value));
        }
        self.checks.iter_mut().for_each(|check| follow(&mut check.expr, false));
        for index in &mut self.indexes {
            index.predicate.iter_mut().for_each(|expr| follow(expr, false));
            for part in &mut index.parts {
                if let IndexKey::Expr(expr) = &mut part.key {
                    follow(expr, false);
                }
            }
        }
        if changed {
            self.sql = None;
        }
    }
}

impl Object {
    /// The same for what the database prints of an object. The body of a function is a text, which nothing follows in.
    pub(crate) fn rename_value(&mut self, ty: &TableName, from: &str, to: &str) {
        if !matches!(self.kind, ObjectKind::Function | ObjectKind::Procedure) {
            let reader = Reader { ty, columns: &[], swap: Swap { from, to } };
            if let Some(sql) = reader.renamed(&self.sql, false) {
                self.sql = sql;
            }
        }
    }
}

/// One value in the place of another.
#[derive(Clone, Copy)]
struct Swap<'a> {
    from: &'a str,
    to: &'a str,
}

impl Swap<'_> {
    /// The literal with the new value, if it is the old one or an array's text that has it.
    fn in_literal(self, token: &Token<'_>) -> Option<String> {
        if token.kind != TokenKind::Text {
            return None;
        }
        let text = token.text.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'");
        let new = if text == self.from { self.to.to_owned() } else { self.in_array(&text)? };
        Some(format!("'{}'", new.replace('\'', "''")))
    }

    /// The same for an array's text: `{low,"so so"}`.
    fn in_array(self, text: &str) -> Option<String> {
        let inner = text.strip_prefix('{')?.strip_suffix('}')?;
        let (mut found, mut has) = (Vec::new(), false);
        for element in elements(inner) {
            if plain_element(element) == self.from {
                found.push(quoted_element(self.to));
                has = true;
            } else {
                found.push(element.to_owned());
            }
        }
        has.then(|| format!("{{{}}}", found.join(",")))
    }
}

/// The elements of an array's text, as they stand.
fn elements(inner: &str) -> Vec<&str> {
    let (mut found, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (place, character) in inner.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => {
                found.extend(inner.get(start..place));
                start = place + 1;
            }
            _ => {}
        }
    }
    found.extend(inner.get(start..));
    found
}

/// What an element of an array's text stands for.
fn plain_element(element: &str) -> String {
    let element = element.trim();
    let Some(inner) = element.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return element.to_owned();
    };
    let (mut text, mut escaped) = (String::new(), false);
    for character in inner.chars() {
        if character == '\\' && !escaped {
            escaped = true;
        } else {
            text.push(character);
            escaped = false;
        }
    }
    text
}

/// The value as PostgreSQL writes it into an array's text.
fn quoted_element(value: &str) -> String {
    let special = |character: char| matches!(character, '{' | '}' | ',' | '"' | '\\') || character.is_whitespace();
    if value.is_empty() || value.eq_ignore_ascii_case("null") || value.contains(special) {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        value.to_owned()
    }
}

/// Finds the literals of an expression that are values of an enum.
struct Reader<'a> {
    ty: &'a TableName,
    /// The columns of the enum's type that the expression may use.
    columns: &'a [String],
    swap: Swap<'a>,
}

impl Reader<'_> {
    /// The text with the new value; `None` where it does not name the old one. One of which `is_value` is said is a value
    /// of the enum where it is one literal.
    fn renamed(&self, text: &str, is_value: bool) -> Option<String> {
        let all = pieces(text);
        let is_value = is_value && all.len() == 1;
        let (mut found, mut copied) = (String::new(), 0);
        for (at, token) in all.iter().enumerate() {
            if let Some(new) = self.swap.in_literal(token).filter(|_| is_value || self.is_meant(&all, at)) {
                found.push_str(text.get(copied..token.start)?);
                found.push_str(&new);
                copied = token.end();
            }
        }
        (copied > 0).then(|| found + text.get(copied..).unwrap_or_default())
    }

    /// Whether the literal is one of the enum: by its cast, or since it is compared with a column of that type.
    fn is_meant(&self, all: &[Token<'_>], at: usize) -> bool {
        if all.get(at + 1).is_some_and(|next| next.is_symbol("::")) {
            return self.is_type(all, at + 2);
        }
        let before = at.checked_sub(1).filter(|place| all.get(*place).is_some_and(compares));
        let after = Some(at + 1).filter(|place| all.get(*place).is_some_and(compares));
        before.is_some_and(|operator| self.ends_value(all, operator))
            || after.is_some_and(|operator| self.begins_value(all, operator + 1))
            || self.is_listed(all, at)
    }

    /// Whether the type's name stands there.
    fn is_type(&self, all: &[Token<'_>], at: usize) -> bool {
        let Some(first) = all.get(at).and_then(name) else { return false };
        match all.get(at + 1).filter(|next| next.is_symbol(".")).and_then(|_| all.get(at + 2)).and_then(name) {
            Some(own) => own == self.ty.name && first == self.ty.schema.as_deref().unwrap_or("public"),
            None => first == self.ty.name && self.ty.schema.is_none(),
        }
    }

    /// Whether what ends before the place is a column of the type, or something cast to it.
    fn ends_value(&self, all: &[Token<'_>], end: usize) -> bool {
        let Some(mut at) = end.checked_sub(1) else { return false };
        let token = |at: usize| all.get(at);
        let before = |at: usize| at.checked_sub(1).and_then(token);
        if token(at).is_some_and(|last| last.is_symbol(")"))
            && at >= 2
            && token(at - 2).is_some_and(|first| first.is_symbol("("))
        {
            at -= 1;
        } else if token(at).is_some_and(|last| last.is_symbol("]")) {
            let open = all.iter().take(at).rposition(|token| token.is_symbol("["));
            at = open.and_then(|open| open.checked_sub(1)).unwrap_or(at);
        }
        let Some(own) = token(at).and_then(name) else { return false };
        if before(at).is_some_and(|dot| dot.is_symbol(".")) && at >= 3 && token(at - 3).is_some_and(is_cast) {
            return self.is_type(all, at - 2);
        }
        match before(at).is_some_and(is_cast) {
            true => self.is_type(all, at),
            false => self.columns.contains(&own),
        }
    }

    /// Whether what begins at the place is a column of the type, or that cast to it.
    fn begins_value(&self, all: &[Token<'_>], start: usize) -> bool {
        let mut at = start + usize::from(all.get(start).is_some_and(|first| first.is_symbol("(")));
        if all.get(at + 1).is_some_and(|dot| dot.is_symbol(".")) {
            at += 2;
        }
        let Some(own) = all.get(at).and_then(name) else { return false };
        let mut next = at + 1;
        if next > start + 1 && all.get(next).is_some_and(|own| own.is_symbol(")")) {
            next += 1;
        }
        match all.get(next) {
            Some(cast) if is_cast(cast) => self.is_type(all, next + 1),
            Some(open) if open.is_symbol("(") => false,
            _ => self.columns.contains(&own),
        }
    }

    /// Whether it is one of a list that a column of the type is looked for in: `level IN ('low', 'mid')`.
    fn is_listed(&self, all: &[Token<'_>], at: usize) -> bool {
        let is_item = |token: &Token<'_>| token.kind == TokenKind::Text || token.is_symbol(",");
        let open = all.iter().take(at).rposition(|token| !is_item(token));
        let Some(open) = open.filter(|place| all.get(*place).is_some_and(|own| own.is_symbol("("))) else {
            return false;
        };
        let word = |place: usize, word: &str| all.get(place).is_some_and(|own| own.is_word(word));
        let Some(mut end) = open.checked_sub(1).filter(|place| word(*place, "in")) else { return false };
        if end > 0 && word(end - 1, "not") {
            end -= 1;
        }
        self.ends_value(all, end)
    }
}

/// The tokens that are no white space, brackets and what stands in them one by one: in PostgreSQL they are no quotes.
fn pieces(text: &str) -> Vec<Token<'_>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(token) = text.get(at..).and_then(|rest| stream(rest).next()) {
        let token = match token.text.starts_with('[') {
            true => Token { kind: TokenKind::Symbol, text: "[", start: at },
            false => Token { start: at, ..token },
        };
        at = token.end();
        if !token.is_blank() {
            found.push(token);
        }
    }
    found
}

fn compares(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Symbol && ["=", "<>", "!=", "<", ">", "<=", ">="].contains(&token.text)
}

fn is_cast(token: &Token<'_>) -> bool {
    token.is_symbol("::")
}

/// The name that PostgreSQL takes the token for.
fn name(token: &Token<'_>) -> Option<String> {
    let own = token.identifier()?;
    Some(if token.kind == TokenKind::Word { own.to_lowercase() } else { own })
}

#[cfg(test)]
mod tests {
    use super::super::{Check, Column, Expr, Object, ObjectKind, Schema, Table, TableName};

    /// The check after `mid` has become `it's`.
    fn renamed(ty: &str, check: &str) -> String {
        let mut table = Table::new("items");
        table.columns = vec![
            Column::new("level", ty),
            Column::new("Levels", format!("{ty}[]")),
            Column::new("note", "TEXT").default("'mid'"),
        ];
        table.checks = vec![Check { name: None, expr: Expr::new(check) }];
        let mut schema = Schema::default();
        schema.insert(table);
        let name = if ty.contains('.') { TableName::qualified("app", "level") } else { TableName::new("level") };
        schema.rename_value(&name, "mid", "it's");
        let table = &schema.tables[&TableName::new("items")];
        assert_eq!(table.columns[2].default, Some(Expr::new("'mid'")));
        table.checks[0].expr.text().to_owned()
    }

    #[test]
    fn what_is_a_value_follows() {
        for (before, after) in [
            ("level <> 'mid'", "level <> 'it''s'"),
            ("(level = 'mid') AND (note = 'mid')", "(level = 'it''s') AND (note = 'mid')"),
            ("'mid' < items.level OR ('mid' = note)", "'it''s' < items.level OR ('mid' = note)"),
            ("(level)::text = 'mid'", "(level)::text = 'mid'"),
            ("'mid' = (level)::text", "'mid' = (level)::text"),
            ("(note)::level >= 'mid'", "(note)::level >= 'it''s'"),
            ("level = ANY (ARRAY['mid'::level, 'low'::level])", "level = ANY (ARRAY['it''s'::level, 'low'::level])"),
            ("level = ANY ('{low,mid}'::level[])", "level = ANY ('{low,it''s}'::level[])"),
            ("level not in ('low', 'mid') or note in ('mid')", "level not in ('low', 'it''s') or note in ('mid')"),
            ("\"Levels\"[1] = 'mid'", "\"Levels\"[1] = 'it''s'"),
            ("\"Levels\" <> '{mid,\"so so\"}'", "\"Levels\" <> '{it''s,\"so so\"}'"),
            ("note = 'mid'::text", "note = 'mid'::text"),
            ("note = 'mid'::app.level::text", "note = 'mid'::app.level::text"),
        ] {
            assert_eq!(renamed("level", before), after);
        }
        assert_eq!(renamed("app.level", "f('mid'::app.level, 'mid'::level)"), "f('it''s'::app.level, 'mid'::level)");
        assert_eq!(renamed("app.level", "(note)::app.level = 'mid'"), "(note)::app.level = 'it''s'");
    }

    #[test]
    fn what_names_a_value_is_found() {
        let mut table = Table::new("items");
        table.columns = vec![Column::new("level", "level").default("'mid'"), Column::new("note", "TEXT")];
        let check = |name: &str, expr: &str| Check { name: Some(name.to_owned()), expr: Expr::new(expr) };
        table.checks = vec![check("a", "note <> 'mid'"), check("b", "level <> 'mid'"), check("c", "level <> 'low'")];
        let found = table.naming_value(&"level".into(), "mid");
        assert_eq!(found, [("check b".to_owned(), Expr::new("level <> 'mid'"))]);
    }

    #[test]
    fn views_follow_and_functions_do_not() {
        let object = |kind, sql: &str| Object { kind, name: "o".into(), table: None, sql: sql.to_owned() };
        let text = "SELECT 'mid'::level, 'mid'::text";
        let objects = vec![object(ObjectKind::View, text), object(ObjectKind::Function, text)];
        let mut schema = Schema { objects, ..Schema::default() };
        schema.rename_value(&"level".into(), "mid", "so so");
        let said: Vec<&str> = schema.objects.iter().map(|object| object.sql.as_str()).collect();
        assert_eq!(said, ["SELECT 'so so'::level, 'mid'::text", text]);
        assert!(Expr::new("a = '{x,\"so so\"}'").names_value("so so"));
        assert!(!Expr::new("a = 'x so so'").names_value("so so"));
    }
}
