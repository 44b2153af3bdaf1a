use super::super::Driver;
use super::super::postgres::canonical_type;
use super::action::{actions, calls, default_of, has, text_of, until};
use super::hazard::Hazard;
use super::reader::Reader;
use super::rows::all_rows;
use crate::schema::{ColumnType, Expr, Schema, TableName};
use crate::sql::Token;

/// Functions of a default that give every row the same, so that no row need be written.
const STABLE: [&str; 22] = [
    "now",
    "transaction_timestamp",
    "statement_timestamp",
    "current_setting",
    "lower",
    "upper",
    "coalesce",
    "cast",
    "array",
    "row",
    "date_trunc",
    "to_timestamp",
    "to_date",
    "jsonb_build_object",
    "jsonb_build_array",
    "md5",
    "concat",
    "make_interval",
    "make_date",
    "timezone",
    "localtimestamp",
    "current_timestamp",
];

const BY_STEPS: &str =
    "add a new column, fill it in batches (`manage makemigrations --template data`), and change over to it";
const CONCURRENTLY: &str = "make it while others write: index(…, concurrently) in the model, or \
     `manage makemigrations --template index --set concurrently=true`";
const NOT_VALID: &str = "add it NOT VALID, and VALIDATE CONSTRAINT in a migration of its own";
const USING_INDEX: &str = "make a unique index CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX";
const QUIET: &str = "deploy when nobody needs the table";

