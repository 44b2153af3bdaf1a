//! Values for rows that are there already.

use super::expression::plain;
use super::kind::Kind;
use super::quote::{quote, quote_name, quote_text};
use super::zero::zero;
use crate::schema::{Column, ColumnType, Fill, Schema, Table, name_of_type};

/// The UPDATE that gives the rows without a value one; `None` where nothing has to be done.
pub(super) fn update(schema: &Schema, table: &Table, column: &Column, fill: &Fill, all: bool) -> Option<String> {
    let (name, own) = (quote_name(&table.name), quote(&column.name));
    let only = if all { String::new() } else { format!(" WHERE {own} IS NULL") };
    match fill {
        Fill::Nothing => None,
        Fill::With(value) => Some(format!("UPDATE {name} SET {own} = {}{only}", plain(value))),
        Fill::Zero => {
            if let Some(value) = referred(schema, table, column) {
                return Some(format!("UPDATE {name} SET {own} = {value}{only}"));
            }
            if must_differ(table, &column.name)
                && let Some(value) = numbered(schema, &column.ty, "numbered.n")
            {
                let and = if all { String::new() } else { format!(" AND {name}.{own} IS NULL") };
                return Some(format!(
                    "UPDATE {name} SET {own} = {value}\nFROM (SELECT ctid, row_number() OVER () AS n FROM {name}) AS numbered\nWHERE {name}.ctid = numbered.ctid{and}"
                ));
            }
            Some(format!("UPDATE {name} SET {own} = {}{only}", plain(&zero(schema, column))))
        }
    }
}

/// A value that the column's foreign key finds, if it has one to a table that has rows.
fn referred(schema: &Schema, table: &Table, column: &Column) -> Option<String> {
    let key = table.foreign_keys.iter().find(|key| key.columns == [column.name.clone()])?;
    schema.table(&key.table)?;
    Some(format!("(SELECT min({}) FROM {})", quote(key.references.first()?), quote_name(&key.table)))
}

/// A value made of a number that no other row has; of an enum one after the other, as long as there are some.
pub(super) fn numbered(schema: &Schema, ty: &ColumnType, number: &str) -> Option<String> {
    Some(match Kind::of(ty) {
        Kind::Integer(_) | Kind::Real | Kind::Double | Kind::Numeric => number.to_owned(),
        Kind::Text => format!("{number}::text"),
        Kind::Uuid => format!("md5({number}::text)::uuid"),
        Kind::Bytes => format!("convert_to({number}::text, 'UTF8')"),
        Kind::Date => format!("DATE '1970-01-01' + {number}::integer"),
        Kind::Timestamp | Kind::TimestampTz => {
            format!("TIMESTAMP '1970-01-01 00:00:00' + {number} * INTERVAL '1 second'")
        }
        Kind::Bool => format!("{number} % 2 = 0"),
        Kind::Time => format!("TIME '00:00:00' + {number} * INTERVAL '1 second'"),
        Kind::Interval => format!("{number} * INTERVAL '1 second'"),
        Kind::Json if ty.base() == "jsonb" => format!("to_jsonb({number})"),
        Kind::Inet if ty.base() == "inet" => format!("INET '0.0.0.0' + {number}"),
        Kind::Array(element) => {
            // An array of arrays has the type of a flat one.
            let element = ColumnType::new(element.text().trim_end_matches("[]"));
            format!("ARRAY[{}]::{ty}", numbered(schema, &element, number)?)
        }
        Kind::Other => {
            let values = &schema.enums.get(&name_of_type(ty)?)?.values;
            let all: Vec<String> = values.iter().map(|value| quote_text(value)).collect();
            format!("(ARRAY[{}]::{ty}[])[1 + ({number} - 1) % {}]", all.join(", "), all.len().max(1))
        }
        _ => return None,
    })
}

/// Whether the column is part of what no two rows share, so that one value for all rows could not stand.
pub(super) fn must_differ(table: &Table, column: &str) -> bool {
    let holds = |columns: &[String]| columns.iter().any(|own| own == column);
    holds(table.key_columns())
        || table.uniques.iter().any(|unique| holds(&unique.columns))
        || table.indexes.iter().any(|index| index.unique && index.uses(column))
}
