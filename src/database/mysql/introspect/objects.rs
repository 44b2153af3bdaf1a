use super::scope::{Row, Scope, rows};
use crate::database::mysql::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::schema::{Object, ObjectKind, TableName};
use crate::sql::{mentions, tokens};

/// Sequences, functions, procedures, views, triggers and events, in an order in which they can be made.
pub(super) fn read(session: &mut MysqlSession, scope: &Scope) -> Result<Vec<Object>, SqlError> {
    let mut objects = sequences(session, scope)?;
    objects.extend(routines(session, scope)?);
    objects.extend(views(session, scope)?);
    objects.extend(triggers(session, scope)?);
    objects.extend(events(session, scope)?);
    Ok(objects)
}

fn routines(session: &mut MysqlSession, scope: &Scope) -> Result<Vec<Object>, SqlError> {
    let own = session.quoted(&session.database);
    let found = rows(
        session,
        &format!(
            "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = {own} \
             ORDER BY ROUTINE_TYPE, ROUTINE_NAME"
        ),
    )?;
    let mut objects = Vec::new();
    for mut row in found {
        let (name, kind) = (row.text(), row.text());
        if !scope.holds(&name, None) {
            continue;
        }
        let word = kind.to_uppercase();
        let kind = if word == "PROCEDURE" { ObjectKind::Procedure } else { ObjectKind::Function };
        if let Some(sql) = shown(session, &word, &name, 2)? {
            objects.push(Object { kind, name: TableName::new(name), table: None, sql });
        }
    }
    Ok(objects)
}

/// MariaDB's sequences, which look like tables of their own kind.
fn sequences(session: &mut MysqlSession, scope: &Scope) -> Result<Vec<Object>, SqlError> {
    let own = session.quoted(&session.database);
    let query = format!(
        "SELECT TABLE_NAME, ENGINE = @@default_storage_engine FROM information_schema.TABLES \
         WHERE TABLE_SCHEMA = {own} AND TABLE_TYPE = 'SEQUENCE' ORDER BY TABLE_NAME"
    );
    let mut objects = Vec::new();
    for mut row in rows(session, &query)? {
        let (name, is_usual) = (row.text(), row.text() == "1");
        if !scope.holds(&name, None) {
            continue;
        }
        if let Some(sql) = shown(session, "SEQUENCE", &name, 1)? {
            let sql = match sql.rsplit_once(" ENGINE=").filter(|_| is_usual) {
                Some((sql, _)) => sql.to_owned(),
                None => sql,
            };
            objects.push(Object { kind: ObjectKind::Sequence, name: TableName::new(name), table: None, sql });
        }
    }
    Ok(objects)
}

fn events(session: &mut MysqlSession, scope: &Scope) -> Result<Vec<Object>, SqlError> {
    let own = session.quoted(&session.database);
    let query =
        format!("SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = {own} ORDER BY EVENT_NAME");
    let names: Vec<String> = rows(session, &query)?.into_iter().map(|mut row| row.text()).collect();
    let mut objects = Vec::new();
    for name in names.into_iter().filter(|name| scope.holds(name, None)) {
        if let Some(sql) = shown(session, "EVENT", &name, 3)? {
            objects.push(Object { kind: ObjectKind::Event, name: TableName::new(name), table: None, sql });
        }
    }
    Ok(objects)
}

/// What SHOW CREATE gives in this column; NULL where this user may not see it.
fn shown(session: &mut MysqlSession, kind: &str, name: &str, column: usize) -> Result<Option<String>, SqlError> {
    let quoted = session.dialect().quote(name);
    let found = session.query(&format!("SHOW CREATE {kind} {quoted}"))?;
    let text = found.into_iter().next().and_then(|row| row.into_iter().nth(column).flatten());
    if text.is_none() {
        session.unreadable.push(format!("{} {name}", kind.to_lowercase()));
    }
    Ok(text.map(|text| without_definer(&text)))
}