pub(super) fn hazards(text: &str, words: &[Token<'_>], schema: &Schema) -> Vec<Hazard> {
    if let Some((table, actions)) = actions(words, Driver::Postgres) {
        return actions.into_iter().filter_map(|words| of_action(text, &table, words, schema)).collect();
    }
    index(words).or_else(|| whole(words)).or_else(|| all_rows(words, Driver::Postgres)).into_iter().collect()
}

fn index(words: &[Token<'_>]) -> Option<Hazard> {
    let mut reader = Reader::new(words);
    reader.eat("create").then_some(())?;
    reader.eat("unique");
    (reader.eat("index") && !reader.eat("concurrently")).then_some(())?;
    reader.after("on").then_some(())?;
    reader.skip(&["only"]);
    let table = reader.table(Driver::Postgres)?;
    Some(Hazard::new(&table, format!("nobody writes to {table} until the index is built"), CONCURRENTLY))
}

/// What is about a table as a whole.
fn whole(words: &[Token<'_>]) -> Option<Hazard> {
    let mut reader = Reader::new(words);
    let verb = reader.next()?.text.to_lowercase();
    let instead = match verb.as_str() {
        "cluster" => QUIET,
        "vacuum" if until(words, &["full"]).len() < words.len() || in_parentheses(words) => {
            reader.after("full");
            reader.after_parentheses();
            QUIET
        }
        "reindex" if !has(words, "concurrently") => {
            reader.next();
            "REINDEX … CONCURRENTLY lets others work"
        }
        "refresh" if !has(words, "concurrently") => {
            reader.skip(&["materialized", "view"]);
            "REFRESH MATERIALIZED VIEW CONCURRENTLY lets others read"
        }
        "lock" => QUIET,
        _ => return None,
    };
    reader.skip(&["table", "only", "analyze", "verbose", "freeze"]);
    let table = reader.table(Driver::Postgres)?;
    Some(Hazard::new(&table, format!("{} keeps others from {table}", verb.to_uppercase()), instead))
}

/// `VACUUM (FULL, …)`.
fn in_parentheses(words: &[Token<'_>]) -> bool {
    words.get(1).is_some_and(|open| open.is_symbol("(")) && words.iter().any(|word| word.is_word("full"))
}

impl Reader<'_, '_> {
    /// Goes on behind what closes the parentheses, if one is left.
    fn after_parentheses(&mut self) {
        let Some(place) = self.rest().iter().position(|token| token.is_symbol(")")) else { return };
        for _ in 0..=place {
            self.next();
        }
    }
}

fn of_action(text: &str, table: &TableName, words: &[Token<'_>], schema: &Schema) -> Option<Hazard> {
    let mut reader = Reader::new(words);
    if reader.eat("add") {
        return added(table, reader);
    }
    if reader.eat("alter") {
        reader.eat("column");
        let name = reader.name(Driver::Postgres)?;
        return altered(text, table, &name, reader, schema);
    }
    let first = reader.eat("set").then(|| reader.next()).flatten()?;
    let rewrites = ["logged", "unlogged", "tablespace", "access"].iter().any(|word| first.is_word(word));
    rewrites.then(|| Hazard::new(table, rewrites_all(table), QUIET))
}

fn rewrites_all(table: &TableName) -> String {
    format!("writes every row of {table} anew, and nobody reads or writes it meanwhile")
}

fn added(table: &TableName, mut reader: Reader<'_, '_>) -> Option<Hazard> {
    if reader.eat("constraint") {
        reader.next();
    }
    let rest = reader.rest();
    let not_valid =
        rest.windows(2).any(|pair| matches!(pair, [not, valid] if not.is_word("not") && valid.is_word("valid")));
    let first = reader.next()?;
    match first.text.to_lowercase().as_str() {
        "check" if not_valid => None,
        "check" => {
            let says = format!("reads all of {table}, and nobody reads or writes it meanwhile");
            Some(Hazard::new(table, says, NOT_VALID))
        }
        "foreign" if not_valid => None,
        "foreign" => {
            let says = format!("reads all of {table}, and nobody writes to it or to the other table meanwhile");
            Some(Hazard::new(table, says, NOT_VALID))
        }
        "unique" | "primary" | "exclude" if !has(rest, "index") => {
            let says = format!("builds an index, and nobody reads or writes {table} meanwhile");
            Some(Hazard::new(table, says, USING_INDEX))
        }
        "unique" | "primary" | "exclude" => None,
        _ => new_column(table, rest),
    }
}

fn new_column(table: &TableName, definition: &[Token<'_>]) -> Option<Hazard> {
    let mut reader = Reader::new(definition);
    reader.skip(&["column", "if", "not", "exists"]);
    let name = reader.name(Driver::Postgres)?;
    let rest = reader.rest();
    let serial = rest.first().is_some_and(|ty| ty.text.to_lowercase().contains("serial"));
    let volatile = default_of(rest)
        .and_then(|default| calls(default).find(|call| !STABLE.iter().any(|own| own.eq_ignore_ascii_case(call))));
    let by_itself = has(rest, "identity") || has(rest, "stored");
    if serial || by_itself || volatile.is_some() {
        let why = match volatile {
            Some(call) => format!("{call}() is computed for each row"),
            None => "each row gets a value of its own".to_owned(),
        };
        return Some(Hazard::new(table, format!("{} ({name}: {why})", rewrites_all(table)), BY_STEPS));
    }
    (has(rest, "unique") || has(rest, "primary")).then(|| {
        Hazard::new(table, format!("builds an index, and nobody reads or writes {table} meanwhile"), USING_INDEX)
    })
}

fn altered(text: &str, table: &TableName, name: &str, mut reader: Reader<'_, '_>, schema: &Schema) -> Option<Hazard> {
    let known = schema.table(table);
    if reader.eat("set") {
        if reader.eat("not") {
            let proved = Expr::new(format!("{name} IS NOT NULL"));
            let is_proved = |table: &crate::schema::Table| {
                table.checks.iter().any(|check| check.expr.key().trim_matches(['(', ')']) == proved.key())
            };
            if known.is_some_and(is_proved) {
                return None;
            }
            let says = format!("reads all of {table}, and nobody reads or writes it meanwhile ({name})");
            return Some(Hazard::new(
                table,
                says,
                "add CHECK (… IS NOT NULL) NOT VALID and validate it in a migration of its own: then nothing is read",
            ));
        }
        (reader.eat("data")).then_some(())?;
    }
    reader.eat("type").then_some(())?;
    let new = canonical_type(text_of(text, until(reader.rest(), &["using", "collate"])));
    let old = known.and_then(|table| table.column(name)).map(|column| canonical_type(column.ty.text()));
    if old.as_ref().is_some_and(|old| keeps_rows(old, &new)) {
        return None;
    }
    let was = old.map(|old| format!("{old} → ")).unwrap_or_default();
    Some(Hazard::new(table, format!("{} ({name}: {was}{new})", rewrites_all(table)), BY_STEPS))
}

/// Whether the rows can stay as they are.
fn keeps_rows(old: &ColumnType, new: &ColumnType) -> bool {
    let (was, is) = (old.arguments(), new.arguments());
    let text = |ty: &ColumnType| ["varchar", "text"].contains(&ty.base().as_str());
    match (was.as_slice(), is.as_slice()) {
        _ if old == new => true,
        (_, []) if text(old) && text(new) => true,
        ([was], [is]) if old.base() == new.base() && ["varchar", "varbit"].contains(&old.base().as_str()) => is >= was,
        (_, []) if old.base() == "numeric" && new.base() == "numeric" => true,
        ([was, scale], [is, new_scale]) if old.base() == "numeric" && new.base() == "numeric" => {
            is >= was && scale == new_scale
        }
        _ => matches!(
            (old.base().as_str(), new.base().as_str()),
            ("citext", "text") | ("text" | "varchar", "citext") | ("cidr", "inet")
        ),
    }
}
