use crate::schema::{Change, Column, EnumType, ValueMove};

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
        Change::AddIndex { table, index, .. } => format!("Add index {} to {table}", name(index.name.as_ref())),
        Change::DropIndex { table, index, .. } => format!("Drop index {} from {table}", name(index.name.as_ref())),
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
        Change::CreateEnum { ty } => format!("Create enum {}", ty.name),
        Change::DropEnum { ty } => format!("Drop enum {}", ty.name),
        Change::RenameEnum { from, to } => format!("Rename enum {from} to {to}"),
        Change::AlterEnum { before, after, values } => {
            format!("Alter enum {}: {}", after.name, moved(before, after, values))
        }
        Change::CreateNamespace { name } | Change::EnsureNamespace { name } => format!("Create schema {name}"),
        Change::DropNamespace { name } => format!("Drop schema {name}"),
        Change::CreateExtension { name } => format!("Create extension {name}"),
        Change::DropExtension { name } => format!("Drop extension {name}"),
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

/// What becomes of an enum's values, in words.
fn moved(before: &EnumType, after: &EnumType, values: &[ValueMove]) -> String {
    let mut words = Vec::new();
    for gone in before.values.iter().filter(|value| !after.values.contains(value)) {
        words.push(match values.iter().find(|value| value.from == *gone && value.renamed) {
            Some(ValueMove { to: Some(to), .. }) => format!("{gone} is {to}"),
            _ => format!("without {gone}"),
        });
    }
    let renamed = |to: &String| values.iter().any(|value| value.renamed && value.to.as_ref() == Some(to));
    let new = after.values.iter().filter(|value| !before.values.contains(value) && !renamed(value));
    words.extend(new.map(|value| format!("with {value}")));
    if words.is_empty() {
        words.push(if before.values == after.values { "comment".to_owned() } else { "order".to_owned() });
    }
    words.join(", ")
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
    if before.on_update != after.on_update {
        words.push("on update".to_owned());
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
