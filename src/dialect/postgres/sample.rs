use crate::schema::ColumnType;

/// A literal that a column of this type can hold: a quoted one takes whatever type is asked for.
pub(super) fn sample(ty: &ColumnType, row: usize) -> String {
    let text = match ty.text().strip_suffix("[]") {
        // What is no type of the server's own may hold anything.
        Some(element) => known(&ColumnType::new(element), row).map_or("{}".to_owned(), |text| array(&text)),
        None => known(ty, row).unwrap_or_else(|| (row + 1).to_string()),
    };
    format!("'{}'", text.replace('\'', "''"))
}

/// An array of one element.
fn array(element: &str) -> String {
    format!("{{\"{}\"}}", element.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A value of a type that the server, or an extension, brings.
fn known(ty: &ColumnType, row: usize) -> Option<String> {
    let key = ty.key();
    let base = ty.base();
    let has = |words: &[&str]| words.iter().any(|word| base.starts_with(word));
    let (number, next, day) = (row + 1, row + 2, row % 27 + 1);
    Some(match () {
        () if key.ends_with("[]") => "{}".to_owned(),
        () if base.ends_with("multirange") => "{}".to_owned(),
        () if has(&["int4range", "int8range", "numrange"]) => format!("[{number},{next})"),
        () if has(&["tsrange", "tstzrange", "daterange"]) => format!("[2001-02-{day:02},2001-02-{:02})", day + 1),
        () if has(&["bool"]) => (row % 2 == 1).to_string(),
        () if has(&["interval"]) => format!("{number} days"),
        () if has(&["int", "smallint", "bigint", "serial", "bigserial", "smallserial", "oid", "money"]) => {
            number.to_string()
        }
        () if has(&["numeric", "decimal"]) => decimal(ty, number),
        () if has(&["real", "double", "float4", "float8"]) || base == "float" => format!("{number}.5"),
        () if has(&["timestamp"]) => format!("2001-02-{day:02} 10:20:30"),
        () if has(&["date"]) => format!("2001-02-{day:02}"),
        () if has(&["time"]) => format!("10:20:{:02}", row % 60),
        () if has(&["bytea"]) => format!("\\x3{}", row % 10),
        () if has(&["uuid"]) => format!("00000000-0000-4000-8000-{number:012}"),
        () if has(&["jsonpath"]) => format!("$.row{number}"),
        () if has(&["json"]) => format!("{{\"row\": {number}}}"),
        () if has(&["hstore"]) => format!("row=>{number}"),
        () if has(&["inet", "cidr"]) => format!("10.0.0.{}", number % 256),
        () if has(&["macaddr8"]) => format!("08:00:2b:01:02:03:04:{:02x}", row % 256),
        () if has(&["macaddr"]) => format!("08:00:2b:01:02:{:02x}", row % 256),
        () if has(&["bit", "varbit"]) => "1".repeat(ty.arguments().first().map_or(1, |length| bits(*length))),
        () if has(&["point"]) => format!("({number},{number})"),
        () if has(&["box", "lseg", "path", "polygon"]) => format!("(({number},{number}),({next},{next}))"),
        () if has(&["circle"]) => format!("<({number},{number}),1>"),
        () if base == "line" => format!("{{1,-1,{number}}}"),
        () if has(&["ltree", "lquery", "ltxtquery", "tsvector", "tsquery", "citext"]) => format!("row{number}"),
        () if has(&["pg_lsn"]) => format!("0/{number}"),
        () if has(&["txid_snapshot", "pg_snapshot"]) => format!("{number}:{number}:"),
        () if has(&["text", "varchar", "character varying", "name"]) => number.to_string(),
        () => return None,
    })
}

/// One half, where the scale leaves room for it.
fn decimal(ty: &ColumnType, number: usize) -> String {
    match ty.arguments().as_slice() {
        [precision, scale, ..] if precision <= scale => "0".to_owned(),
        [_, scale, ..] if *scale > 0 => format!("{}.5", number % 10),
        [_] | [_, _, ..] => (number % 10).to_string(),
        [] => format!("{number}.5"),
    }
}

fn bits(length: u64) -> usize {
    usize::try_from(length.clamp(1, 64)).unwrap_or(1)
}
