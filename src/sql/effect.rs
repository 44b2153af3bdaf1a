//! What statements do, in a few words for a person.

use std::collections::BTreeSet;

use super::lexer::{Token, TokenKind};
use super::statement::Statement;

/// How much is shown of a statement that there are no words for.
const SHOWN: usize = 60;
/// What a table is called while it is made anew.
const ASIDE: &str = "manage_old_";
/// What can stand between a verb and the kind of thing that it is about.
const BESIDE: [&str; 22] = [
    "or",
    "replace",
    "global",
    "local",
    "temp",
    "temporary",
    "unlogged",
    "virtual",
    "unique",
    "fulltext",
    "spatial",
    "materialized",
    "recursive",
    "constraint",
    "concurrently",
    "if",
    "not",
    "exists",
    "only",
    "definer",
    "trusted",
    "aggregate",
];

/// What the statements do to which table, in their order. A table that is made anew is told once, and what is said twice
/// in a row as well.
pub fn effects(statements: &[Statement]) -> Vec<String> {
    let all: Vec<Effect> = statements.iter().map(Effect::of).collect();
    let anew: BTreeSet<&str> = all.iter().filter_map(Effect::begins_anew).collect();
    let mut said: Vec<String> = Vec::new();
    for effect in &all {
        let text = match effect.begins_anew() {
            Some(table) => format!("Make table {table} anew"),
            None if effect.is_part_of(&anew) => continue,
            None => effect.words.clone(),
        };
        if said.last() != Some(&text) {
            said.push(text);
        }
    }
    said
}

/// What one statement does.
struct Effect {
    words: String,
    verb: &'static str,
    /// The table, where it is one.
    table: String,
    /// The name that it gets, where it is renamed.
    to: Option<String>,
}

impl Effect {
    fn of(statement: &Statement) -> Self {
        let tokens = statement.words();
        let mut reader = Reader { tokens: &tokens, place: 0 };
        reader.effect().unwrap_or_else(|| Self::other(&statement.text))
    }

    fn new(verb: &'static str, table: String, words: String) -> Self {
        Self { words, verb, table, to: None }
    }

    fn other(text: &str) -> Self {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut shown: String = line.chars().take(SHOWN).collect();
        if shown.len() < line.len() {
            shown.push('…');
        }
        Self::new("other", String::new(), shown)
    }

    /// The table that is put aside, to be made anew.
    fn begins_anew(&self) -> Option<&str> {
        self.to.as_ref().filter(|to| to.starts_with(ASIDE)).map(|_| self.table.as_str())
    }

    /// Whether it belongs to the making of one of the tables.
    fn is_part_of(&self, anew: &BTreeSet<&str>) -> bool {
        let table = self.table.strip_prefix(ASIDE).unwrap_or(&self.table);
        !anew.is_empty()
            && match self.verb {
                "create" | "insert" | "drop" => anew.contains(table) || table == "sqlite_sequence",
                "other" => self.words.to_lowercase().starts_with("pragma defer_foreign_keys"),
                "update" | "delete" => table == "sqlite_sequence",
                _ => false,
            }
    }
}

