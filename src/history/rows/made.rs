use crate::schema::{Check, Column, Expr, Object, ObjectKind, Schema, Table, TableName};
use crate::sql::words;

/// A value of a type that the schema makes and that is no enum: a composite one, or a range. Nothing but the number of
/// its parts has to be known.
pub(in crate::history) fn made_value(schema: &Schema, column: &Column) -> Option<String> {
    let sql = &maker(schema, column, ObjectKind::Type)?.sql;
    let words = words(sql);
    let open = words.iter().position(|word| word.is_symbol("("))?;
    if words.get(..open)?.iter().any(|word| word.is_word("range")) {
        return Some("'empty'".to_owned());
    }
    let mut depth = 0_usize;
    let mut commas = String::new();
    for word in words.get(open + 1..)? {
        match word.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "," if depth == 0 => commas.push(','),
            _ => {}
        }
    }
    Some(format!("'({commas})'"))
}

/// The table with the columns whose types are domains as their base types have them, and with the conditions of these.
pub(in crate::history) fn without_domains(schema: &Schema, table: &Table) -> Table {
    let mut table = table.clone();
    for column in &mut table.columns {
        let Some((base, condition)) = maker(schema, column, ObjectKind::Domain).and_then(|own| domain(&own.sql)) else {
            continue;
        };
        column.ty = crate::schema::ColumnType::new(base);
        if !condition.is_empty() {
            // Only the words of it are looked at.
            let expr = Expr::new(format!("\"{}\" {condition}", column.name.replace('"', "\"\"")));
            table.checks.push(Check { name: None, expr });
        }
    }
    table
}

/// What made the type of the column.
fn maker<'a>(schema: &'a Schema, column: &Column, kind: ObjectKind) -> Option<&'a Object> {
    let name: TableName = column.ty.text().parse().ok()?;
    schema.objects.iter().find(|object| object.kind == kind && object.name == name)
}

/// The type under a domain, and what its values have to satisfy.
fn domain(sql: &str) -> Option<(String, String)> {
    const ENDS: [&str; 6] = ["collate", "default", "not", "null", "constraint", "check"];
    let words = words(sql);
    let base = words.iter().position(|word| word.is_word("as"))? + 1;
    let rest = words.get(base..)?;
    let end = rest.iter().position(|word| ENDS.iter().any(|end| word.is_word(end))).unwrap_or(rest.len());
    let text = |from: usize, to: usize| {
        let (first, last) = (rest.get(from)?, rest.get(to.checked_sub(1)?)?);
        sql.get(first.start..last.end())
    };
    let check = rest.iter().position(|word| word.is_word("check"));
    let condition = check.and_then(|check| text(check, rest.len())).unwrap_or_default();
    Some((text(0, end)?.to_owned(), condition.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::domain;

    #[test]
    fn what_is_under_a_domain() {
        for (sql, base, condition) in [
            ("CREATE DOMAIN a AS integer", "integer", ""),
            ("CREATE DOMAIN s.a AS character varying(9) COLLATE \"C\" NOT NULL", "character varying(9)", ""),
            (
                "CREATE DOMAIN a AS text CONSTRAINT c CHECK ((VALUE ~~ '%@%'::text))",
                "text",
                "CHECK ((VALUE ~~ '%@%'::text))",
            ),
        ] {
            assert_eq!(domain(sql), Some((base.to_owned(), condition.to_owned())));
        }
    }
}
