//! One spelling for each type, whether the catalog, a migration or a model names it.

use super::quote::quote;
use crate::schema::ColumnType;
use crate::sql::{Token, TokenKind, words};

/// The type in the spelling of an expert's migration: `INTEGER` for `int4` and `serial`, `VARCHAR(50)` for
/// `character varying(50)`, `TIMESTAMPTZ` for `timestamp with time zone`, `TEXT[]` for `text ARRAY`. A type of the
/// project's own keeps its name, quoted and qualified where that is needed; what is no type's name stays as it is.
pub fn canonical_type(text: &str) -> ColumnType {
    ColumnType::new(spelling(text).unwrap_or_else(|| text.trim().to_owned()))
}

fn spelling(text: &str) -> Option<String> {
    let all = words(text);
    let (parts, is_array) = without_dimensions(&all)?;
    let (name, arguments, ending) = split(text, parts)?;
    let element = match name {
        Name::Words(name) => known(&name, &arguments, &ending).or_else(|| own(&[name], &arguments, &ending))?,
        Name::Parts(parts) => own(&parts, &arguments, &ending)?,
    };
    Some(if is_array { element + "[]" } else { element })
}

/// PostgreSQL keeps neither the number of dimensions nor their sizes: all arrays of a type are one type.
fn without_dimensions<'t, 'a>(all: &'t [Token<'a>]) -> Option<(&'t [Token<'a>], bool)> {
    // The lexer takes `[]` and `[3]` for a name in brackets.
    let is_bracket = |token: &Token<'_>| token.kind == TokenKind::Quoted && token.text.starts_with('[');
    let mut rest = all;
    let mut is_array = false;
    while let [before @ .., last] = rest
        && !before.is_empty()
        && (is_bracket(last) || last.is_word("array"))
    {
        rest = before;
        is_array = true;
    }
    let well_formed = !rest.iter().any(|token| is_bracket(token) || token.kind == TokenKind::Unclosed);
    (!rest.is_empty() && well_formed).then_some((rest, is_array))
}

/// A type's name as it was written.
enum Name {
    /// Bare words, in lower case, one space between them.
    Words(String),
    /// The parts of a qualified or quoted name.
    Parts(Vec<String>),
}

/// The name, its arguments without the parentheses, and what follows them (`with time zone`).
fn split(text: &str, parts: &[Token<'_>]) -> Option<(Name, String, String)> {
    let open = parts.iter().position(|token| token.is_symbol("("));
    let close = parts.iter().rposition(|token| token.is_symbol(")"));
    let (head, arguments, tail) = match (open, close) {
        (Some(open), Some(close)) if open < close => {
            let inner = text.get(parts[open].end()..parts[close].start)?;
            (&parts[..open], inner.split(',').map(str::trim).collect::<Vec<_>>().join(","), &parts[close + 1..])
        }
        (None, None) => (parts, String::new(), &parts[..0]),
        _ => return None,
    };
    let lower =
        |tokens: &[Token<'_>]| tokens.iter().map(|token| token.text.to_ascii_lowercase()).collect::<Vec<_>>().join(" ");
    if !tail.iter().all(|token| token.kind == TokenKind::Word) {
        return None;
    }
    let tail = lower(tail);
    if head.iter().all(|token| token.kind == TokenKind::Word) && !head.is_empty() {
        return Some((Name::Words(lower(head)), arguments, tail));
    }
    let mut names = Vec::new();
    for (place, token) in head.iter().enumerate() {
        match (place % 2, token.kind) {
            (0, TokenKind::Word) => names.push(token.text.to_lowercase()),
            (0, TokenKind::Quoted) => names.push(token.identifier()?),
            (1, TokenKind::Symbol) if token.text == "." => {}
            _ => return None,
        }
    }
    let whole = head.len() % 2 == 1;
    if let [schema, name] = names.as_slice()
        && whole
        && schema == "pg_catalog"
    {
        // `pg_catalog.int4` is the bare word; `pg_catalog."char"` is the type in quotes.
        return Some(if name == "char" {
            (Name::Parts(vec![name.clone()]), arguments, tail)
        } else {
            (Name::Words(name.clone()), arguments, tail)
        });
    }
    if let [schema, _] = names.as_slice()
        && schema == "public"
    {
        names.remove(0);
    }
    whole.then_some((Name::Parts(names), arguments, tail))
}

/// A type that PostgreSQL brings along, or one of the extensions that everybody knows.
fn known(name: &str, arguments: &str, ending: &str) -> Option<String> {
    let with = |name: &str| {
        let ending = if ending.is_empty() { String::new() } else { format!(" {}", ending.to_uppercase()) };
        if arguments.is_empty() { format!("{name}{ending}") } else { format!("{name}({arguments}){ending}") }
    };
    let zone = |plain: &str, zoned: &str, is_zoned: bool| {
        let name = if is_zoned { zoned } else { plain };
        if arguments.is_empty() { name.to_owned() } else { format!("{name}({arguments})") }
    };
    Some(match (name, ending) {
        ("int2" | "smallint" | "smallserial" | "serial2", "") => "SMALLINT".to_owned(),
        ("int" | "int4" | "integer" | "serial" | "serial4", "") => "INTEGER".to_owned(),
        ("int8" | "bigint" | "bigserial" | "serial8", "") => "BIGINT".to_owned(),
        ("float4" | "real", "") => "REAL".to_owned(),
        ("float8" | "double precision", "") => "DOUBLE PRECISION".to_owned(),
        ("float", "") => match arguments.parse::<u64>() {
            Ok(1..=24) => "REAL".to_owned(),
            _ => "DOUBLE PRECISION".to_owned(),
        },
        ("numeric" | "decimal" | "dec", "") => match arguments.strip_suffix(",0") {
            Some(precision) => format!("NUMERIC({precision})"),
            None => with("NUMERIC"),
        },
        ("bool" | "boolean", "") => "BOOLEAN".to_owned(),
        ("varchar" | "character varying" | "char varying" | "national character varying" | "nchar varying", "") => {
            with("VARCHAR")
        }
        ("char" | "character" | "nchar" | "national character" | "national char", "") if arguments.is_empty() => {
            "CHAR(1)".to_owned()
        }
        ("char" | "character" | "nchar" | "national character" | "national char", "") => with("CHAR"),
        ("bpchar", "") if arguments.is_empty() => "BPCHAR".to_owned(),
        ("bpchar", "") => with("CHAR"),
        ("bit", "") if arguments.is_empty() => "BIT(1)".to_owned(),
        ("bit", "") => with("BIT"),
        ("varbit" | "bit varying", "") => with("VARBIT"),
        ("timestamp", "" | "without time zone" | "with time zone") => {
            zone("TIMESTAMP", "TIMESTAMPTZ", ending == "with time zone")
        }
        ("time", "" | "without time zone" | "with time zone") => zone("TIME", "TIMETZ", ending == "with time zone"),
        ("timestamp with time zone" | "timestamptz", "") => with("TIMESTAMPTZ"),
        ("timestamp without time zone", "") => with("TIMESTAMP"),
        ("time with time zone" | "timetz", "") => with("TIMETZ"),
        ("time without time zone", "") => with("TIME"),
        ("interval", _) => with("INTERVAL"),
        (fields, "") if fields.starts_with("interval ") => with(&fields.to_uppercase()),
        (name, "") if BUILT_IN.contains(&name) => with(&name.to_uppercase()),
        _ => return None,
    })
}

/// Types that are written in capitals like the others and have one name only.
#[rustfmt::skip]
const BUILT_IN: &[&str] = &[
    "text", "bytea", "date", "uuid", "json", "jsonb", "jsonpath", "xml", "inet", "cidr", "macaddr", "macaddr8",
    "money", "oid", "pg_lsn", "tsvector", "tsquery", "int4range", "int8range", "numrange", "tsrange", "tstzrange",
    "daterange", "int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange",
    "datemultirange", "point", "line", "lseg", "box", "path", "polygon", "circle", "citext", "ltree", "hstore",
];

/// A type of the project's own or of an extension: its name is an identifier.
fn own(parts: &[String], arguments: &str, ending: &str) -> Option<String> {
    if !ending.is_empty() || parts.iter().any(|part| part.contains(' ') && parts.len() == 1 && part.is_empty()) {
        return None;
    }
    let name = parts.iter().map(|part| quote(part)).collect::<Vec<_>>().join(".");
    Some(if arguments.is_empty() { name } else { format!("{name}({arguments})") })
}

#[cfg(test)]
mod tests {
    use super::canonical_type;

    #[test]
    fn every_spelling_comes_to_one() {
        for (written, canonical) in [
            ("int4", "INTEGER"),
            ("integer", "INTEGER"),
            ("Serial", "INTEGER"),
            ("bigserial", "BIGINT"),
            ("pg_catalog.int8", "BIGINT"),
            ("double   precision", "DOUBLE PRECISION"),
            ("float(24)", "REAL"),
            ("float", "DOUBLE PRECISION"),
            ("character varying(50)", "VARCHAR(50)"),
            ("varchar ( 50 )", "VARCHAR(50)"),
            ("character varying", "VARCHAR"),
            ("char", "CHAR(1)"),
            ("character(3)", "CHAR(3)"),
            ("\"char\"", "\"char\""),
            ("numeric(10, 2)", "NUMERIC(10,2)"),
            ("numeric(10,0)", "NUMERIC(10)"),
            ("decimal", "NUMERIC"),
            ("timestamp without time zone", "TIMESTAMP"),
            ("timestamp(3) with time zone", "TIMESTAMPTZ(3)"),
            ("timestamptz", "TIMESTAMPTZ"),
            ("time with time zone", "TIMETZ"),
            ("interval day to second(3)", "INTERVAL DAY TO SECOND(3)"),
            ("bit varying(8)", "VARBIT(8)"),
            ("text[]", "TEXT[]"),
            ("text ARRAY", "TEXT[]"),
            ("integer[3][4]", "INTEGER[]"),
            ("character varying(5)[]", "VARCHAR(5)[]"),
            ("timestamp with time zone[]", "TIMESTAMPTZ[]"),
            ("mood", "mood"),
            ("Mood", "mood"),
            ("\"Mood\"", "\"Mood\""),
            ("public.mood", "mood"),
            ("public.\"Mood\"[]", "\"Mood\"[]"),
            ("app.\"order\"", "app.\"order\""),
            ("geometry(Point, 4326)", "geometry(Point,4326)"),
            ("jsonb", "JSONB"),
            ("tsvector", "TSVECTOR"),
            ("", ""),
            ("a b(", "a b("),
        ] {
            assert_eq!(canonical_type(written).text(), canonical, "{written}");
            assert_eq!(canonical_type(canonical).text(), canonical, "{canonical} again");
        }
    }
}
