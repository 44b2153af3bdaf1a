use super::cursor::Cursor;
use crate::schema::{Action, Check, Expr, ForeignKey, Generated, PrimaryKey, TableName, Timing, Unique};

/// What a CREATE TABLE statement says and SQLite's pragmas do not. Names are spelled as the statement spells them.
#[derive(Debug, Default)]
pub(super) struct CreateTable {
    pub(super) columns: Vec<ColumnClauses>,
    pub(super) primary_key: Option<PrimaryKey>,
    pub(super) uniques: Vec<Unique>,
    /// A key that names no columns of its parent has an empty list of them here.
    pub(super) foreign_keys: Vec<ForeignKey>,
    pub(super) checks: Vec<Check>,
    pub(super) options: Vec<String>,
}

/// What the statement says of one column.
#[derive(Debug, Default)]
pub(super) struct ColumnClauses {
    pub(super) name: String,
    pub(super) collation: Option<String>,
    pub(super) generated: Option<Generated>,
    pub(super) auto_increment: bool,
    pub(super) on_conflict: Option<String>,
}

impl CreateTable {
    /// Reads a statement that SQLite keeps.
    pub(super) fn read(sql: &str) -> Result<Self, String> {
        let mut cursor = Cursor::new(sql);
        while !cursor.at_symbol("(") {
            cursor.next().ok_or("the columns are missing")?;
        }
        let mut table = Self::default();
        let mut body = Cursor::new(cursor.parenthesised()?);
        while body.peek().is_some() {
            if body.eat_symbol(",") {
                continue;
            }
            if starts_constraint(&body) { table.constraint(&mut body)? } else { table.column(&mut body)? }
        }
        for option in cursor.rest().split(',').map(|option| option.trim().trim_end_matches(';').trim()) {
            let words: Vec<String> = Cursor::new(option).words();
            if !words.is_empty() {
                table.options.push(words.join(" ").to_uppercase());
            }
        }
        Ok(table)
    }

    fn column(&mut self, body: &mut Cursor<'_>) -> Result<(), String> {
        let mut column = ColumnClauses { name: body.name()?, ..ColumnClauses::default() };
        let mut name = None;
        while let Some(token) = body.peek() {
            if token.is_symbol(",") {
                break;
            } else if token.is_symbol("(") {
                // The arguments of the type.
                body.parenthesised()?;
            } else if body.eat_word("constraint") {
                name = Some(body.name()?);
                continue;
            } else if body.eat_word("default") {
                skip_default(body)?;
            } else if body.eat_words(&["not", "null"]) {
                column.on_conflict = body.on_conflict();
            } else if body.eat_words(&["primary", "key"]) {
                let _ = body.eat_word("asc") || body.eat_word("desc");
                let on_conflict = body.on_conflict();
                column.auto_increment |= body.eat_word("autoincrement");
                let columns = vec![column.name.clone()];
                self.primary_key = Some(PrimaryKey { name: name.take(), columns, on_conflict });
            } else if body.eat_word("unique") {
                let columns = vec![column.name.clone()];
                self.uniques.push(unique(name.take(), columns, body));
            } else if body.eat_word("check") {
                self.checks.push(Check { name: name.take(), expr: body.expr()? });
                body.on_conflict();
            } else if body.at_word("references") {
                let key = foreign_key(name.take(), vec![column.name.clone()], body)?;
                self.foreign_keys.push(key);
            } else if body.eat_word("collate") {
                column.collation = Some(body.name()?).filter(|name| !name.eq_ignore_ascii_case("binary"));
            } else if body.eat_word("as") {
                let expr = body.expr()?;
                let stored = body.eat_word("stored");
                let _ = stored || body.eat_word("virtual");
                column.generated = Some(Generated { expr, stored });
            } else if body.eat_word("null") {
                body.on_conflict();
            } else {
                // A word of the type.
                body.next();
                continue;
            }
            name = None;
        }
        self.columns.push(column);
        Ok(())
    }

