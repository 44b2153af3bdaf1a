//! Whether a statement that was begun came to its end, as the catalog tells.

use super::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::sql::{MysqlMode, Statement, Token, Tongue, executable};

/// `Some(false)` also where nothing is lost by running it again; `None` where it cannot be told.
pub(super) fn has_run(session: &mut MysqlSession, statement: &Statement) -> Result<Option<bool>, SqlError> {
    let found = session.query("SELECT DATABASE(), @@sql_mode")?.concat();
    let mut found = found.into_iter().map(Option::unwrap_or_default);
    let (database, mode) = (found.next().unwrap_or_default(), MysqlMode::of(&found.next().unwrap_or_default()));
    let tongue = match statement.tongue {
        Tongue::Mysql(own) => Tongue::Mysql(own.or(mode)),
        Tongue::Common => Tongue::Mysql(mode),
    };
    let words = tongue.words(executable(&statement.text));
    let at = |place: usize, word: &str| words.get(place).is_some_and(|token| token.is_word(word));
    let says = |word: &str| words.iter().take(6).any(|token| token.is_word(word));
    const AGAIN: [&str; 12] = [
        "truncate", "analyze", "optimize", "check", "flush", "grant", "revoke", "begin", "start", "commit", "rollback",
        "unlock",
    ];
    if AGAIN.iter().any(|word| at(0, word)) && !at(1, "not") {
        return Ok(Some(false));
    }
    if at(0, "create") && (says("temporary") || says("replace") || says("exists"))
        || at(0, "drop") && (says("exists") || says("temporary"))
    {
        return Ok(Some(false));
    }
    let mut catalog = Catalog { session, database };
    if at(0, "create") {
        return catalog.created(&words);
    }
    if at(0, "drop") {
        return catalog.dropped(&words);
    }
    if at(0, "rename") && (at(1, "table") || at(1, "tables")) {
        return catalog.renamed(words.get(2..).unwrap_or_default());
    }
    if at(0, "alter") {
        let table = words.iter().take(4).position(|token| token.is_word("table"));
        return match table.and_then(|place| words.get(place + 1..)) {
            Some(rest) => catalog.altered(rest),
            None => Ok(None),
        };
    }
    Ok(None)
}

/// Kinds of things with the catalog's table of them and the columns that name them.
const KINDS: [(&str, &str, &str, &str); 9] = [
    ("table", "TABLES", "TABLE_SCHEMA", "TABLE_NAME"),
    ("view", "TABLES", "TABLE_SCHEMA", "TABLE_NAME"),
    ("sequence", "TABLES", "TABLE_SCHEMA", "TABLE_NAME"),
    ("trigger", "TRIGGERS", "TRIGGER_SCHEMA", "TRIGGER_NAME"),
    ("procedure", "ROUTINES", "ROUTINE_SCHEMA", "ROUTINE_NAME"),
    ("function", "ROUTINES", "ROUTINE_SCHEMA", "ROUTINE_NAME"),
    ("event", "EVENTS", "EVENT_SCHEMA", "EVENT_NAME"),
    ("database", "SCHEMATA", "CATALOG_NAME", "SCHEMA_NAME"),
    ("schema", "SCHEMATA", "CATALOG_NAME", "SCHEMA_NAME"),
];

/// A name with the database before it, if there is one, and what follows it.
struct Name<'w, 't> {
    database: Option<String>,
    name: String,
    rest: &'w [Token<'t>],
}

fn name<'w, 't>(words: &'w [Token<'t>]) -> Option<Name<'w, 't>> {
    let first = words.first()?.identifier()?;
    if words.get(1).is_some_and(|dot| dot.is_symbol(".")) {
        let name = words.get(2)?.identifier()?;
        return Some(Name { database: Some(first), name, rest: words.get(3..).unwrap_or_default() });
    }
    Some(Name { database: None, name: first, rest: words.get(1..).unwrap_or_default() })
}

struct Catalog<'s> {
    session: &'s mut MysqlSession,
    /// The one that names without a database are in.
    database: String,
}

