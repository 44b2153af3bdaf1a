use std::collections::BTreeSet;

use super::finding::{Area, Finding, Findings};
use crate::commands::deployed::Deployed;
use crate::database::{MigrationState, State};
use crate::dialect::{Hazard, hazards};
use crate::history::{Migration, Script};
use crate::schema::{Schema, TableName};
use crate::sql::Statement;

/// What `manage migrate` would meet: `expected` is what is there before it.
pub(super) fn look(deployed: &Deployed, states: &[MigrationState], expected: &Schema, found: &mut Findings) {
    let is_pending = |migration: &&Migration| {
        let mut own = states.iter().filter(|state| state.version == migration.version);
        own.any(|state| matches!(state.state, State::Pending | State::HalfDone) && !state.is_applied())
    };
    let is_there = |name: &str| expected.tables.keys().any(|own| own.name.eq_ignore_ascii_case(name));
    // What is new holds no rows.
    let mut new = BTreeSet::new();
    for migration in deployed.migrations().iter().filter(is_pending) {
        found.extend(irreversible(migration).into_iter().collect());
        for statement in &migration.up.statements {
            // One that is made under the name of a table that is there is that table, written anew.
            new.extend(made(statement).filter(|name| !is_there(name)));
            if migration.up.is_marked_safe(statement) {
                continue;
            }
            let grave = |hazard: &Hazard| !new.contains(&hazard.table.name.to_lowercase());
            let hazards = hazards(deployed.dialect().driver(), statement, expected);
            found.extend(hazards.into_iter().filter(grave).map(|own| finding(migration, statement, own)).collect());
        }
    }
}

fn finding(migration: &Migration, statement: &Statement, hazard: Hazard) -> Finding {
    let file = migration.up.path.display().to_string();
    let TableName { schema, name } = hazard.table;
    let table = Some(TableName { schema, name }).filter(|table| !table.name.is_empty());
    Finding {
        file: Some(file),
        line: Some(statement.line),
        table: table.map(|table| table.to_string()),
        ..Finding::new(Area::Deploy, hazard.says)
    }
    .named(&migration.name)
    .help(hazard.instead)
    .help("`-- manage: safe` above the statement says that it may")
}

/// Where nothing leads back.
fn irreversible(migration: &Migration) -> Option<Finding> {
    let error = migration.way_back().err()?;
    let down = migration.down.as_ref();
    let said = |script: &Script, word: &str| script.instructions().iter().find(|own| own.1 == word).map(|own| own.0);
    if down.is_some_and(|down| said(down, "safe").is_some()) {
        return None;
    }
    let line = down.and_then(|down| said(down, "irreversible"));
    let file = down.map_or_else(|| migration.directory.join("down.sql"), |down| down.path.clone());
    let finding =
        Finding { file: Some(file.display().to_string()), line, ..Finding::new(Area::Deploy, error.to_string()) };
    let finding = finding.named(&migration.name).help("make a backup first, or write a down.sql that leads back");
    Some(if line.is_some() { finding.help("`-- manage: safe` in down.sql says that it is meant") } else { finding })
}

/// The table that the statement makes, in lower case.
fn made(statement: &Statement) -> Option<String> {
    let words = statement.words();
    let (first, rest) = words.split_first()?;
    let place = rest.iter().take(4).position(|word| word.is_word("table"))?;
    let skipped = ["if", "not", "exists"];
    let mut names = rest.iter().skip(place + 1).skip_while(|word| skipped.iter().any(|own| word.is_word(own)));
    let mut name = names.next()?.identifier()?;
    while names.next().is_some_and(|token| token.is_symbol(".")) {
        name = names.next()?.identifier()?;
    }
    first.is_word("create").then(|| name.to_lowercase())
}
