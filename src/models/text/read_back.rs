use std::collections::BTreeSet;
use std::path::Path;

use diesel_manage_syntax::Source;

use crate::dialect::Dialect;
use crate::models::parsed::Parsed;
use crate::models::problem::Problem;
use crate::models::{Around, Models};
use crate::schema::{Schema, Wanted};

/// What is wrong with a line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// What the text declares when it is read as models are, where `home` is searched first. Keys that lead to tables which are not in it are passed over,
/// if it is only a part.
///
/// # Errors
/// With all that no model could say.
pub fn read_back(text: &str, dialect: &dyn Dialect, home: Option<&str>, is_part: bool) -> Result<Wanted, Vec<Mistake>> {
    let file = Path::new("models.rs");
    let mistakes = |problems: Vec<Problem>| {
        let mistake = |problem: Problem| {
            let (line, message) = problem.line_and_message();
            Mistake { line, message }
        };
        problems.into_iter().map(mistake).collect::<Vec<_>>()
    };
    let source = Source::parse(text).map_err(|error| mistakes(Problem::of_syntax(file, error)))?;
    let parsed = [Parsed { file: file.to_owned(), entries: vec![0], source }];
    let nothing = Schema::default();
    let around = Around { home, ..Around::nothing(&nothing) };
    let models = Models::of_files(&parsed, BTreeSet::new(), "", dialect, is_part, &around).map_err(mistakes)?;
    Ok(models.wanted)
}
