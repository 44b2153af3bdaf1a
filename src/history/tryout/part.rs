use std::collections::BTreeSet;

use super::stage::may_come_first;
use crate::history::Migration;
use crate::schema::{Change, Expr, IndexKey, Object, Schema, Table, TableName};
use crate::sql::{Token, tokens, words};

/// The part of the schema that a migration concerns: the tables and objects that its statements name or its changes
/// are about, whatever stands on these, and what those need to exist. The cost of a trial follows this, however
/// large the schema is.
pub(super) fn part(before: &Schema, migration: &Migration, changes: &[Change]) -> Schema {
    if before.is_empty() {
        return Schema::default();
    }
    let scripts = std::iter::once(&migration.up).chain(&migration.down);
    let said: BTreeSet<String> =
        scripts.flat_map(|script| &script.statements).flat_map(|statement| identifiers(&statement.text)).collect();
    let mut tables: BTreeSet<&TableName> =
        before.tables.keys().filter(|name| said.contains(&name.name.to_lowercase())).collect();
    tables.extend(changes.iter().filter_map(|change| Some(before.tables.get_key_value(change.table())?.0)));
    // An index is named without its table, and its name can be in the way of a new one.
    let owns = |table: &&Table| table.index_names().any(|name| said.contains(&name.to_lowercase()));
    tables.extend(before.tables.values().filter(owns).map(|table| &table.name));
    let moved: BTreeSet<String> = std::iter::once(&migration.up)
        .chain(&migration.down)
        .flat_map(|script| &script.statements)
        .filter_map(|statement| moved(&statement.text))
        .collect();
    let moved: Vec<&TableName> =
        tables.iter().copied().filter(|name| moved.contains(&name.name.to_lowercase())).collect();
    // Keys that refer to a table that is dropped, renamed or altered are touched though nothing names them.
    let children = before.children();
    let touched = moved.into_iter().filter_map(|name| children.get(name)).flatten();
    tables.extend(touched.map(|child| &child.name));
    // What a key refers to must be there for rows to be written; its own parents need not.
    let parents = tables.iter().filter_map(|name| before.table(name)).flat_map(|table| &table.foreign_keys);
    let parents: Vec<&TableName> =
        parents.filter_map(|key| before.tables.get_key_value(&key.table).map(|(name, _)| name)).collect();
    tables.extend(parents);

    let mut objects = objects(before, &said, &tables);
    let needed: BTreeSet<String> = objects.iter().flat_map(|place| words_of(before.objects.get(*place))).collect();
    tables.extend(before.tables.keys().filter(|name| needed.contains(&name.name.to_lowercase())));
    add_needed_by_tables(before, &tables, &mut objects);
    Schema {
        tables: tables
            .into_iter()
            .filter_map(|name| before.tables.get_key_value(name))
            .map(|(name, table)| (name.clone(), table.clone()))
            .collect(),
        objects: objects.into_iter().filter_map(|place| before.objects.get(place)).cloned().collect(),
        enums: before.enums.clone(),
        namespaces: before.namespaces.clone(),
        extensions: before.extensions.clone(),
        ..Schema::default()
    }
}

/// The table, in lower case, that a statement drops or renames, or of which it alters or drops something that a key of
/// another table may refer to.
fn moved(statement: &str) -> Option<String> {
    let words: Vec<Token<'_>> = words(statement);
    let first = words.first()?;
    const TOUCHES: [&str; 6] = ["rename", "alter", "change", "convert", "drop", "modify"];
    let touches = |token: &Token<'_>| TOUCHES.iter().any(|word| token.is_word(word));
    let alters = first.is_word("alter") && words.iter().skip(1).any(touches);
    if !alters && !first.is_word("drop") {
        return None;
    }
    let mut rest = words.iter().skip(1).skip_while(|token| !token.is_word("table")).skip(1);
    let name = rest.find(|token| !token.is_word("if") && !token.is_word("exists"))?;
    name.identifier().map(|name| name.to_lowercase())
}

