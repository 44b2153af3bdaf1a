use std::collections::BTreeSet;

use crate::sql::Token;

/// What `INSERT INTO table SELECT …`, or `CREATE TABLE table AS SELECT …`, puts into the columns of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Copied {
    /// Whatever its query computes.
    Somehow,
    /// All columns of this table, as they stand.
    Whole(String),
    /// The columns of the table that are named, in this order, or all of them without names, from these expressions.
    From(Option<Vec<String>>, Vec<Origin>),
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A column of this table, in lower case, as it stands.
    Column(String),
    /// Something that is computed.
    Computed,
}

/// What becomes of the value of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// It stays what it was, or nothing is said of it.
    Kept,
    /// Nobody can tell.
    Somehow,
    /// The column gets what an expression says.
    Computed,
}

impl Copied {
    /// Reads what follows INTO, or TABLE, from the name of the table on; `None` where no query follows.
    pub(super) fn read(words: &[Token<'_>]) -> Option<Self> {
        if !words.iter().any(|word| word.is_word("select")) {
            return None;
        }
        Some(read(words).unwrap_or(Self::Somehow))
    }

    /// Whether it takes rows from one of the tables.
    pub(super) fn takes_from(&self, tables: &BTreeSet<String>) -> bool {
        match self {
            Self::Somehow => false,
            Self::Whole(table) => tables.contains(table),
            Self::From(_, origins) => {
                origins.iter().any(|own| matches!(own, Origin::Column(own) if tables.contains(own)))
            }
        }
    }

    /// What becomes of the value of a column, which stands at this place among all. The rows that it belongs to are those
    /// of one of the tables.
    pub(super) fn says(&self, column: &str, place: usize, tables: &BTreeSet<String>) -> Said {
        let known = |table: &String| if tables.contains(table) { Said::Kept } else { Said::Somehow };
        match self {
            Self::Somehow => Said::Somehow,
            Self::Whole(table) => known(table),
            Self::From(columns, origins) => {
                let place = match columns {
                    Some(columns) => columns.iter().position(|own| own.eq_ignore_ascii_case(column)),
                    None => Some(place),
                };
                match place.and_then(|place| origins.get(place)) {
                    Some(Origin::Computed) => Said::Computed,
                    Some(Origin::Column(table)) => known(table),
                    // What is left out is not what was meant.
                    None => Said::Kept,
                }
            }
        }
    }
}

fn read(words: &[Token<'_>]) -> Option<Copied> {
    let (_, mut rest) = name(words)?;
    if rest.first().is_some_and(|word| word.is_word("as")) {
        rest = rest.get(1..)?;
    }
    let mut columns = None;
    if rest.first().is_some_and(|word| word.is_symbol("(")) {
        let (inner, after) = parenthesised(rest)?;
        let names = split(inner).into_iter().map(|part| match part {
            [own] => own.identifier(),
            _ => None,
        });
        columns = Some(names.collect::<Option<Vec<String>>>()?);
        rest = after;
    }
    if let [first, _, last, after @ ..] = rest
        && first.is_word("overriding")
        && last.is_word("value")
    {
        rest = after;
    }
    let (select, rest) = rest.split_first()?;
    if !select.is_word("select") {
        return None;
    }
    let (rest, ends) = (top_level(rest), ["union", "intersect", "except"]);
    if rest.iter().any(|(depth, word)| *depth == 0 && ends.iter().any(|end| word.is_word(end))) {
        return None;
    }
    let from = rest.iter().position(|(depth, word)| *depth == 0 && word.is_word("from"))?;
    let plain: Vec<Token<'_>> = rest.iter().map(|(_, word)| *word).collect();
    let (items, tail) = (plain.get(..from)?, plain.get(from + 1..)?);
    let items = match items {
        [first, after @ ..] if first.is_word("distinct") || first.is_word("all") => after,
        items => items,
    };
    let sources = sources(tail)?;
    let parts = split(items);
    if let [[star]] = parts.as_slice()
        && star.is_symbol("*")
        && let [(_, table)] = sources.as_slice()
    {
        return Some(Copied::Whole(table.clone()));
    }
    let origins = parts.into_iter().map(|part| origin(part, &sources)).collect::<Option<Vec<Origin>>>()?;
    Some(Copied::From(columns, origins))
}

/// The tables of FROM, each under the name by which columns name it; `None` where there is more than tables.
fn sources(words: &[Token<'_>]) -> Option<Vec<(String, String)>> {
    const ENDS: [&str; 9] = ["where", "group", "having", "window", "order", "limit", "offset", "on", "returning"];
    const JOINS: [&str; 10] =
        ["join", "inner", "left", "right", "full", "outer", "cross", "natural", "straight_join", "using"];
    let is_one_of = |word: &Token<'_>, all: &[&str]| all.iter().any(|own| word.is_word(own));
    let mut found = Vec::new();
    let mut rest = words;
    loop {
        let (table, after) = name(rest)?;
        rest = after;
        if rest.first().is_some_and(|word| word.is_word("as")) {
            rest = rest.get(1..)?;
        }
        let alias = rest.first().filter(|word| !is_one_of(word, &ENDS) && !is_one_of(word, &JOINS));
        let alias = alias.and_then(Token::identifier).map(|alias| alias.to_lowercase());
        rest = if alias.is_some() { rest.get(1..)? } else { rest };
        found.push((alias.unwrap_or_else(|| table.clone()), table));
        // The next table stands behind a comma or a JOIN; what is between is a condition.
        let next = top_level(rest).iter().position(|(depth, word)| {
            *depth == 0 && (word.is_symbol(",") || word.is_word("join") || word.is_word("straight_join"))
        });
        let end = ["where", "group", "having", "window", "order", "limit", "returning"];
        let last = top_level(rest).iter().position(|(depth, word)| *depth == 0 && is_one_of(word, &end));
        match next {
            Some(next) if last.is_none_or(|last| next < last) => rest = rest.get(next + 1..)?,
            _ => return Some(found),
        }
    }
}

/// What an item of SELECT is.
fn origin(item: &[Token<'_>], sources: &[(String, String)]) -> Option<Origin> {
    let item = match item {
        [before @ .., keyword, _] if keyword.is_word("as") => before,
        item => item,
    };
    let of = |qualifier: &Token<'_>| {
        let qualifier = qualifier.identifier()?.to_lowercase();
        sources.iter().find(|(alias, _)| *alias == qualifier).map(|(_, table)| table.clone())
    };
    let is_name = |word: &Token<'_>| word.identifier().is_some() && !is_value(word);
    Some(match item {
        [.., star] if star.is_symbol("*") => return None,
        [own] if is_name(own) => match sources {
            [(_, table)] => Origin::Column(table.clone()),
            _ => Origin::Computed,
        },
        [.., qualifier, dot, own] if item.len() % 2 == 1 && dot.is_symbol(".") && is_name(own) => {
            of(qualifier).map_or(Origin::Computed, Origin::Column)
        }
        _ => Origin::Computed,
    })
}

/// Words that are values, though they look like names.
fn is_value(word: &Token<'_>) -> bool {
    ["null", "true", "false", "default", "current_timestamp", "current_date", "current_time", "localtimestamp"]
        .iter()
        .any(|own| word.is_word(own))
}

/// The last part of the name that the words begin with, in lower case, and what follows it.
fn name<'w, 't>(words: &'w [Token<'t>]) -> Option<(String, &'w [Token<'t>])> {
    let mut rest = words;
    loop {
        let (first, after) = rest.split_first()?;
        let name = first.identifier()?.to_lowercase();
        match after {
            [dot, next @ ..] if dot.is_symbol(".") => rest = next,
            _ => return Some((name, after)),
        }
    }
}

/// What is between the parenthesis that is first and the one that closes it, and what follows.
fn parenthesised<'w, 't>(words: &'w [Token<'t>]) -> Option<(&'w [Token<'t>], &'w [Token<'t>])> {
    let close = top_level(words).iter().skip(1).position(|(depth, word)| *depth == 0 && word.is_symbol(")"))?;
    Some((words.get(1..=close)?, words.get(close + 2..)?))
}

