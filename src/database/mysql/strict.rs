use crate::sql::{MysqlMode, MysqlTokens, Token, TokenKind};

/// Of the statements that each connection begins with, the last that sets an `sql_mode` in which values that do not fit
/// are cut silently. A mode that is computed (`concat(@@sql_mode, …)`) is not judged.
pub fn not_strict(session: &[String]) -> Option<&str> {
    let judged = |statement: &String| mode(statement).map(|mode| is_strict(&mode));
    let last = session.iter().rev().find_map(|statement| judged(statement).map(|strict| (statement, strict)));
    last.filter(|(_, strict)| !strict).map(|(statement, _)| statement.as_str())
}

/// The mode that the statement sets for the session, where it is a text.
fn mode(statement: &str) -> Option<String> {
    let tokens = MysqlTokens::of(statement, MysqlMode::default());
    let words: Vec<Token<'_>> = tokens.filter(|token| !token.is_blank()).collect();
    words.first().filter(|first| first.is_word("set"))?;
    let place = words.iter().rposition(|token| token.text.to_ascii_lowercase().ends_with("sql_mode"))?;
    let before = words.get(..place)?;
    let of_all = before.iter().rev().take(3).any(|token| token.text.to_ascii_lowercase().contains("global"));
    let own = before.last().is_some_and(|token| token.is_symbol("@"))
        && before.iter().rev().nth(1).is_none_or(|token| !token.is_symbol("@"));
    match words.get(place + 1..)? {
        [sign, value, rest @ ..]
            if !of_all
                && !own
                && ["=", ":="].contains(&sign.text)
                && rest.first().is_none_or(|next| next.is_symbol(",")) =>
        {
            let is_text = value.kind == TokenKind::Text || value.text.starts_with('"');
            is_text.then(|| value.text.trim_matches(['\'', '"']).to_owned())
        }
        _ => None,
    }
}

fn is_strict(mode: &str) -> bool {
    let strict = ["strict_trans_tables", "strict_all_tables", "traditional"];
    mode.split(',').any(|own| strict.iter().any(|name| own.trim().eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::not_strict;

    #[test]
    fn a_mode_that_cuts_values_is_found() {
        let found = |statements: &[&str]| {
            not_strict(&statements.iter().map(|own| (*own).to_owned()).collect::<Vec<_>>()).is_some()
        };
        for lax in [
            "SET sql_mode = ''",
            "SET SESSION sql_mode = 'ANSI_QUOTES'",
            "set @@sql_mode='NO_ZERO_DATE', time_zone = '+00:00'",
            "SET @@session.sql_mode := \"ANSI\"",
        ] {
            assert!(found(&[lax]), "{lax}");
            assert!(!found(&[lax, "SET sql_mode = 'TRADITIONAL'"]), "{lax}");
        }
        for other in [
            "SET sql_mode = 'STRICT_ALL_TABLES'",
            "SET sql_mode = 'ansi_quotes, strict_trans_tables'",
            "SET sql_mode = concat(@@sql_mode, ',ANSI_QUOTES')",
            "SET GLOBAL sql_mode = ''",
            "SET @sql_mode = ''",
            "SET @@global.sql_mode = ''",
            "SET FOREIGN_KEY_CHECKS = 0",
            "SET sql_mode",
            "",
        ] {
            assert!(!found(&[other]), "{other}");
        }
    }
}