/// The places of the objects that are named, that stand on one of the tables or on such an object, and that these need.
fn objects(before: &Schema, said: &BTreeSet<String>, tables: &BTreeSet<&TableName>) -> BTreeSet<usize> {
    let mut names: BTreeSet<String> = tables.iter().map(|name| name.name.to_lowercase()).collect();
    let named: Vec<(String, BTreeSet<String>)> = before
        .objects
        .iter()
        .map(|object| (object.name.name.to_lowercase(), identifiers(&object.sql).into_iter().collect()))
        .collect();
    let mut found: BTreeSet<usize> = BTreeSet::new();
    loop {
        let more: Vec<usize> = named
            .iter()
            .enumerate()
            .filter(|(place, _)| !found.contains(place))
            .filter(|(_, (name, own))| said.contains(name) || !own.is_disjoint(&names))
            .map(|(place, _)| place)
            .collect();
        if more.is_empty() {
            break;
        }
        for place in more {
            found.insert(place);
            names.extend(named.get(place).map(|(name, _)| name.clone()));
        }
    }
    // Views that the found ones read from, and so on; nothing else has to stand on these.
    loop {
        let needed: BTreeSet<&String> =
            found.iter().filter_map(|place| named.get(*place)).flat_map(|(_, own)| own).collect();
        let more: Vec<usize> = named
            .iter()
            .enumerate()
            .filter(|(place, (name, _))| !found.contains(place) && needed.contains(name))
            .map(|(place, _)| place)
            .collect();
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    found
}

/// Adds what the columns, checks and indexes of the tables are made of: domains, sequences, functions, and what these
/// need.
fn add_needed_by_tables(before: &Schema, tables: &BTreeSet<&TableName>, found: &mut BTreeSet<usize>) {
    let may_come_first: Vec<(usize, &Object)> =
        before.objects.iter().enumerate().filter(|(_, object)| may_come_first(object)).collect();
    if may_come_first.is_empty() {
        return;
    }
    let mut needed: BTreeSet<String> =
        tables.iter().filter_map(|name| before.table(name)).flat_map(expressions).flat_map(all_words).collect();
    loop {
        let is_new = |(place, object): &&(usize, &Object)| {
            needed.contains(&object.name.name.to_lowercase()) && !found.contains(place)
        };
        let more: Vec<usize> = may_come_first.iter().filter(is_new).map(|(place, _)| *place).collect();
        if more.is_empty() {
            break;
        }
        let brought = more.iter().filter_map(|place| before.objects.get(*place));
        needed.extend(brought.flat_map(|object| all_words(&object.sql)));
        found.extend(more);
    }
}

/// The types and expressions of a table.
fn expressions(table: &Table) -> Vec<&str> {
    let columns = table.columns.iter().flat_map(|column| {
        let generated = column.generated.as_ref().map(|generated| generated.expr.text());
        let default = column.default.as_ref().map(Expr::text);
        [Some(column.ty.text()), default, generated].into_iter().flatten()
    });
    let indexes = table.indexes.iter().flat_map(|index| {
        let parts = index.parts.iter().filter_map(|part| match &part.key {
            IndexKey::Expr(expr) => Some(expr.text()),
            IndexKey::Column(_) => None,
        });
        parts.chain(index.predicate.as_ref().map(Expr::text))
    });
    columns.chain(table.checks.iter().map(|check| check.expr.text())).chain(indexes).collect()
}

/// Every word, lower case, those in texts and bodies as well: sequences are named there.
fn all_words(sql: &str) -> impl Iterator<Item = String> {
    let belongs = |letter: char| letter.is_alphanumeric() || letter == '_';
    sql.split(move |letter| !belongs(letter)).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn words_of(object: Option<&Object>) -> Vec<String> {
    object.map(|object| identifiers(&object.sql)).unwrap_or_default()
}

/// Every word and quoted name, lower case.
fn identifiers(sql: &str) -> Vec<String> {
    tokens(sql).iter().filter_map(Token::identifier).map(|name| name.to_lowercase()).collect()
}
