//! What InnoDB does not do in place or at once.

use super::super::Driver;
use super::super::mysql::canonical_type;
use super::action::{actions, calls, default_of, has, text_of, until};
use super::hazard::Hazard;
use super::reader::Reader;
use super::rows::all_rows;
use crate::schema::{ColumnType, Schema, TableName};
use crate::sql::Token;

/// What gives every row the same.
const STABLE: [&str; 6] = ["now", "current_timestamp", "localtimestamp", "localtime", "current_date", "curdate"];
/// What ends the type in a column's definition.
const BEHIND_TYPE: [&str; 19] = [
    "not",
    "null",
    "default",
    "auto_increment",
    "unique",
    "primary",
    "key",
    "comment",
    "collate",
    "character",
    "charset",
    "check",
    "references",
    "as",
    "generated",
    "after",
    "first",
    "on",
    "invisible",
];

const ONLINE: &str = "copy it while others work (pt-online-schema-change, gh-ost), or deploy when nobody writes to it";
const QUIET: &str = "deploy when nobody needs the table";

pub(super) fn hazards(text: &str, words: &[Token<'_>], schema: &Schema) -> Vec<Hazard> {
    if let Some((table, actions)) = actions(words, Driver::Mysql) {
        let found = actions.into_iter().find_map(|words| of_action(text, &table, words, schema));
        // All of it is one copy.
        return found.into_iter().collect();
    }
    whole(words).or_else(|| all_rows(words, Driver::Mysql)).into_iter().collect()
}

fn whole(words: &[Token<'_>]) -> Option<Hazard> {
    let mut reader = Reader::new(words);
    let verb = reader.next()?.text.to_lowercase();
    let says = match verb.as_str() {
        "create" if reader.eat("fulltext") || reader.eat("spatial") => {
            reader.after("on").then_some(())?;
            "nobody writes to it until the index is built"
        }
        "optimize" => {
            reader.skip(&["no_write_to_binlog", "local"]);
            "writes every row anew"
        }
        "lock" => "keeps others from it",
        _ => return None,
    };
    reader.skip(&["table", "tables"]);
    let table = reader.table(Driver::Mysql)?;
    Some(Hazard::new(&table, format!("{table}: {says}"), QUIET))
}

fn of_action(text: &str, table: &TableName, words: &[Token<'_>], schema: &Schema) -> Option<Hazard> {
    let mut reader = Reader::new(words);
    let verb = reader.next()?.text.to_lowercase();
    let copies = |why: String| {
        let says = format!("copies all of {table}, and nobody writes to it meanwhile ({why})");
        Some(Hazard::new(table, says, ONLINE))
    };
    match verb.as_str() {
        "add" => {
            if reader.eat("constraint")
                && !["primary", "unique", "foreign", "check"].iter().any(|own| begins(&reader, own))
            {
                reader.next();
            }
            let first = reader.rest().first()?.text.to_lowercase();
            match first.as_str() {
                "primary" => copies("a new primary key".to_owned()),
                "foreign" => copies("a foreign key whose rows are checked".to_owned()),
                "check" => copies("a check of each row".to_owned()),
                "fulltext" | "spatial" => copies(format!("a {first} index")),
                "unique" | "index" | "key" => None,
                _ => new_column(reader).and_then(copies),
            }
        }
        "drop" if reader.eat("primary") => copies("its primary key goes".to_owned()),
        "modify" | "change" => {
            reader.skip(&["column", "if", "exists"]);
            let name = reader.name(Driver::Mysql)?;
            if verb == "change" {
                reader.name(Driver::Mysql)?;
            }
            let ty = text_of(text, until(reader.rest(), &BEHIND_TYPE));
            let new = ColumnType::new(canonical_type(Some(ty).filter(|ty| !ty.is_empty())?));
            let old = schema.table(table).and_then(|table| table.column(&name));
            let old = old.map(|column| ColumnType::new(canonical_type(column.ty.text())));
            if old.as_ref().is_some_and(|old| keeps_rows(old, &new)) {
                return None;
            }
            copies(format!("{name}: {}{new}", old.map(|old| format!("{old} → ")).unwrap_or_default()))
        }
        "convert" => copies("another character set".to_owned()),
        "engine" | "force" | "order" => copies("it is written anew".to_owned()),
        _ => None,
    }
}

fn begins(reader: &Reader<'_, '_>, word: &str) -> bool {
    reader.rest().first().is_some_and(|token| token.is_word(word))
}

/// Why a new column takes a copy.
fn new_column(mut reader: Reader<'_, '_>) -> Option<String> {
    reader.skip(&["column", "if", "not", "exists"]);
    let name = reader.name(Driver::Mysql)?;
    let rest = reader.rest();
    let volatile = default_of(rest)
        .and_then(|default| calls(default).find(|call| !STABLE.iter().any(|own| own.eq_ignore_ascii_case(call))));
    if let Some(call) = volatile {
        return Some(format!("{name}: {call}() is computed for each row"));
    }
    let by_itself = ["auto_increment", "stored", "persistent"].iter().any(|word| has(rest, word));
    by_itself.then(|| format!("{name}: each row gets a value of its own"))
}

/// A length of up to 255 bytes takes one byte, in whatever character set.
fn short(length: u64) -> bool {
    length.saturating_mul(4) <= 255
}

/// Whether the rows can stay as they are.
fn keeps_rows(old: &ColumnType, new: &ColumnType) -> bool {
    let (was, is) = (old.arguments(), new.arguments());
    match (was.as_slice(), is.as_slice()) {
        _ if old == new => true,
        ([was], [is]) if old.base() == new.base() && ["varchar", "varbinary"].contains(&old.base().as_str()) => {
            is >= was && (short(*is) || !short(*was))
        }
        // Values that are added at the end of an enum.
        _ => {
            let open = |ty: &ColumnType| ty.text().trim_end_matches(')').to_owned();
            new.key().starts_with("enum(") && new.text().starts_with(&format!("{},", open(old)))
        }
    }
}
