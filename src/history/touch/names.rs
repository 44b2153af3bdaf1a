use std::collections::{BTreeMap, BTreeSet};

use crate::sql::{Statement, Token, TokenKind, Tongue};

/// The names of a history.
#[derive(Default)]
pub(super) struct Names {
    /// Tables, views, indexes and triggers.
    pub(super) tables: BTreeSet<String>,
    /// Types, functions and the like, which are changed only by statements about them.
    pub(super) others: BTreeSet<String>,
    pub(super) links: Links,
}

impl Names {
    pub(super) fn of<'a>(statements: impl Iterator<Item = &'a Statement> + Clone) -> Self {
        let mut names = Self::default();
        for statement in statements.clone() {
            let words = statement.words();
            names.tables.extend(if names_its_table(statement, &words) {
                table_of_index(&words)
            } else {
                named(&words)
            });
            names.others.extend(about(&words));
        }
        names.others.retain(|name| !names.tables.contains(name));
        for statement in statements {
            let words = statement.words();
            let known = || words.iter().filter_map(name).filter(|name| names.tables.contains(name));
            if makes(&words, &["view", "index"]) && !names_its_table(statement, &words) {
                let mut mentioned = known();
                let made = named(&words).into_iter().next();
                if let Some(made) = made.or_else(|| mentioned.next()) {
                    let others: Vec<String> = mentioned.filter(|name| *name != made).collect();
                    if makes(&words, &["index"]) {
                        names.links.tables.entry(made.clone()).or_default().extend(others.iter().cloned());
                    }
                    names.links.stands_on(&made, others);
                }
            } else if makes(&words, &["trigger"]) || renames(&words) {
                names.links.join(known());
            }
        }
        names
    }
}

/// The type, function or the like that the statement is about.
pub(super) fn about(words: &[Token<'_>]) -> Option<String> {
    const VERBS: [&str; 3] = ["create", "alter", "drop"];
    const KINDS: [&str; 6] = ["type", "domain", "sequence", "function", "procedure", "aggregate"];
    const BETWEEN: [&str; 3] = ["if", "not", "exists"];
    words.first().filter(|first| VERBS.iter().any(|word| first.is_word(word)))?;
    let is_kind = |word: &Token<'_>| KINDS.iter().any(|kind| word.is_word(kind));
    let place = words.iter().take(4).position(is_kind)?;
    let between = |word: &&Token<'_>| BETWEEN.iter().any(|between| word.is_word(between));
    let mut rest = words.iter().skip(place + 1).skip_while(between);
    let first = rest.next().and_then(name)?;
    let qualified = rest.next().is_some_and(|dot| dot.is_symbol(".")).then(|| rest.next().and_then(name)).flatten();
    Some(qualified.unwrap_or(first))
}

/// What belongs together: a table before and after it was renamed, a trigger and the tables of which it speaks; and what
/// stands on what: views and indexes on tables.
#[derive(Default)]
pub(super) struct Links {
    parents: BTreeMap<String, String>,
    below: BTreeMap<String, BTreeSet<String>>,
    /// Of these, the tables of indexes.
    pub(super) tables: BTreeMap<String, BTreeSet<String>>,
}

impl Links {
    /// The name that stands for all that are the same.
    pub(super) fn group(&self, name: &str) -> String {
        let mut name = name.to_owned();
        while let Some(parent) = self.parents.get(&name) {
            name.clone_from(parent);
        }
        name
    }

    /// The same, with all that the name stands on.
    pub(super) fn groups(&self, name: &str) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(name) = open.pop() {
            if seen.insert(name.clone()) {
                open.extend(self.below.get(&name).into_iter().flatten().cloned());
            }
        }
        seen.iter().map(|name| self.group(name)).collect()
    }

    fn stands_on(&mut self, name: &str, others: Vec<String>) {
        self.below.entry(name.to_owned()).or_default().extend(others);
    }

    fn join(&mut self, names: impl Iterator<Item = String>) {
        let groups: BTreeSet<String> = names.map(|name| self.group(&name)).collect();
        let mut groups = groups.into_iter();
        let Some(first) = groups.next() else { return };
        for other in groups {
            self.parents.insert(other, first.clone());
        }
    }
}

/// The token as a name, in lower case.
pub(super) fn name(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Word | TokenKind::Quoted => token.identifier().map(|name| name.to_lowercase()),
        _ => None,
    }
}

/// The names that stand where tables, views, indexes and triggers are named.
pub(super) fn named(words: &[Token<'_>]) -> Vec<String> {
    const BETWEEN: [&str; 4] = ["if", "not", "exists", "or"];
    let on_table = makes(words, &["index", "trigger"]);
    let mut found = Vec::new();
    for place in 0..words.len() {
        if !leads(words, place, on_table) {
            continue;
        }
        let mut rest =
            words.iter().skip(place + 1).skip_while(|word| BETWEEN.iter().any(|between| word.is_word(between)));
        let Some(first) = rest.next().and_then(name) else { continue };
        // `main.users`, `app.users`.
        let qualified = rest.next().is_some_and(|dot| dot.is_symbol(".")).then(|| rest.next().and_then(name)).flatten();
        found.push(qualified.unwrap_or(first));
    }
    found
}

/// Whether a name of a table or the like follows the word.
fn leads(words: &[Token<'_>], place: usize, on_table: bool) -> bool {
    const ALWAYS: [&str; 8] = ["table", "into", "from", "join", "references", "view", "index", "trigger"];
    let at = |place: Option<usize>, word: &str| {
        place.and_then(|place| words.get(place)).is_some_and(|token| token.is_word(word))
    };
    let (before, here, after) = (place.checked_sub(1), Some(place), Some(place + 1));
    ALWAYS.iter().any(|word| at(here, word))
        // Not `ON UPDATE CASCADE`, nor `AFTER UPDATE ON t`.
        || (at(here, "update") && !at(before, "on") && !at(after, "on") && !at(after, "of"))
        || (on_table && at(here, "on"))
        // Not `RENAME COLUMN a TO b`.
        || (at(here, "to") && at(before, "rename"))
}

/// Whether the statement creates one of these.
pub(super) fn makes(words: &[Token<'_>], kinds: &[&str]) -> bool {
    words.first().is_some_and(|word| word.is_word("create"))
        && words.iter().take(5).any(|word| kinds.iter().any(|kind| word.is_word(kind)))
}

/// Whether the statement gives something another name.
pub(super) fn renames(words: &[Token<'_>]) -> bool {
    words.windows(2).any(|pair| matches!(pair, [one, two] if one.is_word("rename") && two.is_word("to")))
}

/// Whether the statement is about an index whose name is one of its table's only, and names that too: as on MySQL.
fn names_its_table(statement: &Statement, words: &[Token<'_>]) -> bool {
    let verb = words.first().is_some_and(|word| word.is_word("create") || word.is_word("drop"));
    let index = words.iter().take(4).any(|word| word.is_word("index"));
    matches!(statement.tongue, Tongue::Mysql(_)) && verb && index
}

/// The table behind ON.
fn table_of_index(words: &[Token<'_>]) -> Vec<String> {
    let mut rest = words.iter().skip_while(|word| !word.is_word("on")).skip(1);
    let Some(first) = rest.next().and_then(name) else { return Vec::new() };
    let qualified = rest.next().is_some_and(|dot| dot.is_symbol(".")).then(|| rest.next().and_then(name)).flatten();
    vec![qualified.unwrap_or(first)]
}
