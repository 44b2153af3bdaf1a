use super::lexer::words;
use crate::dialect::Rendered;

/// How tables are to be changed while others use them: `ALGORITHM=INPLACE, LOCK=NONE`. Where a server cannot do a change
/// that way it refuses the statement, before it has begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlterClause {
    parts: Vec<String>,
}

const ALGORITHMS: [&str; 5] = ["default", "instant", "nocopy", "inplace", "copy"];
const LOCKS: [&str; 4] = ["default", "none", "shared", "exclusive"];

impl AlterClause {
    /// Reads it as it stands at the end of ALTER TABLE.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence about it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut found = Self::default();
        for part in text.split(',') {
            let (name, value) = part.split_once('=').ok_or("has the form `ALGORITHM=INPLACE, LOCK=NONE`")?;
            let (name, value) = (name.trim().to_lowercase(), value.trim().to_lowercase());
            let values: &[&str] = match name.as_str() {
                "algorithm" => &ALGORITHMS,
                "lock" => &LOCKS,
                _ => return Err(format!("takes ALGORITHM and LOCK, not {name:?}")),
            };
            if !values.contains(&value.as_str()) {
                return Err(format!("takes for {}: {}", name.to_uppercase(), values.join(", ").to_uppercase()));
            }
            let start = format!("{}=", name.to_uppercase());
            if found.parts.iter().any(|own| own.starts_with(&start)) {
                return Err(format!("names {} twice", name.to_uppercase()));
            }
            found.parts.push(format!("{start}{}", value.to_uppercase()));
        }
        Ok(found)
    }

    /// Writes it behind the statements that take it.
    pub fn apply(&self, statements: &mut [Rendered]) {
        for statement in statements {
            let words = words(&statement.sql);
            let is = |place: usize, word: &str| words.get(place).is_some_and(|token| token.is_word(word));
            let clauses = self.parts.join(if is(0, "alter") || is(0, "drop") { ", " } else { " " });
            let written = if is(0, "alter") && is(1, "table") {
                format!("{}, {clauses}", statement.sql)
            } else if is(0, "create") && (is(1, "index") || is(2, "index")) {
                format!("{} {clauses}", statement.sql)
            } else if let [drop, index, name, on, table] = words.as_slice()
                && drop.is_word("drop")
                && index.is_word("index")
                && on.is_word("on")
            {
                // MariaDB takes none behind DROP INDEX.
                format!("ALTER TABLE {} DROP INDEX {}, {clauses}", table.text, name.text)
            } else {
                continue;
            };
            statement.sql = written;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AlterClause;
    use crate::dialect::Rendered;

    #[test]
    fn it_stands_where_the_server_takes_it() {
        let clause = AlterClause::parse(" algorithm = inplace,LOCK=none").unwrap();
        let plain = [
            "ALTER TABLE a ADD COLUMN b int",
            "CREATE UNIQUE INDEX a_b ON a (b)",
            "DROP INDEX a_b ON a",
            "CREATE TABLE c (i int)",
            "UPDATE a SET b = 1",
        ];
        let mut statements = plain.map(|sql| Rendered { sql: sql.to_owned(), ..Rendered::default() });
        clause.apply(&mut statements);
        let found: Vec<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
        assert_eq!(
            found,
            [
                "ALTER TABLE a ADD COLUMN b int, ALGORITHM=INPLACE, LOCK=NONE",
                "CREATE UNIQUE INDEX a_b ON a (b) ALGORITHM=INPLACE LOCK=NONE",
                "ALTER TABLE a DROP INDEX a_b, ALGORITHM=INPLACE, LOCK=NONE",
                "CREATE TABLE c (i int)",
                "UPDATE a SET b = 1",
            ]
        );
    }

    #[test]
    fn what_it_cannot_be_is_said() {
        for (text, message) in [
            ("", "has the form"),
            ("INPLACE", "has the form"),
            ("ALGORITHM=ONLINE", "takes for ALGORITHM: DEFAULT, INSTANT"),
            ("LOCK=NONE; DROP TABLE a", "takes for LOCK: DEFAULT, NONE"),
            ("ENGINE=MyISAM", "takes ALGORITHM and LOCK, not \"engine\""),
            ("LOCK=NONE, lock=shared", "names LOCK twice"),
        ] {
            let error = AlterClause::parse(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
