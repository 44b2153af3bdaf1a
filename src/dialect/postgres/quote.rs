use crate::schema::TableName;

/// The identifier in SQL's own quotes where PostgreSQL needs them: it folds what is not quoted to lower case.
pub(super) fn quote(identifier: &str) -> String {
    if is_plain(identifier) { identifier.to_owned() } else { format!("\"{}\"", identifier.replace('"', "\"\"")) }
}

/// The table's (or type's) name with its schema, where it has one.
pub(super) fn quote_name(name: &TableName) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", quote(schema), quote(&name.name)),
        None => quote(&name.name),
    }
}

/// A second name in the schema of the first: what belongs to a table lives where it lives.
pub(super) fn quote_beside(table: &TableName, name: &str) -> String {
    quote_name(&TableName { schema: table.schema.clone(), name: name.to_owned() })
}

/// The string as a literal. Backslashes stand for themselves, as in every server whose settings nobody has turned
/// back twenty years.
pub(super) fn quote_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The same whatever `standard_conforming_strings` is.
pub(super) fn quote_text_anywhere(text: &str) -> String {
    if text.contains('\\') { format!("E{}", quote_text(&text.replace('\\', "\\\\"))) } else { quote_text(text) }
}

/// The identifiers, quoted and separated by commas.
pub(super) fn quote_all<S: AsRef<str>>(identifiers: &[S]) -> String {
    identifiers.iter().map(|identifier| quote(identifier.as_ref())).collect::<Vec<_>>().join(", ")
}

/// Whether the name can stand without quotes, by the rule of PostgreSQL's own `quote_ident`.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b == b'_')
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && KEYWORDS.binary_search(&name).is_err()
}

/// Sorted. Every keyword that is not free for names in PostgreSQL 12 to 18.
#[rustfmt::skip]
const KEYWORDS: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between",
    "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce",
    "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog",
    "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "dec",
    "decimal", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists", "extract",
    "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group", "grouping",
    "having", "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval", "into", "is",
    "isnull", "join", "json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg",
    "json_query", "json_scalar", "json_serialize", "json_table", "json_value", "lateral", "leading", "least",
    "left", "like", "limit", "localtime", "localtimestamp", "merge_action", "national", "natural", "nchar", "none",
    "normalize", "not", "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "out",
    "outer", "overlaps", "overlay", "placing", "position", "precision", "primary", "real", "references",
    "returning", "right", "row", "select", "session_user", "setof", "similar", "smallint", "some", "substring",
    "symmetric", "system_user", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat",
    "trim", "true", "union", "unique", "user", "using", "values", "varchar", "variadic", "verbose", "when",
    "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest",
    "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
];

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, quote, quote_text};

    #[test]
    fn only_what_needs_quotes_has_them() {
        assert!(KEYWORDS.is_sorted());
        for plain in ["users", "_a1", "key", "name", "action", "date", "text"] {
            assert_eq!(quote(plain), plain);
        }
        for odd in ["", "1a", "a b", "order", "Order", "userName", "é", "🦀", "a\"b", "a.b", "user", "time"] {
            assert_eq!(quote(odd), format!("\"{}\"", odd.replace('"', "\"\"")));
        }
        assert_eq!(quote_text("it's \\ here"), "'it''s \\ here'");
    }
}
