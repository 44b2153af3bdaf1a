use crate::dialect::Dialect;
use crate::schema::Expr;
use crate::sql::{TokenKind, tokens};

/// A column's default in one form, from what `information_schema` says: MariaDB gives an expression, MySQL the bare
/// value, unless `EXTRA` calls it generated.
pub(super) fn default(
    dialect: &dyn Dialect,
    is_mariadb: bool,
    raw: Option<&str>,
    extra: &str,
    data_type: &str,
) -> Option<Expr> {
    let raw = raw?;
    if is_mariadb || extra.contains("default_generated") {
        return (!raw.eq_ignore_ascii_case("null")).then(|| expression(dialect, raw));
    }
    const NUMBERS: [&str; 10] =
        ["tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit", "year"];
    Some(if NUMBERS.contains(&data_type) { Expr::new(raw) } else { Expr::new(dialect.quote_text(raw)) })
}

/// An expression of the catalog: MariaDB's `current_timestamp()` is `CURRENT_TIMESTAMP`, and a text is quoted as the
/// dialect does.
pub(super) fn expression(dialect: &dyn Dialect, raw: &str) -> Expr {
    let lower = raw.to_lowercase();
    if let Some(rest) = lower.strip_prefix("current_timestamp") {
        let digits = rest.trim_matches(['(', ')']);
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let precision = if digits.is_empty() || digits == "0" { String::new() } else { format!("({digits})") };
            return Expr::new(format!("CURRENT_TIMESTAMP{precision}"));
        }
    }
    let inner = raw.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    match inner.and_then(text) {
        Some(text) => Expr::new(dialect.quote_text(&text)),
        None => Expr::new(raw),
    }
}

/// What stands between the quotes of one literal; `None` if there is more than one.
fn text(inner: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = inner.chars();
    while let Some(next) = rest.next() {
        match next {
            '\'' => {
                rest.next().filter(|second| *second == '\'')?;
                text.push('\'');
            }
            '\\' => match rest.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                '0' => text.push('\0'),
                'Z' => text.push('\u{1a}'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    Some(text)
}

/// A condition or an expression of the catalog without what MySQL adds: character sets before texts, backslashes before
/// quotes.
pub(super) fn clause(is_mariadb: bool, raw: &str) -> Expr {
    if is_mariadb {
        return Expr::new(raw);
    }
    let plain = raw.replace("\\'", "'");
    let introducer = |text: &str| text.starts_with("_utf8") || text.starts_with("_latin1") || text == "_binary";
    let all = tokens(&plain);
    let kept = all.iter().enumerate().filter(|(place, token)| {
        let before_text = all.get(place + 1).is_some_and(|next| next.kind == TokenKind::Text);
        !(token.kind == TokenKind::Word && introducer(token.text) && before_text)
    });
    Expr::new(kept.map(|(_, token)| token.text).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{clause, default};
    use crate::dialect::{Dialect, Mysql};

    #[test]
    fn both_servers_defaults_have_one_form() {
        let of =
            |is_mariadb, raw, extra, ty| default(&Mysql, is_mariadb, raw, extra, ty).map(|own| own.text().to_owned());
        for (maria, mysql, extra, ty, expected) in [
            (
                Some("current_timestamp()"),
                Some("CURRENT_TIMESTAMP"),
                "default_generated",
                "datetime",
                Some("CURRENT_TIMESTAMP"),
            ),
            (
                Some("current_timestamp(6)"),
                Some("CURRENT_TIMESTAMP(6)"),
                "default_generated",
                "datetime",
                Some("CURRENT_TIMESTAMP(6)"),
            ),
            (Some("'it\\'s'"), Some("it's"), "", "varchar", Some("'it''s'")),
            (Some("0"), Some("0"), "", "int", Some("0")),
            (Some("'0'"), Some("0"), "", "varchar", Some("'0'")),
            (Some("NULL"), None, "", "varchar", None),
            (None, None, "", "int", None),
        ] {
            let quoted = expected.map(|own| if own == "'it''s'" { Mysql.quote_text("it's") } else { own.to_owned() });
            assert_eq!(of(true, maria, "", ty), quoted, "{maria:?}");
            assert_eq!(of(false, mysql, extra, ty), quoted, "{mysql:?}");
        }
    }

    #[test]
    fn what_mysql_adds_to_a_condition_is_taken_off() {
        assert_eq!(clause(false, "(`a` = _utf8mb4\\'x\\')").text(), "(`a` = 'x')");
    }
}