impl Catalog<'_> {
    fn created(&mut self, words: &[Token<'_>]) -> Result<Option<bool>, SqlError> {
        if let Some(place) = words.iter().take(4).position(|token| token.is_word("index")) {
            let rest = words.get(place + 1..).unwrap_or_default();
            let index = rest.first().and_then(Token::identifier);
            let on = rest.iter().position(|token| token.is_word("on"));
            let table = on.and_then(|on| name(rest.get(on + 1..).unwrap_or_default()));
            let Some((index, table)) = index.zip(table) else { return Ok(None) };
            return self.has_index(&table, &index).map(Some);
        }
        let place = words.iter().take(12).position(|token| KINDS.iter().any(|(kind, ..)| token.is_word(kind)));
        let Some((kind, name)) = place.and_then(|place| Some((words.get(place)?, name(words.get(place + 1..)?)?)))
        else {
            return Ok(None);
        };
        self.is_there(kind.text, &name).map(Some)
    }

    fn dropped(&mut self, words: &[Token<'_>]) -> Result<Option<bool>, SqlError> {
        let Some(kind) = words.get(1) else { return Ok(None) };
        let mut rest = words.get(2..).unwrap_or_default();
        if kind.is_word("index") {
            let index = rest.first().and_then(Token::identifier);
            let table = name(rest.get(2..).unwrap_or_default());
            let Some((index, table)) = index.zip(table) else { return Ok(None) };
            return Ok(Some(!self.has_index(&table, &index)?));
        }
        if !KINDS.iter().any(|(own, ..)| kind.is_word(own)) {
            return Ok(None);
        }
        let mut there = Vec::new();
        while let Some(next) = name(rest) {
            there.push(self.is_there(kind.text, &next)?);
            rest =
                next.rest.get(1..).filter(|_| next.rest.first().is_some_and(|own| own.is_symbol(","))).unwrap_or(&[]);
        }
        Ok(match (there.contains(&true), there.contains(&false)) {
            (true, false) => Some(false),
            (false, true) => Some(true),
            _ => None,
        })
    }

    /// `a TO b, c TO d`: all of them or none. Names that one gives and another takes tell nothing.
    fn renamed(&mut self, words: &[Token<'_>]) -> Result<Option<bool>, SqlError> {
        let mut pairs = Vec::new();
        for pair in actions(words) {
            let from = name(pair);
            let to = from.as_ref().and_then(|from| name(from.rest.get(1..)?));
            let Some((from, to)) = from.zip(to) else { return Ok(None) };
            pairs.push((self.place(&from), self.place(&to), from, to));
        }
        let mut there = (Vec::new(), Vec::new());
        for (from, to, old, new) in &pairs {
            if !pairs.iter().any(|(_, other, ..)| other == from) {
                there.0.push(self.is_there("table", old)?);
            }
            if !pairs.iter().any(|(other, ..)| other == to) {
                there.1.push(self.is_there("table", new)?);
            }
        }
        let all = |found: &[bool], expected: bool| !found.is_empty() && found.iter().all(|own| *own == expected);
        Ok(match (all(&there.0, true) && all(&there.1, false), all(&there.0, false) && all(&there.1, true)) {
            (true, _) => Some(false),
            (_, true) => Some(true),
            _ => None,
        })
    }

    fn place(&self, name: &Name<'_, '_>) -> (String, String) {
        (name.database.as_deref().unwrap_or(&self.database).to_owned(), name.name.clone())
    }

    fn moved(&mut self, from: &Name<'_, '_>, to: &Name<'_, '_>) -> Result<Option<bool>, SqlError> {
        Ok(match (self.is_there("table", from)?, self.is_there("table", to)?) {
            (true, false) => Some(false),
            (false, true) => Some(true),
            _ => None,
        })
    }

    /// What follows ALTER TABLE. It is done whole or not at all: one of its actions tells.
    fn altered(&mut self, words: &[Token<'_>]) -> Result<Option<bool>, SqlError> {
        let Some(table) = name(words) else { return Ok(None) };
        let mut all_may_be_repeated = true;
        for action in actions(table.rest) {
            match self.action(&table, action)? {
                Told::Is(done) => return Ok(Some(done)),
                Told::Again => {}
                Told::Nothing => all_may_be_repeated = false,
            }
        }
        Ok(all_may_be_repeated.then_some(false))
    }

    fn action(&mut self, table: &Name<'_, '_>, words: &[Token<'_>]) -> Result<Told, SqlError> {
        let at = |place: usize, word: &str| words.get(place).is_some_and(|token| token.is_word(word));
        let named = |place: usize| words.get(place).and_then(Token::identifier);
        let column = if at(1, "column") { 2 } else { 1 };
        if at(0, "add") || at(0, "drop") {
            let adds = at(0, "add");
            let of = |there: bool| Told::Is(there == adds);
            if words.iter().take(5).any(|token| token.is_word("exists")) {
                return Ok(Told::Again);
            }
            if at(1, "primary") {
                return Ok(of(self.has_index_named(table, "PRIMARY")?));
            }
            if at(1, "constraint") || at(1, "foreign") || (at(1, "check") && !adds) {
                // `ADD FOREIGN KEY` and `ADD CONSTRAINT CHECK` are named by the server.
                let place = if at(1, "foreign") { 3 } else { 2 };
                let given = named(place).filter(|_| !(adds && at(1, "foreign")));
                const KEYWORDS: [&str; 4] = ["check", "foreign", "unique", "primary"];
                let given = given.filter(|own| !KEYWORDS.iter().any(|word| own.eq_ignore_ascii_case(word)));
                return given.map_or(Ok(Told::Nothing), |own| Ok(of(self.has_constraint(table, &own)?)));
            }
            const INDEXES: [&str; 5] = ["unique", "index", "key", "fulltext", "spatial"];
            if INDEXES.iter().any(|word| at(1, word)) {
                let place = if at(2, "key") || at(2, "index") { 3 } else { 2 };
                return named(place).map_or(Ok(Told::Nothing), |own| Ok(of(self.has_index_named(table, &own)?)));
            }
            if at(1, "check") || at(1, "partition") || at(1, "system") || at(1, "period") {
                return Ok(Told::Nothing);
            }
            return named(column).map_or(Ok(Told::Nothing), |own| Ok(of(self.has_column(table, &own)?)));
        }
        if at(0, "rename") {
            if at(1, "column") {
                return self.column_moved(table, named(2), named(4));
            }
            if at(1, "index") || at(1, "key") {
                let Some((from, to)) = named(2).zip(named(4)) else { return Ok(Told::Nothing) };
                let (old, new) = (self.has_index_named(table, &from)?, self.has_index_named(table, &to)?);
                return Ok(if old == new { Told::Nothing } else { Told::Is(new) });
            }
            let place = if at(1, "to") || at(1, "as") { 2 } else { 1 };
            let Some(to) = name(words.get(place..).unwrap_or_default()) else { return Ok(Told::Nothing) };
            return Ok(self.moved(table, &to)?.map_or(Told::Nothing, Told::Is));
        }
        if at(0, "change") {
            let (from, to) = (named(column), named(column + 1));
            let same = from.as_ref().zip(to.as_ref()).is_some_and(|(from, to)| from.eq_ignore_ascii_case(to));
            return if same { Ok(Told::Again) } else { self.column_moved(table, from, to) };
        }
        const AGAIN: [&str; 15] = [
            "modify",
            "alter",
            "engine",
            "comment",
            "convert",
            "default",
            "character",
            "collate",
            "auto_increment",
            "row_format",
            "disable",
            "enable",
            "order",
            "force",
            "algorithm",
        ];
        Ok(if AGAIN.iter().any(|word| at(0, word)) || at(0, "lock") { Told::Again } else { Told::Nothing })
    }

    fn column_moved(
        &mut self,
        table: &Name<'_, '_>,
        from: Option<String>,
        to: Option<String>,
    ) -> Result<Told, SqlError> {
        let Some((from, to)) = from.zip(to) else { return Ok(Told::Nothing) };
        let (old, new) = (self.has_column(table, &from)?, self.has_column(table, &to)?);
        Ok(if old == new { Told::Nothing } else { Told::Is(new) })
    }

    fn is_there(&mut self, kind: &str, name: &Name<'_, '_>) -> Result<bool, SqlError> {
        let Some((kind, table, schema, column)) = KINDS.iter().find(|(own, ..)| own.eq_ignore_ascii_case(kind)) else {
            return Ok(false);
        };
        let database = if *table == "SCHEMATA" { "'def'".to_owned() } else { self.database(name) };
        let own = self.session.quoted(&name.name);
        let more = match *kind {
            "procedure" | "function" => format!(" AND ROUTINE_TYPE = '{}'", kind.to_uppercase()),
            _ => String::new(),
        };
        self.any(&format!("information_schema.{table} WHERE {schema} = {database} AND {column} = {own}{more}"))
    }

    fn has_index(&mut self, table: &Name<'_, '_>, index: &str) -> Result<bool, SqlError> {
        self.has_index_named(table, index)
    }

    fn has_index_named(&mut self, table: &Name<'_, '_>, index: &str) -> Result<bool, SqlError> {
        self.of_table("STATISTICS", "INDEX_NAME", table, index)
    }

    fn has_column(&mut self, table: &Name<'_, '_>, column: &str) -> Result<bool, SqlError> {
        self.of_table("COLUMNS", "COLUMN_NAME", table, column)
    }

    fn has_constraint(&mut self, table: &Name<'_, '_>, constraint: &str) -> Result<bool, SqlError> {
        self.of_table("TABLE_CONSTRAINTS", "CONSTRAINT_NAME", table, constraint)
    }

    fn of_table(&mut self, catalog: &str, column: &str, table: &Name<'_, '_>, own: &str) -> Result<bool, SqlError> {
        let database = self.database(table);
        let (table, own) = (self.session.quoted(&table.name), self.session.quoted(own));
        self.any(&format!(
            "information_schema.{catalog} WHERE TABLE_SCHEMA = {database} AND TABLE_NAME = {table} AND {column} = {own}"
        ))
    }

    fn database(&self, name: &Name<'_, '_>) -> String {
        self.session.quoted(name.database.as_deref().unwrap_or(&self.database))
    }

    fn any(&mut self, from: &str) -> Result<bool, SqlError> {
        Ok(!self.session.query(&format!("SELECT 1 FROM {from} LIMIT 1"))?.is_empty())
    }
}

/// What one action of ALTER TABLE tells.
enum Told {
    /// Whether the whole was done.
    Is(bool),
    /// Nothing, and doing it again is no harm.
    Again,
    /// Nothing.
    Nothing,
}

/// The actions of ALTER TABLE, cut at the commas outside parentheses.
fn actions<'w, 't>(words: &'w [Token<'t>]) -> Vec<&'w [Token<'t>]> {
    let mut depth = 0_usize;
    words
        .split(|token| {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth = depth.saturating_sub(1);
            }
            depth == 0 && token.is_symbol(",")
        })
        .collect()
}
