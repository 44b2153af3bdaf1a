use std::collections::{BTreeMap, BTreeSet, btree_map};

use super::create_index::{own_column, read_index};
use super::create_table::{CreateTable, default_expr};
use super::session::SqliteSession;
use crate::database::session::{Definitions, Session, SqlError};
use crate::error::{Error, Result};
use crate::schema::{Column, ColumnType, Identity, Object, ObjectKind, Schema, Table, TableName};

/// All that SQLite keeps of a schema, in the order in which it was made, or what bears one of the names or belongs to it.
fn catalog<'a>(session: &SqliteSession, only: Option<impl Iterator<Item = &'a str>>) -> String {
    let condition = only.map_or_else(String::new, |only| {
        let names: Vec<String> = only.map(|name| session.dialect().quote_text(name)).collect();
        let names = names.join(", ");
        format!(" WHERE name COLLATE NOCASE IN ({names}) OR tbl_name COLLATE NOCASE IN ({names})")
    });
    format!("SELECT type, name, tbl_name, sql FROM main.sqlite_schema{condition} ORDER BY rowid")
}

const UNREADABLE: &str = "the schema of the database cannot be read";

/// A row of `sqlite_schema`.
struct Entry {
    kind: String,
    name: String,
    table: String,
    sql: Option<String>,
}

/// The definitions of tables by their names in lower case, each with the name as it is spelled.
type Statements<'a> = BTreeMap<String, (&'a str, CreateTable)>;

/// The schema of the database, or the part of it that concerns some tables, in canonical form.
pub(super) fn introspect(session: &mut SqliteSession, only: Option<&[TableName]>) -> Result<Schema> {
    let mut schema = gather(session, only)?;
    session.dialect().canonicalise(&mut schema);
    Ok(schema)
}

/// All that the schema is read from: what SQLite tells beside it, it has from there.
pub(super) fn definitions(session: &mut SqliteSession, only: Option<&BTreeSet<String>>) -> Result<Definitions> {
    let query = catalog(session, only.map(|only| only.iter().map(String::as_str)));
    session.query(&query).map_err(|error| error.during(UNREADABLE))
}

/// The schema as it was declared; three queries however large it is.
fn gather(session: &mut SqliteSession, only: Option<&[TableName]>) -> Result<Schema> {
    let failed = |error: SqlError| error.during(UNREADABLE);
    let entries = entries(session, only.map(|only| only.iter().map(|table| table.name.as_str()))).map_err(failed)?;
    let special = virtual_and_shadow_tables(session).map_err(failed)?;
    let wanted = |entry: &Entry| {
        let asked = only.is_none_or(|only| {
            only.iter().any(|table| same(&table.name, &entry.name) || same(&table.name, &entry.table))
        });
        asked && !is_internal(&entry.name) && !is_internal(&entry.table)
    };
    let is_table = |entry: &&Entry| entry.kind == "table" && !special.contains_key(&entry.name);

    let tables: BTreeMap<String, &Entry> =
        entries.iter().filter(is_table).map(|entry| (entry.name.to_ascii_lowercase(), entry)).collect();
    let mut statements = Statements::new();
    for (key, entry) in tables.iter().filter(|(_, entry)| only.is_none() || wanted(entry)) {
        statements.insert(key.clone(), (entry.name.as_str(), read(entry)?));
    }
    let missing = if only.is_some() { unread_parents(&statements) } else { BTreeSet::new() };
    let parents = match missing.is_empty() {
        true => Vec::new(),
        false => self::entries(session, Some(missing.iter().map(String::as_str))).map_err(failed)?,
    };
    if only.is_some() {
        // Keys that name no columns of their parent can only be understood with the parent's definition.
        for entry in parents.iter().filter(is_table) {
            let key = entry.name.to_ascii_lowercase();
            if let btree_map::Entry::Vacant(place) = statements.entry(key) {
                place.insert((entry.name.as_str(), read(entry)?));
            }
        }
    }
    let names: BTreeSet<&str> =
        entries.iter().filter(is_table).filter(|entry| wanted(entry)).map(|entry| entry.name.as_str()).collect();
    let mut columns = columns(session, only.is_some().then_some(&names)).map_err(failed)?;

    let mut schema = Schema::default();
    for entry in entries.iter().filter(|entry| names.contains(entry.name.as_str()) && entry.kind == "table") {
        let Some((_, statement)) = statements.get(&entry.name.to_ascii_lowercase()) else { continue };
        let rows = columns.remove(&entry.name).unwrap_or_default();
        let mut table = table(entry, statement, rows)?;
        spell(&mut table, &statements);
        schema.insert(table);
    }
    for entry in entries.iter().filter(|entry| wanted(entry) && entry.kind == "index") {
        let (Some(sql), Some(table)) = (&entry.sql, schema.tables.get_mut(&TableName::new(&*entry.table))) else {
            continue;
        };
        let index = read_index(&entry.name, sql, table).map_err(|reason| misunderstood("index", entry, &reason))?;
        table.indexes.push(index);
    }
    schema.objects = entries.iter().filter(|entry| wanted(entry)).filter_map(|entry| object(entry, &special)).collect();
    Ok(schema)
}

