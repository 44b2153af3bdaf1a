use super::Note;
use crate::schema::{ColumnType, DieselType, TableName};

/// What there is to say of the types in `table!`, one note for all columns of which the same is to be said: a
/// `schema.rs` that serves several databases can disagree with this one in very many of them.
#[derive(Default)]
pub(super) struct TypeNotes {
    notes: Vec<Note>,
}

impl TypeNotes {
    /// The `table!` says another type than Diesel sees in the column.
    pub(super) fn other(
        &mut self,
        table: &TableName,
        column: &str,
        declared: &DieselType,
        ty: &ColumnType,
        seen: &DieselType,
    ) {
        let length = declared.max_length.map_or(String::new(), |length| format!(" of at most {length}"));
        let declared = format!("{}{length}", short(declared));
        let (ty, seen) = (ty.text().to_owned(), seen.path.clone());
        self.add(table, column, |columns| Note::OtherType { declared, ty, seen, columns });
    }

    /// The `table!` says that the column can be NULL, or that it cannot, and the database has it the other way.
    pub(super) fn other_null(&mut self, table: &TableName, column: &str, nullable: bool) {
        self.add(table, column, |columns| Note::OtherNull { nullable, columns });
    }

    /// The database has no type of its own for what the `table!` says, so that the two cannot be compared.
    pub(super) fn unspoken(&mut self, table: &TableName, column: &str, declared: &DieselType) {
        let declared = short(declared);
        self.add(table, column, |columns| Note::UnspokenType { declared, columns });
    }

    /// Diesel reads no type out of the column, so that there is nothing to compare with.
    pub(super) fn unread(&mut self, table: &TableName, column: &str, ty: &ColumnType) {
        let ty = ty.text().to_owned();
        self.add(table, column, |columns| Note::UnreadType { ty, columns });
    }

    /// The notes, in the order in which the first of each kind came.
    pub(super) fn into_notes(self) -> Vec<Note> {
        self.notes
    }

    fn add(&mut self, table: &TableName, column: &str, note: impl FnOnce(Vec<String>) -> Note) {
        let mut new = note(Vec::new());
        let alike = self.notes.iter_mut().find(|own| own.says_the_same(&new));
        if let Some(columns) = alike.map_or(new.columns_mut(), Note::columns_mut) {
            columns.push(format!("{table}.{column}"));
        }
        if new.columns_mut().is_some_and(|columns| !columns.is_empty()) {
            self.notes.push(new);
        }
    }
}

/// The type without the path to it.
fn short(ty: &DieselType) -> String {
    // Of `Array<Nullable<Text>>` nothing is taken away.
    if ty.path.contains('<') { ty.path.clone() } else { ty.path.rsplit("::").next().unwrap_or(&ty.path).to_owned() }
}
