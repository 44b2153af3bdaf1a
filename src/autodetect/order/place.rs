use crate::schema::{Change, TableName};

/// Where a change stands unless needs say otherwise: new tables first, then table by table what is altered, and
/// tables that go last. Within a table, what stands in the way goes first and columns go last, so that a new
/// column can still be filled from one that goes.
pub(super) fn place(change: &Change) -> (u8, TableName, u8) {
    let (section, rank) = match change {
        Change::CreateNamespace { .. } | Change::EnsureNamespace { .. } => (0, 0),
        Change::CreateExtension { .. } => (0, 1),
        Change::RenameEnum { .. } => (1, 0),
        // An enum under its new name, and another of its old one.
        Change::CreateEnum { .. } => (2, 0),
        Change::AlterEnum { .. } => (2, 1),
        Change::CreateTable { .. } => (3, 0),
        Change::RenameTable { .. } => (4, 0),
        Change::RenameColumn { .. } => (4, 1),
        Change::DropForeignKey { .. } => (4, 2),
        Change::DropCheck { .. } => (4, 3),
        Change::DropIndex { .. } => (4, 4),
        Change::DropUnique { .. } => (4, 5),
        Change::RenameIndex { .. } => (4, 6),
        Change::AddColumn { .. } => (4, 7),
        Change::AlterColumn { .. } => (4, 8),
        Change::SetPrimaryKey { .. } => (4, 9),
        Change::AddUnique { .. } => (4, 10),
        Change::AddIndex { .. } => (4, 11),
        Change::AddCheck { .. } => (4, 12),
        Change::AddForeignKey { .. } => (4, 13),
        Change::SetComment { .. } => (4, 14),
        Change::DropColumn { .. } => (4, 15),
        Change::DropTable { .. } => (5, 0),
        Change::DropEnum { .. } => (6, 0),
        Change::DropExtension { .. } => (7, 0),
        Change::DropNamespace { .. } => (7, 1),
    };
    (section, change.table().clone(), rank)
}
