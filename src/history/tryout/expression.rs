use crate::schema::{Change, Column, Expr, Fill, Index, IndexKey, Table, TableName};
use crate::sql::{Token, words};

/// An expression that somebody wrote, and that stands in the statements word for word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expression {
    /// Its text.
    text: String,
    /// What it is, for a person: "the check `age > 0` of users".
    pub(super) what: String,
    /// What is to be done if it is wrong.
    pub(super) remedy: String,
}

/// The expressions of the changes.
pub(super) fn expressions(changes: &[Change]) -> Vec<Expression> {
    let mut found = Vec::new();
    for change in changes {
        match change {
            Change::CreateTable { table } => of_table(&mut found, table),
            Change::AddColumn { table, column, fill } => {
                of_column(&mut found, table, column);
                of_fill(&mut found, table, column, fill);
            }
            Change::AlterColumn { table, after, fill, using, .. } => {
                of_column(&mut found, table, after);
                of_fill(&mut found, table, after, fill);
                if let Some(using) = using {
                    let flag = format!("`--using {table}.{}`", after.name);
                    found.push(Expression::new(using, &flag, &format!("give another expression with {flag}")));
                }
            }
            Change::AddCheck { table, check } => of_model(&mut found, &check.expr, "check", table),
            Change::AddIndex { table, index, .. } => of_index(&mut found, table, index),
            _ => {}
        }
    }
    found
}

fn of_table(found: &mut Vec<Expression>, table: &Table) {
    table.columns.iter().for_each(|column| of_column(found, &table.name, column));
    table.checks.iter().for_each(|check| of_model(found, &check.expr, "check", &table.name));
    table.indexes.iter().for_each(|index| of_index(found, &table.name, index));
}

fn of_column(found: &mut Vec<Expression>, table: &TableName, column: &Column) {
    let name = format!("{table}.{}", column.name);
    if let Some(default) = &column.default {
        of_model(found, default, "default", &name);
    }
    if let Some(generated) = &column.generated {
        of_model(found, &generated.expr, "expression", &name);
    }
}

fn of_index(found: &mut Vec<Expression>, table: &TableName, index: &Index) {
    let name = index.name.as_deref().map_or_else(|| format!("an index of {table}"), |name| format!("the index {name}"));
    for part in &index.parts {
        if let IndexKey::Expr(expr) = &part.key {
            of_model(found, expr, "expression", &name);
        }
    }
    if let Some(predicate) = &index.predicate {
        of_model(found, predicate, "condition", &name);
    }
}

fn of_fill(found: &mut Vec<Expression>, table: &TableName, column: &Column, fill: &Fill) {
    if let Fill::With(value) = fill {
        let flag = format!("`--backfill {table}.{}`", column.name);
        found.push(Expression::new(value, &flag, &format!("give another value with {flag}")));
    }
}

fn of_model(found: &mut Vec<Expression>, expr: &Expr, kind: &str, owner: impl std::fmt::Display) {
    let what = format!("the {kind} `{expr}` of {owner}");
    found.push(Expression::new(expr, &what, "correct it in the model"));
}

impl Expression {
    fn new(expr: &Expr, what: &str, remedy: &str) -> Self {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { text: expr.text().to_owned(), what: one_line(what), remedy: one_line(remedy) }
    }

    /// Whether it is a part of the statement.
    fn stands_in(&self, statement: &str) -> bool {
        let (own, all) = (words(&self.text), words(statement));
        !own.is_empty()
            && all.windows(own.len()).any(|part| part.iter().zip(&own).all(|(one, other)| one.text == other.text))
    }

    /// Whether the database's message is about something in it.
    fn is_meant(&self, message: &str) -> bool {
        let said: Vec<String> = words(message).iter().filter_map(name).filter(|word| !is_common(word)).collect();
        words(&self.text).iter().filter_map(name).any(|own| said.contains(&own))
    }
}

/// A word, or what stands in quotes.
fn name(token: &Token<'_>) -> Option<String> {
    token.identifier().map(|name| name.to_lowercase())
}

/// Whether the word stands in messages whatever they are about.
fn is_common(word: &str) -> bool {
    const COMMON: [&str; 14] = [
        "add",
        "after",
        "aggregate",
        "column",
        "error",
        "function",
        "in",
        "misuse",
        "near",
        "no",
        "of",
        "such",
        "syntax",
        "unknown",
    ];
    COMMON.contains(&word)
}

/// Those of the expressions that a statement most likely failed for: those that the message names something of, else
/// all that stand in it. A default is worked out by statements that it does not stand in.
pub(super) fn suspects<'a>(all: &'a [Expression], statement: &str, message: &str) -> Vec<&'a Expression> {
    let mut standing: Vec<&Expression> = Vec::new();
    for expression in all.iter().filter(|expression| expression.stands_in(statement)) {
        if !standing.contains(&expression) {
            standing.push(expression);
        }
    }
    let meant: Vec<&Expression> = standing.iter().copied().filter(|one| one.is_meant(message)).collect();
    if !meant.is_empty() {
        return meant;
    }
    let elsewhere: Vec<&Expression> = all.iter().filter(|one| one.is_meant(message)).collect();
    if elsewhere.is_empty() { standing } else { elsewhere }
}

#[cfg(test)]
mod tests {
    use super::{expressions, suspects};
    use crate::schema::{Change, Check, Column, Expr, Fill, Index, IndexKey, IndexPart, Table};

    fn changes() -> Vec<Change> {
        let mut table = Table::new("users");
        table.columns = vec![Column::new("age", "INTEGER").default("rnd(1)"), Column::new("name", "TEXT")];
        table.checks =
            vec![Check { name: None, expr: Expr::new("age > 0") }, Check { name: None, expr: Expr::new("nam <> ''") }];
        let key = IndexKey::Expr(Expr::new("lower(nam)"));
        let part = IndexPart::new(key);
        let index = Index { name: Some("i".to_owned()), parts: vec![part], ..Index::on(["age"]) };
        let fill = Fill::With(Expr::new("length(nam)"));
        vec![
            Change::CreateTable { table },
            Change::AddIndex { table: "users".into(), index, concurrently: false },
            Change::AddColumn { table: "posts".into(), column: Column::new("size", "INTEGER"), fill },
        ]
    }

    #[test]
    fn the_message_and_the_statement_tell_what_is_wrong() {
        let all = expressions(&changes());
        let create = "CREATE TABLE users (age INTEGER DEFAULT (rnd(1)) CHECK (age > 0), name TEXT, CHECK (nam <> ''))";
        for (statement, message, expected) in [
            (create, "no such column: nam", &["the check `nam <> ''` of users"][..]),
            (create, "unknown function: rnd()", &["the default `rnd(1)` of users.age"]),
            (
                "CREATE INDEX i ON users (lower(nam))",
                "no such column: nam",
                &["the expression `lower(nam)` of the index i"],
            ),
            ("UPDATE posts SET size = length(nam)", "no such column: nam", &["`--backfill posts.size`"]),
            // A default is worked out where it does not stand.
            ("INSERT INTO users (name) SELECT 1", "unknown function: rnd()", &["the default `rnd(1)` of users.age"]),
            // Where the message names nothing, all that stand there are under suspicion; elsewhere nothing is.
            ("CREATE INDEX i ON users (lower(nam))", "disk I/O error", &["the expression `lower(nam)` of the index i"]),
            ("DROP TABLE users", "no such table: users", &[]),
        ] {
            let found: Vec<&str> = suspects(&all, statement, message).iter().map(|one| one.what.as_str()).collect();
            assert_eq!(found, expected, "{statement}: {message}");
        }
    }
}
