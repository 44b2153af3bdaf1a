use crate::schema::{Change, TableName};

/// Where a change stands unless needs say otherwise: new tables first, then table by table what is altered, and
/// tables that go last. Within a table, what stands in the way goes first and columns go last, so that a new
/// column can still be filled from one that goes.
pub(super) fn place(change: &Change) -> (u8, TableName, u8) {
    let (section, rank) = match change {
        Change::CreateTable { .. } => (0, 0),
        Change::RenameTable { .. } => (1, 0),
        Change::RenameColumn { .. } => (1, 1),
        Change::DropForeignKey { .. } => (1, 2),
        Change::DropCheck { .. } => (1, 3),
        Change::DropIndex { .. } => (1, 4),
        Change::DropUnique { .. } => (1, 5),
        Change::RenameIndex { .. } => (1, 6),
        Change::AddColumn { .. } => (1, 7),
        Change::AlterColumn { .. } => (1, 8),
        Change::SetPrimaryKey { .. } => (1, 9),
        Change::AddUnique { .. } => (1, 10),
        Change::AddIndex { .. } => (1, 11),
        Change::AddCheck { .. } => (1, 12),
        Change::AddForeignKey { .. } => (1, 13),
        Change::SetComment { .. } => (1, 14),
        Change::DropColumn { .. } => (1, 15),
        Change::DropTable { .. } => (2, 0),
    };
    (section, change.table().clone(), rank)
}