/// Whether the name is the ledger's, the journal's or SQLite's own.
fn is_internal(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == crate::database::ledger::TABLE || name.starts_with("__manage_") || name.starts_with("sqlite_")
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn entries<'a>(
    session: &mut SqliteSession,
    only: Option<impl Iterator<Item = &'a str>>,
) -> Result<Vec<Entry>, SqlError> {
    let query = catalog(session, only);
    let rows = session.query(&query)?;
    let entry = |mut row: std::vec::IntoIter<Option<String>>| {
        let mut text = || row.next().flatten();
        let (kind, name, table) = (text()?, text()?, text()?);
        Some(Entry { kind, name, table, sql: text() })
    };
    Ok(rows.into_iter().filter_map(|row| entry(row.into_iter())).collect())
}

/// The tables that are virtual, and those in which a virtual one keeps its contents, each with its kind.
fn virtual_and_shadow_tables(session: &mut SqliteSession) -> Result<BTreeMap<String, String>, SqlError> {
    // The list of all tables is dear, and without a virtual one there is no shadow either.
    if session.query("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0 LIMIT 1")?.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = session.query(
        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('virtual', 'shadow') \
         UNION SELECT name, 'virtual' FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0",
    )?;
    Ok(rows
        .into_iter()
        .filter_map(|row| <[_; 2]>::try_from(row).ok())
        .filter_map(|[name, kind]| name.zip(kind))
        .collect())
}

/// What `PRAGMA table_xinfo` says of a column.
struct ColumnRow {
    name: String,
    ty: String,
    not_null: bool,
    default: Option<String>,
    key_place: usize,
}

fn columns(
    session: &mut SqliteSession,
    only: Option<&BTreeSet<&str>>,
) -> Result<BTreeMap<String, Vec<ColumnRow>>, SqlError> {
    let mut condition = String::new();
    if let Some(only) = only {
        let names: Vec<String> = only.iter().map(|name| session.dialect().quote_text(name)).collect();
        condition = format!("AND m.name IN ({})", names.join(", "));
    }
    let rows = session.query(&format!(
        "SELECT m.name, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk \
         FROM main.sqlite_schema AS m JOIN pragma_table_xinfo(m.name, 'main') AS x \
         WHERE m.type = 'table' AND m.rootpage > 0 {condition} ORDER BY m.rowid, x.cid"
    ))?;
    let mut columns: BTreeMap<String, Vec<ColumnRow>> = BTreeMap::new();
    for row in rows {
        let Ok([Some(table), Some(name), ty, not_null, default, key_place]) = <[_; 6]>::try_from(row) else { continue };
        columns.entry(table).or_default().push(ColumnRow {
            name,
            ty: ty.unwrap_or_default(),
            not_null: not_null.is_some_and(|text| text != "0"),
            default,
            key_place: key_place.and_then(|text| text.parse().ok()).unwrap_or_default(),
        });
    }
    Ok(columns)
}