fn views(session: &mut MysqlSession, scope: &Scope) -> Result<Vec<Object>, SqlError> {
    let (dialect, database) = (session.dialect(), session.database.clone());
    let own = session.quoted(&database);
    // MySQL says it nowhere but in the statement.
    let algorithm = if session.is_mariadb { "ALGORITHM" } else { "'UNDEFINED'" };
    let found = rows(
        session,
        &format!(
            "SELECT TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE, {algorithm} FROM information_schema.VIEWS \
             WHERE TABLE_SCHEMA = {own} ORDER BY TABLE_NAME"
        ),
    )?;
    let view = |mut row: Row| {
        let (name, text, check, security) = (row.text(), row.text(), row.text(), row.text());
        let security = if security == "INVOKER" { "SQL SECURITY INVOKER " } else { "" };
        let check = match check.as_str() {
            "LOCAL" | "CASCADED" => format!(" WITH {check} CHECK OPTION"),
            _ => String::new(),
        };
        let text = unqualified(&text, &database);
        let algorithm = match row.text().as_str() {
            "" | "UNDEFINED" => String::new(),
            algorithm => format!("ALGORITHM={algorithm} "),
        };
        let sql = format!("CREATE {algorithm}{security}VIEW {} AS {text}{check}", dialect.quote(&name));
        Object { kind: ObjectKind::View, name: TableName::new(name), table: None, sql }
    };
    let mut waiting: Vec<Object> =
        found.into_iter().map(view).filter(|own| scope.holds(&own.name.name, None)).collect();
    // A view comes after those that it reads.
    let mut ordered: Vec<Object> = Vec::new();
    while !waiting.is_empty() {
        let ready =
            |own: &&Object| !waiting.iter().any(|other| other.name != own.name && mentions(&own.sql, &other.name.name));
        let names: Vec<TableName> = waiting.iter().filter(ready).map(|own| own.name.clone()).collect();
        let (now, later): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|own| names.is_empty() || names.contains(&own.name));
        ordered.extend(now);
        waiting = later;
    }
    Ok(ordered)
}

fn triggers(session: &mut MysqlSession, scope: &Scope) -> Result<Vec<Object>, SqlError> {
    let dialect = session.dialect();
    let own = session.quoted(&session.database);
    let found = rows(
        session,
        &format!(
            "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT \
             FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = {own} \
             ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER"
        ),
    )?;
    let trigger = |mut row: Row| {
        let (name, table, timing, event, body) = (row.text(), row.text(), row.text(), row.text(), row.text());
        let (quoted, on) = (dialect.quote(&name), dialect.quote(&table));
        let sql = format!("CREATE TRIGGER {quoted} {timing} {event} ON {on} FOR EACH ROW {}", body.trim());
        Object { kind: ObjectKind::Trigger, name: TableName::new(name), table: Some(TableName::new(table)), sql }
    };
    let held = |own: &Object| scope.holds(&own.name.name, own.table.as_ref().map(|table| table.name.as_str()));
    Ok(found.into_iter().map(trigger).filter(held).collect())
}

/// The text without the database's own name before its tables: on a scratch database that is another one.
pub(super) fn unqualified(text: &str, database: &str) -> String {
    let all = tokens(text);
    let mut kept = String::with_capacity(text.len());
    let mut place = 0;
    while let Some(token) = all.get(place) {
        let is_own = token.identifier().as_deref() == Some(database)
            && all.get(place + 1).is_some_and(|dot| dot.is_symbol("."))
            && (place == 0 || !all.get(place - 1).is_some_and(|dot| dot.is_symbol(".")));
        if is_own {
            place += 2;
        } else {
            kept.push_str(token.text);
            place += 1;
        }
    }
    kept
}

/// The statement without the clause that names who made it.
fn without_definer(text: &str) -> String {
    let Some(start) = text.find("DEFINER=").filter(|start| *start < 20) else { return text.to_owned() };
    // Quoted names on both sides of an `@`.
    let rest = text.get(start..).unwrap_or_default();
    let mut quotes = rest.char_indices().filter(|(_, own)| *own == '`').map(|(place, _)| place);
    let end = quotes.nth(3).map(|place| start + place + 1);
    match end {
        Some(end) => {
            let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            format!("{before}{}", after.trim_start())
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{unqualified, without_definer};

    #[test]
    fn who_made_it_and_where_is_left_out() {
        assert_eq!(
            without_definer("CREATE DEFINER=`a`@`%` PROCEDURE `p`() SELECT 1"),
            "CREATE PROCEDURE `p`() SELECT 1"
        );
        assert_eq!(without_definer("CREATE PROCEDURE `p`() SELECT 1"), "CREATE PROCEDURE `p`() SELECT 1");
        assert_eq!(
            unqualified("select `app`.`t`.`app` AS `x` from `app`.`t` where `a` = 'app.t'", "app"),
            "select `t`.`app` AS `x` from `t` where `a` = 'app.t'"
        );
    }
}