/// Reads the words of a statement.
struct Reader<'a> {
    tokens: &'a [Token<'a>],
    place: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.place)
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.is_word(word));
        self.place += usize::from(found);
        found
    }

    fn eat_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.eat(word))
    }

    fn skip(&mut self, words: &[&str]) {
        while self.eat_any(words) {}
    }

    /// A name, with its schema where one stands before it.
    fn name(&mut self) -> Option<String> {
        let mut name = self.part()?;
        while self.peek().is_some_and(|token| token.is_symbol(".")) {
            self.place += 1;
            name = format!("{name}.{}", self.part()?);
        }
        Some(name)
    }

    fn part(&mut self) -> Option<String> {
        let token = self.peek()?;
        let name = match token.kind {
            TokenKind::Text => token.text.trim_matches('\'').to_owned(),
            _ => token.identifier()?,
        };
        self.place += 1;
        Some(name)
    }

    fn effect(&mut self) -> Option<Effect> {
        let first = self.peek()?.text.to_lowercase();
        self.place += 1;
        match first.as_str() {
            "create" => self.create(),
            "drop" => self.drop_of(),
            "alter" => self.alter(),
            "insert" | "replace" => {
                while !self.eat("into") {
                    // `INSERT OR IGNORE`, `INSERT LOW_PRIORITY`; MySQL needs no INTO.
                    if self.place > 3 {
                        return None;
                    }
                    self.place += 1;
                }
                let table = self.name()?;
                Some(Effect::new("insert", table.clone(), format!("Insert rows into {table}")))
            }
            "update" => {
                if self.eat("or") {
                    self.place += 1;
                }
                self.skip(&["only", "low_priority", "ignore"]);
                let table = self.name()?;
                Some(Effect::new("update", table.clone(), format!("Update rows of {table}")))
            }
            "delete" => {
                self.skip(&["low_priority", "quick", "ignore"]);
                self.eat("from").then_some(())?;
                self.skip(&["only"]);
                let table = self.name()?;
                Some(Effect::new("delete", table.clone(), format!("Delete rows of {table}")))
            }
            "truncate" => {
                self.skip(&["table", "only"]);
                let table = self.name()?;
                Some(Effect::new("truncate", table.clone(), format!("Empty table {table}")))
            }
            _ => None,
        }
    }

    /// The kind of thing that a CREATE or DROP is about.
    fn kind(&mut self) -> Option<String> {
        const KINDS: [&str; 19] = [
            "table",
            "index",
            "view",
            "trigger",
            "type",
            "function",
            "procedure",
            "extension",
            "schema",
            "sequence",
            "domain",
            "database",
            "event",
            "policy",
            "rule",
            "role",
            "cast",
            "aggregate",
            "collation",
        ];
        while let Some(token) = self.peek().filter(|token| !token.is_symbol("(")) {
            self.place += 1;
            if let Some(kind) = KINDS.iter().find(|kind| token.is_word(kind)) {
                return Some((*kind).to_owned());
            }
            if self.place > 12 {
                break;
            }
        }
        None
    }

    fn create(&mut self) -> Option<Effect> {
        let kind = self.kind()?;
        self.skip(&BESIDE);
        // PostgreSQL's index needs no name.
        let name = if self.peek()?.is_word("on") { "without a name".to_owned() } else { self.name()? };
        let on = if kind == "index" || kind == "trigger" || kind == "policy" { self.on() } else { None };
        let table = if kind == "table" { name.clone() } else { String::new() };
        Some(Effect::new("create", table, format!("Create {kind} {name}{}", on.unwrap_or_default())))
    }

    fn drop_of(&mut self) -> Option<Effect> {
        let kind = self.kind()?;
        self.skip(&BESIDE);
        let mut name = self.name()?;
        let table = if kind == "table" { name.clone() } else { String::new() };
        while self.peek().is_some_and(|token| token.is_symbol(",")) {
            self.place += 1;
            name = format!("{name}, {}", self.name()?);
        }
        let on = self.on().unwrap_or_default();
        Some(Effect::new("drop", table, format!("Drop {kind} {name}{on}")))
    }

    /// ` on users`, if that comes.
    fn on(&mut self) -> Option<String> {
        let place = self.tokens.iter().skip(self.place).position(|token| token.is_word("on"))?;
        self.place += place + 1;
        self.skip(&["only"]);
        self.name().map(|table| format!(" on {table}"))
    }

    fn alter(&mut self) -> Option<Effect> {
        self.skip(&["ignore", "online"]);
        let kind = self.peek()?.text.to_lowercase();
        self.place += 1;
        if kind != "table" {
            self.skip(&["if", "exists"]);
            let name = self.name()?;
            return Some(Effect::new("alter", String::new(), format!("Alter {kind} {name}")));
        }
        self.skip(&["if", "exists", "only"]);
        let table = self.name()?;
        let mut to = None;
        let mut said: Vec<String> = Vec::new();
        while let Some(action) = self.action(&table, &mut to) {
            if said.last() != Some(&action) {
                said.push(action);
            }
            if !self.next_action() {
                break;
            }
        }
        let words = if said.is_empty() { format!("Alter table {table}") } else { said.join(", ") };
        Some(Effect { to, ..Effect::new("alter", table, words) })
    }

    /// One thing that is done to the table.
    fn action(&mut self, table: &str, to: &mut Option<String>) -> Option<String> {
        const PARTS: [&str; 9] =
            ["constraint", "primary", "unique", "index", "key", "foreign", "check", "fulltext", "spatial"];
        let verb = self.peek()?.text.to_lowercase();
        self.place += 1;
        Some(match verb.as_str() {
            "add" | "drop" => {
                let (does, of) = if verb == "add" { ("Add", "to") } else { ("Drop", "from") };
                self.eat("column");
                self.skip(&["if", "not", "exists"]);
                let part = self.peek()?;
                match PARTS.iter().find(|word| part.is_word(word)) {
                    Some(&("primary" | "foreign")) => format!("{does} {} key {of} {table}", part.text.to_lowercase()),
                    Some(word) => {
                        self.place += 1;
                        self.skip(&["if", "not", "exists", "index", "key"]);
                        let name = self.name().map(|name| format!(" {name}")).unwrap_or_default();
                        format!("{does} {word}{name} {of} {table}")
                    }
                    None if part.is_symbol("(") => format!("{does} columns {of} {table}"),
                    None => format!("{does} column {} {of} {table}", self.name()?),
                }
            }
            "rename" => {
                if self.eat_any(&["to", "as"]) {
                    let name = self.name()?;
                    let said = format!("Rename table {table} to {name}");
                    *to = Some(name);
                    return Some(said);
                }
                let what = ["column", "constraint", "index", "key"].iter().find(|word| self.eat(word)).copied();
                let from = self.name()?;
                self.eat("to");
                format!("Rename {} {from} to {} on {table}", what.unwrap_or("column"), self.name()?)
            }
            "alter" | "modify" | "change" => {
                if self.eat_any(&["constraint", "index"]) {
                    return Some(format!("Alter {} on {table}", self.name()?));
                }
                self.eat("column");
                self.skip(&["if", "exists"]);
                let name = self.name()?;
                match verb.as_str() {
                    "change" => match self.name()? {
                        new if new != name => format!("Rename column {name} to {new} on {table}"),
                        _ => format!("Alter column {name} on {table}"),
                    },
                    _ => format!("Alter column {name} on {table}"),
                }
            }
            "validate" => {
                self.eat("constraint");
                format!("Validate constraint {} of {table}", self.name()?)
            }
            _ => format!("Alter table {table}"),
        })
    }

    /// Whether a comma outside all brackets follows, after which the next action stands.
    fn next_action(&mut self) -> bool {
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            self.place += 1;
            match token.text {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                "," if depth == 0 => return true,
                _ => {}
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::Statement;
    use super::effects;

    fn said(statements: &[&str]) -> Vec<String> {
        let statement = |text: &&str| Statement::new(*text, 1);
        effects(&statements.iter().map(statement).collect::<Vec<_>>())
    }

    #[test]
    fn each_statement_has_its_words() {
        for (statement, expected) in [
            ("CREATE TABLE IF NOT EXISTS users (id INT)", "Create table users"),
            ("create unlogged table app.\"Users\" (id int)", "Create table app.Users"),
            ("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY users (a)", "Create index i on users"),
            ("CREATE INDEX ON users (a)", "Create index without a name on users"),
            ("CREATE OR REPLACE FUNCTION f() RETURNS int AS $$ SELECT 1 $$", "Create function f"),
            (
                "CREATE DEFINER=`root`@`%` TRIGGER t BEFORE INSERT ON users FOR EACH ROW SET @a = 1",
                "Create trigger t on users",
            ),
            ("CREATE TYPE mood AS ENUM ('a')", "Create type mood"),
            ("DROP TABLE IF EXISTS a, b", "Drop table a, b"),
            ("DROP INDEX i ON users", "Drop index i on users"),
            ("ALTER TABLE users ADD COLUMN age INT NOT NULL", "Add column age to users"),
            (
                "ALTER TABLE users ADD age NUMERIC(3, 1), DROP COLUMN b",
                "Add column age to users, Drop column b from users",
            ),
            ("ALTER TABLE users ADD CONSTRAINT c CHECK (a > 1)", "Add constraint c to users"),
            ("ALTER TABLE users ADD PRIMARY KEY (a)", "Add primary key to users"),
            ("ALTER TABLE users DROP FOREIGN KEY k", "Drop foreign key from users"),
            ("ALTER TABLE users ADD UNIQUE INDEX k (a)", "Add unique k to users"),
            ("ALTER TABLE users RENAME TO people", "Rename table users to people"),
            ("ALTER TABLE users RENAME COLUMN a TO b", "Rename column a to b on users"),
            ("ALTER TABLE ONLY users ALTER COLUMN a TYPE text, ALTER a SET NOT NULL", "Alter column a on users"),
            ("ALTER TABLE users MODIFY a INT", "Alter column a on users"),
            ("ALTER TABLE users CHANGE a b INT", "Rename column a to b on users"),
            ("ALTER TABLE users OWNER TO me", "Alter table users"),
            ("ALTER TYPE mood ADD VALUE 'x'", "Alter type mood"),
            ("INSERT OR IGNORE INTO users VALUES (1)", "Insert rows into users"),
            ("UPDATE users SET a = 1", "Update rows of users"),
            ("DELETE FROM users", "Delete rows of users"),
            ("TRUNCATE users", "Empty table users"),
            ("SELECT\n  1", "SELECT 1"),
            ("", ""),
        ] {
            assert_eq!(said(&[statement]), [expected], "{statement}");
        }
        let long = format!("DO $$ {} $$", "x ".repeat(100));
        assert_eq!(said(&[&long])[0].chars().count(), 61);
    }

    #[test]
    fn a_table_that_is_made_anew_is_told_once() {
        assert_eq!(
            said(&[
                "PRAGMA defer_foreign_keys = ON",
                "ALTER TABLE users RENAME TO manage_old_users",
                "CREATE TABLE users (id INTEGER)",
                "INSERT INTO users (id) SELECT id FROM manage_old_users",
                "DROP TABLE manage_old_users",
                "CREATE INDEX i ON users (id)",
                "PRAGMA defer_foreign_keys = OFF",
                "INSERT INTO posts VALUES (1)",
                "INSERT INTO posts VALUES (2)",
            ]),
            ["Make table users anew", "Create index i on users", "Insert rows into posts"]
        );
    }

    #[test]
    fn what_is_cut_off_or_odd_is_no_panic() {
        for text in [
            "CREATE",
            "CREATE TABLE",
            "DROP",
            "ALTER",
            "ALTER TABLE",
            "ALTER TABLE a ADD",
            "INSERT",
            "UPDATE",
            "DELETE",
            "TRUNCATE",
            "ALTER TABLE a RENAME",
            "ALTER ignore ignore",
            "(",
            ";",
        ] {
            assert_eq!(said(&[text]).len(), 1, "{text}");
        }
    }
}
