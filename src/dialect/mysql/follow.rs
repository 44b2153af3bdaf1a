//! Views and triggers follow what is renamed. MySQL keeps their words, and they break over a name that is gone.

use super::column_change::sql;
use super::quote::quote;
use crate::dialect::Rendered;
use crate::schema::{Change, Object, ObjectKind, Schema, TableName};
use crate::sql::{Token, TokenKind, mentions, tokens};

/// The statements that bring views and triggers of the schema in line with a rename that has just been written, and
/// whose words the schema keeps from then on.
pub(super) fn follow(now: &mut Schema, rename: &Change) -> Vec<Rendered> {
    let mut found = Vec::new();
    for object in &mut now.objects {
        let Some(text) = renamed(object, rename) else { continue };
        object.sql = text;
        match object.kind {
            ObjectKind::View => found.push(sql(object.sql.replacen("CREATE ", "CREATE OR REPLACE ", 1))),
            _ => {
                found.push(sql(format!("DROP TRIGGER {}", quote(&object.name.name))));
                found.push(sql(object.sql.clone()));
            }
        }
    }
    if let Some(first) = found.first_mut() {
        first
            .comments
            .push("MySQL keeps the old name in views and triggers: they are made again with the new one.".to_owned());
    }
    found
}

/// What only a person can bring in line: bodies that use the old name.
pub(super) fn left_behind(now: &Schema, rename: &Change) -> Option<String> {
    let (name, is_column) = match rename {
        Change::RenameTable { from, .. } => (&from.name, false),
        Change::RenameColumn { from, .. } => (from, true),
        _ => return None,
    };
    let table = &rename.table().name;
    let has_body = |object: &&Object| {
        matches!(object.kind, ObjectKind::Trigger | ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Event)
    };
    // What stands before the body of a trigger names its table, and follows by itself.
    let body =
        |object: &Object| object.sql.split_once("FOR EACH ROW").map_or(object.sql.clone(), |(_, body)| body.to_owned());
    let uses = |object: &&Object| {
        let body = body(object);
        mentions(&body, name) && (!is_column || mentions(&body, table))
    };
    let named: Vec<String> = now
        .objects
        .iter()
        .filter(has_body)
        .filter(uses)
        .map(|object| format!("{} {}", object.kind, object.name))
        .collect();
    (!named.is_empty())
        .then(|| format!("Look at what these do with {name}, which is renamed here: {}.", named.join(", ")))
}

/// The object's statement with the new name; `None` where it does not use the old one.
fn renamed(object: &Object, rename: &Change) -> Option<String> {
    let text = match (object.kind, rename) {
        (ObjectKind::View, Change::RenameTable { from, to }) => in_from(&object.sql, &from.name, &to.name),
        (ObjectKind::View, Change::RenameColumn { table, from, to }) => {
            in_columns(&object.sql, &qualifiers(&object.sql, table), from, to)
        }
        (ObjectKind::Trigger, Change::RenameColumn { table, from, to }) if object.table.as_ref() == Some(table) => {
            in_columns(&object.sql, &["old".to_owned(), "new".to_owned()], from, to)
        }
        _ => return None,
    };
    (text != object.sql).then_some(text)
}

/// Under which names the view's columns of the table stand: its own, or those that the view gives it.
fn qualifiers(text: &str, table: &TableName) -> Vec<String> {
    let all: Vec<Token<'_>> = tokens(text).into_iter().filter(|token| !token.is_blank()).collect();
    let mut found = Vec::new();
    for (place, token) in all.iter().enumerate() {
        if is_table(&all, place, &table.name) && !all.get(place + 1).is_some_and(|next| next.is_symbol(".")) {
            let alias = all.get(place + 1).filter(|next| next.kind == TokenKind::Quoted);
            found.extend(alias.unwrap_or(token).identifier());
        }
    }
    found
}

