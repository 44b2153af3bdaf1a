use super::cursor::{Cursor, name_of};
use crate::schema::{Column, Expr, Index, IndexKey, IndexPart, Table};
use crate::sql::{Token, words};

/// Reads the CREATE INDEX statement that SQLite keeps for an index of the table.
pub(super) fn read_index(name: &str, sql: &str, table: &Table) -> Result<Index, String> {
    let mut cursor = Cursor::new(sql);
    let _ = cursor.eat_word("create");
    let unique = cursor.eat_word("unique");
    while !cursor.at_symbol("(") {
        cursor.next().ok_or("what is indexed is missing")?;
    }
    let inner = cursor.parenthesised()?;
    let parts = pieces(inner).into_iter().map(|piece| part(inner, &piece, table)).collect::<Option<Vec<_>>>();
    let predicate = cursor.eat_word("where").then(|| Expr::new(cursor.rest()));
    Ok(Index {
        name: Some(name.to_owned()),
        parts: parts.ok_or("a part of the index is empty")?,
        unique,
        predicate,
        using: None,
        include: Vec::new(),
        nulls_not_distinct: false,
    })
}

/// The tokens between commas that stand in no parentheses.
fn pieces(text: &str) -> Vec<Vec<Token<'_>>> {
    let mut pieces = vec![Vec::new()];
    let mut depth = 0_usize;
    for token in words(text) {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 && token.is_symbol(",") {
            pieces.push(Vec::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(token);
        }
    }
    pieces
}

fn part(text: &str, piece: &[Token<'_>], table: &Table) -> Option<IndexPart> {
    let mut piece = piece;
    let mut desc = false;
    if let [rest @ .., last] = piece
        && !rest.is_empty()
        && (last.is_word("asc") || last.is_word("desc"))
    {
        desc = last.is_word("desc");
        piece = rest;
    }
    let mut collation = None;
    if let [rest @ .., collate, name] = piece
        && !rest.is_empty()
        && collate.is_word("collate")
    {
        collation = name_of(name);
        piece = rest;
    }
    let column = match piece {
        [only] => name_of(only).and_then(|name| own_column(&table.columns, &name)),
        _ => None,
    };
    let key = match column {
        Some(column) => {
            // A column's own collation is no news, and BINARY is everybody's own.
            let own = table.column(&column).and_then(|column| column.collation.as_deref()).unwrap_or("BINARY");
            collation = collation.filter(|collation| !collation.eq_ignore_ascii_case(own));
            IndexKey::Column(column)
        }
        None => {
            let (first, last) = (piece.first()?, piece.last()?);
            IndexKey::Expr(Expr::new(text.get(first.start..last.end())?))
        }
    };
    Some(IndexPart { desc, collation, ..IndexPart::new(key) })
}

/// The column as the table spells it.
pub(super) fn own_column(columns: &[Column], name: &str) -> Option<String> {
    let exact = columns.iter().find(|column| column.name == name);
    let found = exact.or_else(|| columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)));
    found.map(|column| column.name.clone())
}
