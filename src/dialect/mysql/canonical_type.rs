//! One spelling for each type, whatever the server or the model calls it.

use super::lexer::words;
use crate::schema::ColumnType;
use crate::sql::TokenKind;

/// The type as MySQL 8 spells it: `int` for `INTEGER` and for MariaDB's `int(11)`, `tinyint(1)` for `bool`,
/// `decimal(10,2)` for `NUMERIC(10, 2)`, `double` for `DOUBLE PRECISION`. A type that is not known, and the values of
/// an `enum` or a `set`, stay as they are.
pub fn canonical_type(text: &str) -> String {
    let text = text.trim();
    let name_end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let first = text[..name_end].to_ascii_lowercase();
    if matches!(first.as_str(), "enum" | "set") {
        return listed(&first, text[name_end..].trim());
    }
    let ty = ColumnType::new(text);
    let base = ty.base();
    let mut modifiers: Vec<&str> = base.split(' ').filter(|word| !word.is_empty()).collect();
    let mut take = |word: &str| {
        let found = modifiers.iter().position(|own| *own == word);
        found.map(|place| modifiers.remove(place)).is_some()
    };
    let zerofill = take("zerofill");
    let unsigned = take("unsigned") || zerofill;
    take("signed");
    let name = modifiers.join(" ");
    let arguments = ty.arguments();
    let spelled = spelled(&name, &arguments, zerofill);
    // `serial` says more than a type; what is of the type is `bigint unsigned`.
    let unsigned = unsigned || name == "serial";
    match (unsigned, zerofill) {
        (_, true) => format!("{spelled} unsigned zerofill"),
        (true, false) => format!("{spelled} unsigned"),
        (false, false) => spelled,
    }
}

fn spelled(name: &str, arguments: &[u64], zerofill: bool) -> String {
    let with = |name: &str, arguments: &[u64]| {
        let digits: Vec<String> = arguments.iter().map(u64::to_string).collect();
        if digits.is_empty() { name.to_owned() } else { format!("{name}({})", digits.join(",")) }
    };
    // A width is for display alone, and means something only together with ZEROFILL.
    let integer = |name: &str| if zerofill { with(name, arguments) } else { name.to_owned() };
    let sized = |name: &str, default: u64| match arguments.first() {
        Some(length) => format!("{name}({length})"),
        None => format!("{name}({default})"),
    };
    let fraction = |name: &str| match arguments.first() {
        None | Some(0) => name.to_owned(),
        Some(digits) => format!("{name}({digits})"),
    };
    match name {
        "bool" | "boolean" => "tinyint(1)".to_owned(),
        "tinyint" | "int1" if arguments == [1] && !zerofill => "tinyint(1)".to_owned(),
        "tinyint" | "int1" => integer("tinyint"),
        "smallint" | "int2" => integer("smallint"),
        "mediumint" | "int3" | "middleint" => integer("mediumint"),
        "int" | "integer" | "int4" => integer("int"),
        "bigint" | "int8" | "serial" => integer("bigint"),
        "decimal" | "numeric" | "dec" | "fixed" => match arguments {
            [] => "decimal(10,0)".to_owned(),
            [precision] => format!("decimal({precision},0)"),
            [precision, scale, ..] => format!("decimal({precision},{scale})"),
        },
        "float" | "float4" => match arguments {
            [digits] if *digits > 24 => "double".to_owned(),
            [_] => "float".to_owned(),
            _ => with("float", arguments),
        },
        "double" | "double precision" | "real" | "float8" => with("double", arguments),
        "char" | "character" | "nchar" | "national char" | "national character" => sized("char", 1),
        "varchar" | "character varying" | "char varying" | "varcharacter" | "nvarchar" | "national varchar" => {
            with("varchar", arguments)
        }
        "binary" | "char byte" => sized("binary", 1),
        "long" | "long varchar" => "mediumtext".to_owned(),
        "long varbinary" => "mediumblob".to_owned(),
        // A length picks the smallest of the four that holds it; text counts four bytes to the character.
        "text" => with_length(arguments, 4, "text"),
        "blob" => with_length(arguments, 1, "blob"),
        "bit" => sized("bit", 1),
        "year" => "year".to_owned(),
        "datetime" | "timestamp" | "time" => fraction(name),
        _ => with(name, arguments),
    }
}