/// Whether the token stands for the table: not for a column, nor for a name that the view gives.
fn is_table(all: &[Token<'_>], place: usize, table: &str) -> bool {
    let Some(token) = all.get(place) else { return false };
    let before = place.checked_sub(1).and_then(|before| all.get(before));
    let given = before.is_some_and(|before| {
        before.is_symbol(".") || before.is_word("as") || before.is_word("view") || before.kind == TokenKind::Quoted
    });
    token.kind == TokenKind::Quoted && !given && token.identifier().as_deref() == Some(table)
}

/// The view with another name for the table.
fn in_from(text: &str, from: &str, to: &str) -> String {
    let all = tokens(text);
    let dense: Vec<Token<'_>> = all.iter().copied().filter(|token| !token.is_blank()).collect();
    let mut dense_place = 0;
    let mut found = String::with_capacity(text.len());
    for token in &all {
        if token.is_blank() {
            found.push_str(token.text);
            continue;
        }
        if is_table(&dense, dense_place, from) {
            found.push_str(&format!("`{}`", to.replace('`', "``")));
        } else {
            found.push_str(token.text);
        }
        dense_place += 1;
    }
    found
}

/// The text with another name for the column, where it stands behind one of the qualifiers.
fn in_columns(text: &str, qualifiers: &[String], from: &str, to: &str) -> String {
    let all = tokens(text);
    let mut found = String::with_capacity(text.len());
    for (place, token) in all.iter().enumerate() {
        let qualified = || {
            let [qualifier, dot] = all.get(place.checked_sub(2)?..place)? else { return None };
            let name = qualifier.identifier().filter(|_| dot.is_symbol("."))?;
            qualifiers.iter().any(|own| own.eq_ignore_ascii_case(&name)).then_some(())
        };
        let is_column = token.identifier().is_some_and(|name| name.eq_ignore_ascii_case(from)) && qualified().is_some();
        match is_column {
            true if token.kind == TokenKind::Quoted => found.push_str(&format!("`{}`", to.replace('`', "``"))),
            true => found.push_str(&quote(to)),
            false => found.push_str(token.text),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::follow;
    use crate::schema::{Change, Object, ObjectKind, Schema, TableName};

    const VIEW: &str = "CREATE VIEW `v` AS select `users`.`name` AS `name`,`p`.`name` AS `users` from (`users` left join `posts` `p` on(`p`.`id` = `users`.`id`))";

    fn after(kind: ObjectKind, sql: &str, rename: &Change) -> (Vec<String>, String) {
        let table = (kind == ObjectKind::Trigger).then(|| TableName::new("users"));
        let object = Object { kind, name: TableName::new("v"), table, sql: sql.to_owned() };
        let mut schema = Schema { objects: vec![object], ..Schema::default() };
        let found = follow(&mut schema, rename);
        (found.into_iter().map(|one| one.sql).collect(), schema.objects.remove(0).sql)
    }

    #[test]
    fn a_view_follows_a_table_and_its_columns_and_nothing_else() {
        let rename = Change::RenameTable { from: TableName::new("users"), to: TableName::new("people") };
        let (found, text) = after(ObjectKind::View, VIEW, &rename);
        assert_eq!(text, VIEW.replace("`users`.", "`people`.").replace("(`users`", "(`people`"));
        assert_eq!(found, [text.replace("CREATE VIEW", "CREATE OR REPLACE VIEW")]);
        let column = |table: &str| Change::RenameColumn {
            table: TableName::new(table),
            from: "name".to_owned(),
            to: "full name".to_owned(),
        };
        let (_, text) = after(ObjectKind::View, VIEW, &column("users"));
        assert_eq!(text, VIEW.replace("`users`.`name`", "`users`.`full name`"));
        let (_, text) = after(ObjectKind::View, VIEW, &column("posts"));
        assert_eq!(text, VIEW.replace("`p`.`name`", "`p`.`full name`"));
        assert_eq!(after(ObjectKind::View, VIEW, &column("others")).0, Vec::<String>::new());
    }

    #[test]
    fn a_trigger_follows_the_columns_of_its_table() {
        let rename =
            Change::RenameColumn { table: TableName::new("users"), from: "name".to_owned(), to: "title".to_owned() };
        let sql = "CREATE TRIGGER v AFTER UPDATE ON users FOR EACH ROW INSERT INTO log (name) VALUES (concat(OLD.name, new.`name`))";
        let (found, text) = after(ObjectKind::Trigger, sql, &rename);
        assert_eq!(text, sql.replace("OLD.name", "OLD.title").replace("new.`name`", "new.`title`"));
        assert_eq!(found, ["DROP TRIGGER v".to_owned(), text]);
    }
}