/// The words, each with how many parentheses are open around it.
fn top_level<'t>(words: &[Token<'t>]) -> Vec<(usize, Token<'t>)> {
    let mut depth = 0_usize;
    let each = |word: &Token<'t>| {
        if word.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        let own = depth;
        if word.is_symbol("(") {
            depth += 1;
        }
        (own, *word)
    };
    words.iter().map(each).collect()
}

/// The parts between commas that stand in no parentheses.
fn split<'w, 't>(words: &'w [Token<'t>]) -> Vec<&'w [Token<'t>]> {
    let depths = top_level(words);
    let mut parts = Vec::new();
    let mut start = 0;
    for (place, (depth, word)) in depths.iter().enumerate() {
        if *depth == 0 && word.is_symbol(",") {
            parts.extend(words.get(start..place));
            start = place + 1;
        }
    }
    parts.extend(words.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::{Copied, Origin};
    use crate::sql::words;

    #[test]
    fn what_a_query_takes_as_it_stands_is_told_from_what_it_computes() {
        for (statement, columns, origins) in [
            ("new (id, \"B\") SELECT id, b FROM old", Some("id B"), "old old"),
            ("app.new SELECT id, o.b, lower(c), 1, NULL, b AS c FROM app.old AS o", None, "old old = = = old"),
            ("new (a, b) SELECT x.a, y.b FROM old x JOIN other AS y ON x.id = y.id WHERE 1", Some("a b"), "old other"),
            ("new (a, b) SELECT a, y.b FROM old x, old y", Some("a b"), "= old"),
            ("new SELECT * FROM old ORDER BY id", None, "*"),
            ("new AS SELECT * FROM public.old", None, "*"),
            ("new AS SELECT id, 1 FROM old", None, "old ="),
            ("new (a) OVERRIDING SYSTEM VALUE SELECT DISTINCT old.a FROM old", Some("a"), "old"),
            ("new (a) SELECT a FROM old LEFT JOIN (x) USING (a), third", Some("a"), "?"),
            ("new (a) SELECT a FROM old UNION SELECT 1", Some("a"), "?"),
            ("new (a) WITH x AS (SELECT 1) SELECT a FROM x", Some("a"), "?"),
            ("new (a) SELECT (SELECT max(a) FROM x) FROM old", Some("a"), "="),
        ] {
            let words = words(statement);
            let expected = match origins {
                "?" => Copied::Somehow,
                "*" => Copied::Whole("old".to_owned()),
                origins => Copied::From(
                    columns.map(|columns| columns.split(' ').map(str::to_owned).collect()),
                    origins
                        .split_whitespace()
                        .map(|own| if own == "=" { Origin::Computed } else { Origin::Column(own.to_owned()) })
                        .collect(),
                ),
            };
            assert_eq!(Copied::read(&words), Some(expected), "{statement}");
        }
        assert_eq!(Copied::read(&words("t VALUES (1)")), None);
    }
}