fn read(entry: &Entry) -> Result<CreateTable> {
    CreateTable::read(entry.sql.as_deref().unwrap_or_default()).map_err(|reason| misunderstood("table", entry, &reason))
}

fn misunderstood(what: &str, entry: &Entry, reason: &str) -> Error {
    Error::failure(format!("the definition of {what} `{}` cannot be understood: {reason}", entry.name))
        .hint("please report it, with what `SELECT sql FROM sqlite_schema` says for it")
}

fn table(entry: &Entry, statement: &CreateTable, rows: Vec<ColumnRow>) -> Result<Table> {
    if rows.len() != statement.columns.len() {
        return Err(misunderstood("table", entry, "its columns cannot be told apart"));
    }
    let mut table = Table::new(TableName::new(&*entry.name));
    let mut key: Vec<(usize, String)> = Vec::new();
    for (row, clauses) in rows.into_iter().zip(&statement.columns) {
        if row.key_place > 0 {
            key.push((row.key_place, row.name.clone()));
        }
        table.columns.push(Column {
            name: row.name,
            ty: ColumnType::new(row.ty),
            nullable: !row.not_null,
            default: row.default.as_deref().and_then(default_expr),
            on_update: None,
            generated: clauses.generated.clone(),
            identity: clauses.auto_increment.then_some(Identity::AutoIncrement),
            collation: clauses.collation.clone(),
            values: None,
            comment: None,
            on_conflict: clauses.on_conflict.clone(),
            attributes: Vec::new(),
        });
    }
    key.sort();
    table.primary_key = statement
        .primary_key
        .clone()
        .map(|own| crate::schema::PrimaryKey { columns: key.into_iter().map(|(_, name)| name).collect(), ..own });
    table.uniques.clone_from(&statement.uniques);
    table.foreign_keys.clone_from(&statement.foreign_keys);
    table.checks.clone_from(&statement.checks);
    table.options.clone_from(&statement.options);
    table.sql.clone_from(&entry.sql);
    Ok(table)
}

/// Spells names in constraints as the tables that they belong to spell them, and gives the keys that name no columns
/// of their parent those of its primary key.
fn spell(table: &mut Table, statements: &Statements<'_>) {
    let own = &table.columns;
    let spelled = |columns: &mut Vec<String>| {
        for column in columns {
            if let Some(name) = own_column(own, column) {
                *column = name;
            }
        }
    };
    for unique in &mut table.uniques {
        spelled(&mut unique.columns);
    }
    for key in &mut table.foreign_keys {
        spelled(&mut key.columns);
        let Some((name, parent)) = statements.get(&key.table.name.to_ascii_lowercase()) else { continue };
        key.table = TableName::new(*name);
        if key.references.is_empty() {
            key.references = parent.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
        }
        for reference in &mut key.references {
            if let Some(column) = parent.columns.iter().find(|column| same(&column.name, reference)) {
                reference.clone_from(&column.name);
            }
        }
    }
}

/// The tables that the statements refer to and that are not among them, in lower case.
fn unread_parents(statements: &Statements<'_>) -> BTreeSet<String> {
    let keys = statements.values().flat_map(|(_, statement)| &statement.foreign_keys);
    keys.map(|key| key.table.name.to_ascii_lowercase()).filter(|name| !statements.contains_key(name)).collect()
}

fn object(entry: &Entry, special: &BTreeMap<String, String>) -> Option<Object> {
    let (kind, table) = match entry.kind.as_str() {
        "view" => (ObjectKind::View, None),
        "trigger" => (ObjectKind::Trigger, Some(TableName::new(&*entry.table))),
        "table" if special.get(&entry.name).is_some_and(|kind| kind == "virtual") => (ObjectKind::VirtualTable, None),
        _ => return None,
    };
    Some(Object { kind, name: TableName::new(&*entry.name), table, sql: entry.sql.clone()? })
}

#[cfg(test)]
mod tests;
