//! What a function, a domain or a composite type is made of, read from the statement that makes it.

use super::quote::quote_name;
use crate::schema::{Object, ObjectKind, TableName};
use crate::sql::{Token, TokenKind, mentions, words};

/// Whether a value of the type goes into the object, comes out of it or is a part of it.
pub(super) fn is_made_with(object: &Object, ty: &TableName) -> bool {
    let all = words(&object.sql);
    match object.kind {
        ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate => {
            let head: Vec<Token<'_>> = all.iter().copied().take_while(|token| !token.is_word("language")).collect();
            // The body is a text, unless it is SQL that was read when the function was made.
            let is_read = all.iter().any(|token| token.is_word("atomic"));
            parts(&head).iter().any(|part| is_type(part, ty)) || is_read && mentions(&object.sql, &ty.name)
        }
        ObjectKind::Type => parts(&all).iter().any(|part| is_type(part, ty)),
        _ => false,
    }
}

/// Whether it is a domain over the type.
pub(super) fn is_domain_over(object: &Object, ty: &TableName) -> bool {
    if object.kind != ObjectKind::Domain {
        return false;
    }
    let all = words(&object.sql);
    let base = all.iter().position(|token| token.is_word("as")).and_then(|place| all.get(place + 1..));
    base.is_some_and(|base| {
        let length = if base.get(1).is_some_and(|dot| dot.is_symbol(".")) { 3 } else { 1 };
        base.get(..length).is_some_and(|base| is_type(base, ty))
    })
}

/// The statement that drops it, by its arguments where there can be others of its name.
pub(super) fn drop_made(object: &Object) -> String {
    let kind = match object.kind {
        ObjectKind::Domain => return format!("DROP DOMAIN {}", quote_name(&object.name)),
        ObjectKind::Type => return format!("DROP TYPE {}", quote_name(&object.name)),
        ObjectKind::Aggregate => "AGGREGATE",
        _ if words(&object.sql).iter().take(5).any(|token| token.is_word("procedure")) => "PROCEDURE",
        _ => "FUNCTION",
    };
    let all = words(&object.sql);
    let text = |part: &[Token<'_>]| {
        let (start, end) = (part.first().map_or(0, |token| token.start), part.last().map_or(0, Token::end));
        object.sql.get(start..end).unwrap_or_default().to_owned()
    };
    let open = all.iter().position(|token| token.is_symbol("(")).unwrap_or(all.len());
    let arguments = items(all.get(open..).unwrap_or_default()).0;
    let arguments: Vec<String> = arguments.iter().map(|part| text(without_default(part))).collect();
    format!("DROP {kind} {} ({})", quote_name(&object.name), arguments.join(", "))
}

/// Whether it is a comment on the object, on a column of it or on a constraint of it.
pub(super) fn is_comment_on(comment: &Object, object: &Object) -> bool {
    let name = quote_name(&object.name);
    let Some(target) = comment.sql.strip_prefix("COMMENT ON ") else { return false };
    match object.kind {
        ObjectKind::Domain | ObjectKind::Type => ["DOMAIN", "TYPE"].iter().any(|word| {
            target.starts_with(&format!("{word} {name} IS "))
                || target.contains(&format!(" ON {word} {name} IS "))
                || target.starts_with(&format!("COLUMN {name}."))
        }),
        _ => ["FUNCTION", "PROCEDURE", "AGGREGATE"]
            .iter()
            .any(|word| target.strip_prefix(word).is_some_and(|rest| rest.starts_with(&format!(" {name}(")))),
    }
}

/// The arguments, the result, and the columns of one that is a table.
fn parts<'t, 'a>(all: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let open = all.iter().position(|token| token.is_symbol("(")).unwrap_or(all.len());
    let (mut found, length) = items(all.get(open..).unwrap_or_default());
    let rest = all.get(open + length..).unwrap_or_default();
    if rest.first().is_some_and(|first| first.is_word("returns")) {
        match rest.get(1) {
            Some(table) if table.is_word("table") => found.extend(items(rest.get(2..).unwrap_or_default()).0),
            _ => found.push(rest.get(1..).unwrap_or_default()),
        }
    } else if !rest.is_empty() {
        // What an aggregate is made of.
        found.extend(items(rest).0);
    }
    found
}

