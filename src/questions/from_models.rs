use std::collections::BTreeMap;

use super::{Answer, Question, Questioner};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::schema::{Declaration, TableName};

/// The models, which answer with `renamed_from`. One that names nothing vanished, since the migration was made long
/// ago, says nothing.
pub struct FromModels<'a> {
    declarations: &'a BTreeMap<TableName, Declaration>,
    dialect: &'a dyn Dialect,
}

impl<'a> FromModels<'a> {
    /// Answers out of these declarations.
    pub fn new(declarations: &'a BTreeMap<TableName, Declaration>, dialect: &'a dyn Dialect) -> Self {
        Self { declarations, dialect }
    }

    /// The new table, out of these, that says it was called so.
    fn table<'n>(&self, gone: &TableName, mut new: impl Iterator<Item = &'n TableName>) -> Option<String> {
        let claims = |name: &&TableName| {
            let origin = self.declarations.get(*name).and_then(|declaration| declaration.renamed_from.as_ref());
            origin
                .is_some_and(|origin| origin.schema == gone.schema && self.dialect.same_name(&origin.name, &gone.name))
        };
        new.find(claims).map(ToString::to_string)
    }

    /// The new column, out of these, that says it was called so.
    fn column<'n>(&self, table: &TableName, gone: &str, mut new: impl Iterator<Item = &'n String>) -> Option<String> {
        let origins = &self.declarations.get(table)?.columns_renamed_from;
        let claims = |name: &&String| origins.get(*name).is_some_and(|origin| self.dialect.same_name(origin, gone));
        new.find(claims).cloned()
    }
}

impl Questioner for FromModels<'_> {
    fn known(&mut self, question: &Question) -> Result<Option<Answer>> {
        let name = match question {
            Question::Table { table, candidates, others } => {
                self.table(table, candidates.iter().map(|candidate| &candidate.to).chain(others))
            }
            Question::Column { model, column, candidates, others, .. } => {
                self.column(model, column, candidates.iter().map(|candidate| &candidate.to).chain(others))
            }
            _ => None,
        };
        Ok(name.map(Answer::Renamed))
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        self.known(question)
    }
}