fn with_length(arguments: &[u64], width: u64, name: &str) -> String {
    let prefix = match arguments.first().map(|length| length.saturating_mul(width)) {
        None => "",
        Some(0..=255) => "tiny",
        Some(256..=65_535) => "",
        Some(65_536..=16_777_215) => "medium",
        Some(_) => "long",
    };
    format!("{prefix}{name}")
}

/// `enum('a','b')` with its values word for word, spaces between them taken out.
fn listed(name: &str, rest: &str) -> String {
    let values: String = words(rest).into_iter().map(|token| token.text).collect();
    format!("{name}{values}")
}

/// The values of `enum('a', 'b')`; `None` for anything else.
pub fn enum_values(text: &str) -> Option<Vec<String>> {
    let rest = text.trim();
    let rest = rest.get(..4).filter(|name| name.eq_ignore_ascii_case("enum")).and_then(|_| rest.get(4..))?;
    let all = words(rest);
    let [open, list @ .., close] = all.as_slice() else { return None };
    if !open.is_symbol("(") || !close.is_symbol(")") || list.len() % 2 == 0 {
        return None;
    }
    let mut values = Vec::new();
    for (place, token) in list.iter().enumerate() {
        match (place % 2, token.kind) {
            (0, TokenKind::Text) => values.push(super::quote::unquote_text(token.text)?),
            (1, _) if token.is_symbol(",") => {}
            _ => return None,
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::{canonical_type, enum_values};

    #[test]
    fn each_type_has_one_spelling() {
        for (text, expected) in [
            ("INTEGER", "int"),
            ("int(11)", "int"),
            ("int(10) unsigned", "int unsigned"),
            ("INT UNSIGNED", "int unsigned"),
            ("int(5) unsigned zerofill", "int(5) unsigned zerofill"),
            ("tinyint(1)", "tinyint(1)"),
            ("BOOLEAN", "tinyint(1)"),
            ("tinyint(4)", "tinyint"),
            ("tinyint(3) unsigned", "tinyint unsigned"),
            ("bigint(20)", "bigint"),
            ("SERIAL", "bigint unsigned"),
            ("NUMERIC(10, 2)", "decimal(10,2)"),
            ("decimal(5)", "decimal(5,0)"),
            ("DECIMAL", "decimal(10,0)"),
            ("DOUBLE PRECISION", "double"),
            ("REAL", "double"),
            ("float(30)", "double"),
            ("float(7,2)", "float(7,2)"),
            ("VARCHAR( 50 )", "varchar(50)"),
            ("character varying(5)", "varchar(5)"),
            ("CHAR", "char(1)"),
            ("bit", "bit(1)"),
            ("year(4)", "year"),
            ("DATETIME(0)", "datetime"),
            ("datetime(6)", "datetime(6)"),
            ("text(60)", "tinytext"),
            ("text(600)", "text"),
            ("LONGTEXT", "longtext"),
            ("JSON", "json"),
            ("uuid", "uuid"),
            ("ENUM('a', 'B''c')", "enum('a','B''c')"),
            ("set('x',  'y')", "set('x','y')"),
            ("", ""),
            ("é", "é"),
        ] {
            assert_eq!(canonical_type(text), expected, "{text}");
            assert_eq!(canonical_type(expected), expected, "{text} is canonical");
        }
    }

    #[test]
    fn values_of_an_enum() {
        let values = |text| enum_values(text);
        assert_eq!(values("ENUM('a', 'it''s', 'x\\\\y')").unwrap(), ["a", "it's", "x\\y"]);
        for text in ["enum", "enum()", "enum('a'", "enum('a',)", "enum('a' 'b')", "set('a')", "enum(1)", "en"] {
            assert_eq!(values(text), None, "{text}");
        }
    }
}