/// What stands between the commas of the parentheses that the tokens begin with, and how many tokens that are.
fn items<'t, 'a>(all: &'t [Token<'a>]) -> (Vec<&'t [Token<'a>]>, usize) {
    let (mut found, mut start, mut depth) = (Vec::new(), 1, 0_usize);
    for (place, token) in all.iter().enumerate() {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 || (depth == 1 && token.is_symbol(",")) {
            found.extend(all.get(start..place).filter(|item| !item.is_empty()));
            start = place + 1;
        }
        if depth == 0 {
            return (found, place + 1);
        }
    }
    (found, all.len())
}

fn without_default<'t, 'a>(part: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let end = part.iter().position(|token| token.is_word("default") || token.is_symbol("="));
    part.get(..end.unwrap_or(part.len())).unwrap_or_default()
}

/// Whether the part ends in the type, or an array of it.
fn is_type(part: &[Token<'_>], ty: &TableName) -> bool {
    let part = match part.iter().any(|token| token.is_symbol("=")) {
        // An aggregate's own way to say it: `STYPE = level`.
        true if part.first().is_some_and(|first| first.text.to_lowercase().ends_with("type")) => part,
        _ => without_default(part),
    };
    let end = part.iter().rposition(|token| !token.text.starts_with('[')).map_or(0, |last| last + 1);
    let part = part.get(..end).unwrap_or_default();
    let name = |place: Option<usize>| {
        let token = place.and_then(|place| part.get(place))?;
        let own = token.identifier()?;
        Some(if token.kind == TokenKind::Word { own.to_lowercase() } else { own })
    };
    let last = part.len().checked_sub(1);
    let is_qualified = part.len() >= 3 && part.get(part.len() - 2).is_some_and(|dot| dot.is_symbol("."));
    let schema = if is_qualified { name(part.len().checked_sub(3)) } else { None };
    let schema = schema.filter(|schema| schema != "public");
    name(last).as_deref() == Some(ty.name.as_str()) && schema == ty.schema
}

#[cfg(test)]
mod tests {
    use super::{drop_made, is_domain_over, is_made_with};
    use crate::schema::{Object, ObjectKind, TableName};

    fn object(kind: ObjectKind, sql: &str) -> Object {
        Object { kind, name: TableName::new("f"), table: None, sql: sql.to_owned() }
    }

    #[test]
    fn a_signature_tells_its_types() {
        let level = TableName::new("level");
        for (sql, is, drop) in [
            ("CREATE OR REPLACE FUNCTION public.f(l level)\n RETURNS integer\n LANGUAGE sql", true, "(l level)"),
            (
                "CREATE OR REPLACE FUNCTION public.f(level integer DEFAULT 1) RETURNS text LANGUAGE sql AS $$ 'x'::level $$",
                false,
                "(level integer)",
            ),
            (
                "CREATE FUNCTION f(a numeric(10,2), VARIADIC b public.level[]) RETURNS void LANGUAGE sql",
                true,
                "(a numeric(10,2), VARIADIC b public.level[])",
            ),
            ("CREATE FUNCTION f() RETURNS SETOF level LANGUAGE sql", true, "()"),
            ("CREATE FUNCTION f() RETURNS TABLE(a integer, b level) LANGUAGE sql", true, "()"),
            (
                "CREATE FUNCTION f(a level DEFAULT 'x'::level, b app.level) RETURNS text LANGUAGE sql",
                true,
                "(a level, b app.level)",
            ),
            ("CREATE FUNCTION f(b app.level) RETURNS text LANGUAGE sql", false, "(b app.level)"),
        ] {
            let object = object(ObjectKind::Function, sql);
            assert_eq!(is_made_with(&object, &level), is, "{sql}");
            assert_eq!(drop_made(&object), format!("DROP FUNCTION f {drop}"));
        }
        let aggregate = object(ObjectKind::Aggregate, "CREATE AGGREGATE public.f(integer) (SFUNC = g, STYPE = level)");
        assert!(is_made_with(&aggregate, &level));
        assert_eq!(drop_made(&aggregate), "DROP AGGREGATE f (integer)");
        assert!(is_made_with(&object(ObjectKind::Type, "CREATE TYPE f AS (n integer, l level)"), &level));
        let domain =
            object(ObjectKind::Domain, "CREATE DOMAIN f AS level CONSTRAINT c CHECK ((VALUE <> 'max'::level))");
        assert!(is_domain_over(&domain, &level));
        assert!(!is_domain_over(&domain, &TableName::qualified("app", "level")));
    }
}
