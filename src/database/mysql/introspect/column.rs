use std::collections::{BTreeMap, BTreeSet};

use super::default::{clause, default, expression};
use super::objects::unqualified;
use super::scope::{Row, Scope, rows};
use super::tables::Found;
use crate::database::mysql::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::dialect::Dialect;
use crate::dialect::mysql::{canonical_type, enum_values};
use crate::schema::{Column, ColumnType, Expr, Generated, Identity};

/// Gives the tables their columns. Those that hold JSON by a check of MariaDB's are named.
pub(super) fn read(
    session: &mut MysqlSession,
    scope: &Scope,
    tables: &mut BTreeMap<String, Found>,
    json: &BTreeSet<(String, String)>,
) -> Result<(), SqlError> {
    let condition = scope.condition(session, "TABLE_SCHEMA", "TABLE_NAME");
    // The other server keeps it elsewhere.
    let system = if session.is_mariadb { "NULL" } else { "SRS_ID" };
    let found = rows(
        session,
        &format!(
            "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLLATION_NAME, \
             COLUMN_COMMENT, GENERATION_EXPRESSION, {system} FROM information_schema.COLUMNS WHERE {condition} \
             ORDER BY TABLE_NAME, ORDINAL_POSITION"
        ),
    )?;
    let (dialect, is_mariadb, database) = (session.dialect(), session.is_mariadb, session.database.clone());
    let mut has_places = false;
    for mut row in found {
        let name = row.text();
        let Some(found) = tables.get_mut(&name) else { continue };
        let mut column = column(dialect, is_mariadb, row, &found.collation, |column| {
            json.contains(&(name.clone(), column.to_owned()))
        });
        // On a scratch database the own name is another one.
        if let Some(default) = column.default.as_mut().filter(|default| default.text().contains(&database)) {
            *default = Expr::new(unqualified(default.text(), &database));
        }
        has_places |= PLACES.contains(&column.ty.base().as_str());
        found.table.columns.push(column);
    }
    if is_mariadb && has_places {
        systems(session, scope, tables)?;
    }
    Ok(())
}

/// The types of places on a plane or on the earth.
const PLACES: [&str; 8] = [
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
];

/// In which system of reference MariaDB's places are, which SHOW CREATE TABLE does not tell.
fn systems(session: &mut MysqlSession, scope: &Scope, tables: &mut BTreeMap<String, Found>) -> Result<(), SqlError> {
    let condition = scope.condition(session, "G_TABLE_SCHEMA", "G_TABLE_NAME");
    let query = format!(
        "SELECT G_TABLE_NAME, G_GEOMETRY_COLUMN, SRID FROM information_schema.GEOMETRY_COLUMNS WHERE {condition} AND SRID <> 0"
    );
    for mut row in rows(session, &query)? {
        let (table, column, system) = (row.text(), row.text(), row.text());
        if let Some(column) = tables.get_mut(&table).and_then(|found| found.table.column_mut(&column)) {
            // It is said with the type.
            let place = column.attributes.iter().take_while(|own| *own == "COMPRESSED").count();
            column.attributes.insert(place, format!("REF_SYSTEM_ID={system}"));
        }
    }
    Ok(())
}

fn column(
    dialect: &dyn Dialect,
    is_mariadb: bool,
    mut row: Row,
    usual_collation: &str,
    is_json: impl Fn(&str) -> bool,
) -> Column {
    let (name, ty, data_type) = (row.text(), row.text(), row.text().to_lowercase());
    // `COMPRESSED` is said in a comment that the server runs.
    let (ty, is_compressed) = match ty.split_once(" /*M!") {
        Some((ty, _)) => (ty.to_owned(), true),
        None => (ty, false),
    };
    let is_json = data_type == "json" || data_type == "longtext" && is_json(&name);
    let ty = if is_json { "json".to_owned() } else { ty };
    let mut column = Column::new(name, canonical_type(&ty));
    column.nullable = row.text().eq_ignore_ascii_case("yes");
    let raw = row.maybe();
    let extra = row.text().to_lowercase();
    let collation = row.maybe().filter(|own| own != usual_collation && !is_json);
    column.collation = collation;
    column.comment = row.maybe().filter(|comment| !comment.is_empty());
    let generation = row.maybe().filter(|own| !own.is_empty());
    if data_type == "enum" {
        column.values = enum_values(&ty);
    }
    if extra.contains("auto_increment") {
        column.identity = Some(Identity::AutoIncrement);
    }
    // Others words may follow.
    let update = extra.split("on update ").nth(1).and_then(|rest| rest.split([',', ' ']).next());
    column.on_update = update.map(|update| expression(dialect, update));
    match generation {
        Some(text) => {
            let stored = extra.contains("stored") || extra.contains("persistent");
            column.generated = Some(Generated { expr: clause(is_mariadb, &text), stored });
        }
        None => column.default = default(dialect, is_mariadb, raw.as_deref(), &extra, &data_type),
    }
    column.ty = ColumnType::new(column.ty.text());
    let system = row.maybe().map(|system| format!("SRID {system}"));
    let said = [
        is_compressed.then(|| "COMPRESSED".to_owned()),
        system,
        extra.contains("invisible").then(|| "INVISIBLE".to_owned()),
        extra.contains("without system versioning").then(|| "WITHOUT SYSTEM VERSIONING".to_owned()),
    ];
    column.attributes = said.into_iter().flatten().collect();
    column
}
