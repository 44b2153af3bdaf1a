//! Parts of indexes in the form in which SQLite's own come back.

use crate::schema::{Column, Expr, IndexKey, IndexPart};
use crate::sql::{Token, tokens};

/// An expression that is a column after all, or ends with a collation or a direction, said as such.
pub(super) fn canonical_part(part: &mut IndexPart, columns: &[Column]) {
    let IndexKey::Expr(expr) = &part.key else { return };
    let text = expr.text().to_owned();
    let all: Vec<Token<'_>> = tokens(&text).into_iter().filter(|token| !token.is_blank()).collect();
    let mut rest = all.as_slice();
    if let [before @ .., last] = rest
        && !before.is_empty()
        && (last.is_word("asc") || last.is_word("desc"))
    {
        part.desc |= last.is_word("desc");
        rest = before;
    }
    if let [before @ .., collate, name] = rest
        && !before.is_empty()
        && collate.is_word("collate")
        && let Some(name) = name.identifier()
    {
        part.collation = Some(name);
        rest = before;
    }
    let column = match rest {
        [only] => only.identifier().and_then(|name| own_column(columns, &name)),
        _ => None,
    };
    match (column, rest) {
        (Some(column), _) => {
            let own = column.collation.as_deref().unwrap_or("BINARY");
            part.collation = part.collation.take().filter(|collation| !collation.eq_ignore_ascii_case(own));
            part.key = IndexKey::Column(column.name.clone());
        }
        (None, [first, .., last]) => {
            if let Some(text) = text.get(first.start..last.end()) {
                part.key = IndexKey::Expr(Expr::new(text));
            }
        }
        _ => {}
    }
}

fn own_column<'a>(columns: &'a [Column], name: &str) -> Option<&'a Column> {
    let exact = columns.iter().find(|column| column.name == name);
    exact.or_else(|| columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::canonical_part;
    use crate::schema::{Column, IndexPart};

    #[test]
    fn what_is_no_expression_is_not_taken_for_one() {
        let nocase = Column { collation: Some("NOCASE".into()), ..Column::new("n", "TEXT") };
        let columns = [Column::new("title", "TEXT"), nocase];
        let column = |name: &str| IndexPart::column(name);
        let expr = |text: &str| IndexPart::expr(text);
        for (text, expected) in [
            ("title", column("title")),
            ("\"Title\"", column("title")),
            ("title COLLATE NOCASE", IndexPart { collation: Some("NOCASE".into()), ..column("title") }),
            ("title collate binary", column("title")),
            ("n COLLATE nocase DESC", IndexPart { desc: true, ..column("n") }),
            ("lower(title)", expr("lower(title)")),
            ("lower(title) COLLATE NOCASE", IndexPart { collation: Some("NOCASE".into()), ..expr("lower(title)") }),
            ("lower(title) desc", IndexPart { desc: true, ..expr("lower(title)") }),
            ("(title)", expr("(title)")),
            ("missing", expr("missing")),
        ] {
            let mut part = expr(text);
            canonical_part(&mut part, &columns);
            assert_eq!(part, expected, "{text}");
        }
    }
}
