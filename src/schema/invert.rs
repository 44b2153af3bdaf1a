use super::{Change, Column, Fill, Index, IndexKey, TableName, ValueMove};

/// The changes that undo these, last first. What was dropped comes back empty: rows are gone, and a NOT NULL
/// column that comes back holds its type's plainest value.
pub fn invert(changes: &[Change]) -> Vec<Change> {
    let mut undone: Vec<Change> = changes.iter().rev().filter(stays_undone).map(invert_one).collect();
    let sets: Vec<(TableName, Vec<String>, bool)> = undone.iter().filter_map(unique_set).collect();
    for change in &mut undone {
        if let Change::AddColumn { table, column, fill } = change
            && *fill == Fill::Nothing
            && sets.iter().any(|(own, columns, nulls)| own == table && comes_back_alike(column, columns, *nulls))
        {
            *fill = Fill::Zero;
        }
    }
    undone
}

/// What there is a way back for.
fn stays_undone(change: &&Change) -> bool {
    !matches!(change, Change::EnsureNamespace { .. })
}

/// The table and the columns of a unique set that comes, and whether NULLs count as equal in it.
fn unique_set(change: &Change) -> Option<(TableName, Vec<String>, bool)> {
    match change {
        Change::AddUnique { table, unique } => Some((table.clone(), unique.columns.clone(), unique.nulls_not_distinct)),
        Change::AddIndex { table, index, .. } if index.unique => {
            let columns = index.parts.iter().filter_map(|part| match &part.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expr(_) => None,
            });
            Some((table.clone(), columns.collect(), index.nulls_not_distinct))
        }
        _ => None,
    }
}

/// Whether the column, left to itself, would hold the same in every row, which the set does not allow.
fn comes_back_alike(column: &Column, set: &[String], nulls_not_distinct: bool) -> bool {
    let is_null = column.default.as_ref().is_none_or(|default| default.text().eq_ignore_ascii_case("null"));
    set.contains(&column.name)
        && column.generated.is_none()
        && column.identity.is_none()
        && (!is_null || nulls_not_distinct)
}

fn invert_one(change: &Change) -> Change {
    match change.clone() {
        Change::CreateTable { table } => Change::DropTable { table },
        Change::DropTable { table } => Change::CreateTable { table },
        Change::RenameTable { from, to } => Change::RenameTable { from: to, to: from },
        Change::AddColumn { table, column, .. } => Change::DropColumn { table, column },
        Change::DropColumn { table, column } => {
            let fill = if column.may_be_left_out() { Fill::Nothing } else { Fill::Zero };
            Change::AddColumn { table, column, fill }
        }
        Change::RenameColumn { table, from, to } => Change::RenameColumn { table, from: to, to: from },
        Change::AlterColumn { table, before, after, values, .. } => {
            // NULLs can have come in while they were allowed.
            let fill = if after.nullable && !before.nullable { Fill::Zero } else { Fill::Nothing };
            let values = undo_moves(values, before.values.as_deref().unwrap_or_default());
            Change::AlterColumn { table, before: after, after: before, fill, using: None, values }
        }
        Change::SetPrimaryKey { table, before, after } => Change::SetPrimaryKey { table, before: after, after: before },
        Change::AddUnique { table, unique } => Change::DropUnique { table, unique },
        Change::DropUnique { table, unique } => Change::AddUnique { table, unique },
        Change::AddIndex { table, index, concurrently } => Change::DropIndex { table, index, concurrently },
        Change::DropIndex { table, index, concurrently } => Change::AddIndex { table, index, concurrently },
        Change::RenameIndex { table, index, to } => {
            let back = index.name.clone().unwrap_or_default();
            Change::RenameIndex { table, index: Index { name: Some(to), ..index }, to: back }
        }
        Change::AddForeignKey { table, key, .. } => Change::DropForeignKey { table, key },
        Change::DropForeignKey { table, key } => Change::AddForeignKey { table, key, fill: Fill::Zero },
        Change::AddCheck { table, check } => Change::DropCheck { table, check },
        Change::DropCheck { table, check } => Change::AddCheck { table, check },
        Change::SetComment { table, before, after } => Change::SetComment { table, before: after, after: before },
        Change::CreateEnum { ty } => Change::DropEnum { ty },
        Change::DropEnum { ty } => Change::CreateEnum { ty },
        Change::RenameEnum { from, to } => Change::RenameEnum { from: to, to: from },
        Change::AlterEnum { before, after, values } => {
            let values = undo_moves(values, &before.values);
            Change::AlterEnum { before: after, after: before, values }
        }
        Change::CreateNamespace { name } => Change::DropNamespace { name },
        Change::EnsureNamespace { name } => Change::EnsureNamespace { name },
        Change::DropNamespace { name } => Change::CreateNamespace { name },
        Change::CreateExtension { name } => Change::DropExtension { name },
        Change::DropExtension { name } => Change::CreateExtension { name },
    }
}

/// A renamed value gets its old name back. One that came for others goes with them: what holds it gets the first of
/// these. What was moved to a value that stays, or to NULL, is not told apart any more.
fn undo_moves(mut values: Vec<ValueMove>, before: &[String]) -> Vec<ValueMove> {
    values.sort_by_key(|value| !value.renamed);
    let mut undone: Vec<ValueMove> = Vec::new();
    for ValueMove { from, to, renamed } in values {
        let Some(to) = to else { continue };
        if renamed || (!before.contains(&to) && !undone.iter().any(|own| own.from == to)) {
            undone.push(ValueMove { from: to, to: Some(from), renamed });
        }
    }
    undone
}
