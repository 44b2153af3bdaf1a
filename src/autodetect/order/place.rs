use crate::schema::{Change, TableName};

/// Where a change stands unless needs say otherwise: new tables first, then table by table what is altered, and
/// tables that go last. Within a table, what stands in the way goes first and columns go last, so that a new
/// column can still be filled from one that goes.
pub(super) fn place(change: &Change) -> (u8, TableName, u8) {
    let (section, rank) = match change {
        Change::CreateNamespace { .. } => (0, 0),
        Change::CreateExtension { .. } => (0, 1),
        Change::RenameEnum { .. } => (1, 0),
        Change::CreateEnum { .. } => (1, 1),
        Change::AlterEnum { .. } => (1, 2),
        Change::CreateTable { .. } => (2, 0),
        Change::RenameTable { .. } => (3, 0),
        Change::RenameColumn { .. } => (3, 1),
        Change::DropForeignKey { .. } => (3, 2),
        Change::DropCheck { .. } => (3, 3),
        Change::DropIndex { .. } => (3, 4),
        Change::DropUnique { .. } => (3, 5),
        Change::RenameIndex { .. } => (3, 6),
        Change::AddColumn { .. } => (3, 7),
        Change::AlterColumn { .. } => (3, 8),
        Change::SetPrimaryKey { .. } => (3, 9),
        Change::AddUnique { .. } => (3, 10),
        Change::AddIndex { .. } => (3, 11),
        Change::AddCheck { .. } => (3, 12),
        Change::AddForeignKey { .. } => (3, 13),
        Change::SetComment { .. } => (3, 14),
        Change::DropColumn { .. } => (3, 15),
        Change::DropTable { .. } => (4, 0),
        Change::DropEnum { .. } => (5, 0),
        Change::DropExtension { .. } => (6, 0),
        Change::DropNamespace { .. } => (6, 1),
    };
    (section, change.table().clone(), rank)
}