    fn constraint(&mut self, body: &mut Cursor<'_>) -> Result<(), String> {
        let name = if body.eat_word("constraint") { Some(body.name()?) } else { None };
        if body.eat_words(&["primary", "key"]) {
            let (columns, counted) = body.columns()?;
            if let Some(column) = columns.first().filter(|_| counted) {
                for own in self.columns.iter_mut().filter(|own| own.name.eq_ignore_ascii_case(column)) {
                    own.auto_increment = true;
                }
            }
            self.primary_key = Some(PrimaryKey { name, columns, on_conflict: body.on_conflict() });
        } else if body.eat_word("unique") {
            let (columns, _) = body.columns()?;
            self.uniques.push(unique(name, columns, body));
        } else if body.eat_word("check") {
            self.checks.push(Check { name, expr: body.expr()? });
            body.on_conflict();
        } else if body.eat_words(&["foreign", "key"]) {
            let (columns, _) = body.columns()?;
            self.foreign_keys.push(foreign_key(name, columns, body)?);
        } else if name.is_none() {
            let found = body.peek().map(|token| token.text).unwrap_or_default();
            return Err(format!("expected a constraint, found `{found}`"));
        }
        Ok(())
    }
}

impl Cursor<'_> {
    fn words(mut self) -> Vec<String> {
        std::iter::from_fn(|| self.next().map(|token| token.text.to_owned())).collect()
    }
}

fn starts_constraint(body: &Cursor<'_>) -> bool {
    ["constraint", "primary", "unique", "check", "foreign"].iter().any(|word| body.at_word(word))
}

/// A sign, and one token or what is in parentheses.
fn skip_default(body: &mut Cursor<'_>) -> Result<(), String> {
    let _ = body.eat_symbol("-") || body.eat_symbol("+");
    if body.at_symbol("(") {
        body.parenthesised().map(drop)
    } else {
        body.next().map(drop).ok_or("a default is missing".into())
    }
}

fn unique(name: Option<String>, columns: Vec<String>, body: &mut Cursor<'_>) -> Unique {
    Unique { name, columns, on_conflict: body.on_conflict(), ..Unique::default() }
}

/// `REFERENCES …` with all that may follow.
fn foreign_key(name: Option<String>, columns: Vec<String>, body: &mut Cursor<'_>) -> Result<ForeignKey, String> {
    if !body.eat_word("references") {
        return Err("a foreign key has no REFERENCES".to_owned());
    }
    let table = TableName::new(body.name()?);
    let references = if body.at_symbol("(") { body.columns()?.0 } else { Vec::new() };
    let (on_delete, on_update) = (Action::NoAction, Action::NoAction);
    let mut key = ForeignKey { name, columns, table, references, on_delete, on_update, timing: None };
    loop {
        if body.eat_words(&["on", "delete"]) {
            key.on_delete = action(body)?;
        } else if body.eat_words(&["on", "update"]) {
            key.on_update = action(body)?;
        } else if body.eat_words(&["on", "insert"]) {
            action(body)?;
        } else if body.eat_word("match") {
            body.name()?;
        } else if body.eat_words(&["not", "deferrable"]) {
            initially(body);
        } else if body.eat_word("deferrable") {
            key.timing = Some(if initially(body) { Timing::Deferred } else { Timing::Deferrable });
        } else {
            return Ok(key);
        }
    }
}

/// Steps over `INITIALLY …`; whether it says DEFERRED.
fn initially(body: &mut Cursor<'_>) -> bool {
    if !body.eat_word("initially") {
        return false;
    }
    let deferred = body.eat_word("deferred");
    let _ = deferred || body.eat_word("immediate");
    deferred
}

fn action(body: &mut Cursor<'_>) -> Result<Action, String> {
    let actions: [(&[&str], Action); 5] = [
        (&["no", "action"], Action::NoAction),
        (&["restrict"], Action::Restrict),
        (&["cascade"], Action::Cascade),
        (&["set", "null"], Action::SetNull),
        (&["set", "default"], Action::SetDefault),
    ];
    actions
        .into_iter()
        .find(|(words, _)| body.eat_words(words))
        .map(|(_, action)| action)
        .ok_or_else(|| "a foreign key has an unknown action".to_owned())
}

/// A default as it means: SQLite takes a lone name, bare or in double quotes, for a string.
pub(super) fn default_expr(text: &str) -> Option<Expr> {
    const WORDS: [&str; 6] = ["null", "true", "false", "current_timestamp", "current_date", "current_time"];
    let mut cursor = Cursor::new(text);
    let first = cursor.next()?;
    let lone = cursor.peek().is_none();
    let is_name = lone && first.identifier().is_some();
    let is_word = WORDS.iter().any(|word| first.is_word(word));
    match first.identifier() {
        _ if lone && first.is_word("null") => None,
        Some(name) if is_name && !is_word => Some(Expr::new(format!("'{}'", name.replace('\'', "''")))),
        _ => Some(Expr::new(text)),
    }
}
