use crate::schema::{Change, Column};

/// The change in a few words for a person: "Add column age to users".
pub fn summary(change: &Change) -> String {
    match change {
        Change::CreateTable { table } => format!("Create table {}", table.name),
        Change::DropTable { table } => format!("Drop table {}", table.name),
        Change::RenameTable { from, to } => format!("Rename table {from} to {to}"),
        Change::AddColumn { table, column, .. } => format!("Add column {} to {table}", column.name),
        Change::DropColumn { table, column } => format!("Drop column {} from {table}", column.name),
        Change::RenameColumn { table, from, to } => format!("Rename column {from} to {to} on {table}"),
        Change::AlterColumn { table, before, after, .. } => {
            format!("Alter column {} on {table}: {}", after.name, alteration(before, after))
        }
        Change::SetPrimaryKey { table, after: Some(key), .. } => {
            format!("Set primary key of {table} to {}", key.columns.join(", "))
        }
        Change::SetPrimaryKey { table, after: None, .. } => format!("Drop primary key of {table}"),
        Change::AddUnique { table, unique } => format!("Make {} unique on {table}", unique.columns.join(", ")),
        Change::DropUnique { table, unique } => format!("Make {} not unique on {table}", unique.columns.join(", ")),
        Change::AddIndex { table, index } => format!("Add index {} to {table}", name(index.name.as_ref())),
        Change::DropIndex { table, index } => format!("Drop index {} from {table}", name(index.name.as_ref())),
        Change::RenameIndex { table, index, to } => {
            format!("Rename index {} to {to} on {table}", name(index.name.as_ref()))
        }
        Change::AddForeignKey { table, key, .. } => {
            format!("Add foreign key from {table} ({}) to {}", key.columns.join(", "), key.table)
        }
        Change::DropForeignKey { table, key } => {
            format!("Drop foreign key from {table} ({}) to {}", key.columns.join(", "), key.table)
        }
        Change::AddCheck { table, check } => format!("Add check {} to {table}", check.expr),
        Change::DropCheck { table, check } => format!("Drop check {} from {table}", check.expr),
        Change::SetComment { table, .. } => format!("Change the comment of {table}"),
    }
}

/// The changes in one line, for the head of a migration; of more than three, how many more there are.
pub fn headline(changes: &[Change]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = changes.iter().take(SHOWN).map(summary).map(|line| one_line(&line)).collect();
    match changes.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        1 => format!("{}, and one more change", shown.join(", ")),
        more => format!("{}, and {more} more changes", shown.join(", ")),
    }
}

fn name(name: Option<&String>) -> &str {
    name.map_or("without a name", String::as_str)
}

/// Names and expressions can hold line ends; a comment must not.
fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

/// What differs, in words.
fn alteration(before: &Column, after: &Column) -> String {
    let mut words = Vec::new();
    if before.ty != after.ty {
        words.push(format!("{} to {}", before.ty, after.ty));
    }
    match (before.nullable, after.nullable) {
        (true, false) => words.push("NOT NULL".to_owned()),
        (false, true) => words.push("NULL".to_owned()),
        _ => {}
    }
    match &after.default {
        default if *default == before.default => {}
        Some(default) => words.push(format!("default {default}")),
        None => words.push("no default".to_owned()),
    }
    if before.values != after.values {
        words.push("values".to_owned());
    }
    if before.generated != after.generated {
        words.push("expression".to_owned());
    }
    if before.identity != after.identity {
        words.push("identity".to_owned());
    }
    if before.collation != after.collation {
        words.push("collation".to_owned());
    }
    if before.comment != after.comment {
        words.push("comment".to_owned());
    }
    words.join(", ")
}
