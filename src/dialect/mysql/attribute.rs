//! What a column is told beside what models declare ([`Column::attributes`]): a definition that leaves it out takes it away.

use super::kind::Kind;
use crate::schema::Column;

/// Whether it is said with the type, and only some types can have it.
fn is_of_type(attribute: &str) -> bool {
    ["COMPRESSED", "REF_SYSTEM_ID", "SRID"].iter().any(|own| attribute.starts_with(own))
}

/// What stands right behind the column's type.
pub(super) fn behind_type(column: &Column) -> String {
    said(column, |own| is_of_type(own) && column.generated.is_none())
}

/// What stands behind its other clauses.
pub(super) fn behind_clauses(column: &Column) -> String {
    said(column, |own| !is_of_type(own) || column.generated.is_some())
}

fn said(column: &Column, is_meant: impl Fn(&str) -> bool) -> String {
    column.attributes.iter().filter(|own| is_meant(own)).map(|own| format!(" {own}")).collect()
}

/// What the column keeps when it becomes another one: what belongs to its type goes with that.
pub(super) fn kept(from: &Column, to: &Column) -> Vec<String> {
    let kind = Kind::of(&to.ty);
    let is_kept = |attribute: &&String| match attribute.as_str() {
        // A computed column cannot be compressed, nor an enum or a JSON document with its check.
        "COMPRESSED" => {
            let base = to.ty.base();
            let may = matches!(kind, Kind::Text | Kind::Binary) && base != "char" && base != "binary";
            may && to.generated.is_none()
        }
        own if is_of_type(own) => kind == Kind::Other && from.ty.base() == to.ty.base(),
        _ => true,
    };
    from.attributes.iter().filter(is_kept).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::kept;
    use crate::dialect::mysql::create::definition;
    use crate::schema::{Column, Generated};

    fn told(ty: &str, attributes: &[&str]) -> Column {
        let attributes = attributes.iter().map(|own| (*own).to_owned()).collect();
        Column { attributes, comment: Some("c".into()), ..Column::new("a", ty).nullable() }
    }

    #[test]
    fn each_stands_where_both_servers_read_it() {
        for (column, expected) in [
            (
                told("varchar(9)", &["COMPRESSED", "INVISIBLE", "WITHOUT SYSTEM VERSIONING"]),
                "a varchar(9) COMPRESSED INVISIBLE WITHOUT SYSTEM VERSIONING COMMENT 'c'",
            ),
            (told("point", &["SRID 4326", "INVISIBLE"]), "a point SRID 4326 INVISIBLE COMMENT 'c'"),
            (
                told("int", &["COLUMN_FORMAT FIXED", "STORAGE DISK"]),
                "a int COLUMN_FORMAT FIXED STORAGE DISK COMMENT 'c'",
            ),
            (
                Column {
                    generated: Some(Generated { expr: "point(b, b)".into(), stored: true }),
                    ..told("point", &["SRID 4326"])
                },
                "a point GENERATED ALWAYS AS (point(b, b)) STORED SRID 4326 COMMENT 'c'",
            ),
        ] {
            assert_eq!(definition(&column), expected);
        }
    }

    #[test]
    fn what_belongs_to_the_type_goes_with_it() {
        for (attribute, from, to, stays) in [
            ("COMPRESSED", "text", "varchar(20)", true),
            ("COMPRESSED", "text", "longblob", true),
            ("COMPRESSED", "text", "char(20)", false),
            ("COMPRESSED", "text", "int", false),
            ("COMPRESSED", "longtext", "json", false),
            ("SRID 4326", "point", "point", true),
            ("SRID 4326", "point", "blob", false),
            ("REF_SYSTEM_ID=4326", "point", "geometry", false),
            ("INVISIBLE", "text", "int", true),
        ] {
            let found = kept(&told(from, &[attribute]), &Column::new("a", to));
            assert_eq!(!found.is_empty(), stays, "{attribute} {from} {to}");
        }
    }
}
