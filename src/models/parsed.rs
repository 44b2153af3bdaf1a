use std::path::PathBuf;

use diesel_manage_syntax::{Position, Source};

use super::problem::{Problem, place};
use super::source_list::SourceFile;
use crate::parallel::parallel;

/// A source file, parsed.
#[derive(Debug)]
pub(super) struct Parsed {
    /// How it is called in messages.
    pub(super) file: PathBuf,
    /// The entries that it belongs to.
    pub(super) entries: Vec<usize>,
    /// What it declares.
    pub(super) source: Source,
}

/// Parses the files, on all processors; the result is in their order.
pub(super) fn parse_all(files: &[SourceFile]) -> Result<Vec<Parsed>, Vec<Problem>> {
    let (mut parsed, mut problems) = (Vec::new(), Vec::new());
    for result in parallel(files, 1, parse) {
        match result {
            Ok(file) => parsed.push(file),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(parsed) } else { Err(problems) }
}

fn parse(file: &SourceFile) -> Result<Parsed, Vec<Problem>> {
    let start = |line, column| place(&file.shown, Position { line, column });
    let bytes = std::fs::read(&file.path)
        .map_err(|error| vec![Problem::new(start(1, 1), format!("the file cannot be read: {error}"))])?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let column = String::from_utf8_lossy(last).chars().count() + 1;
        vec![Problem::new(start(line, column), "the file is not UTF-8").hint("save it as UTF-8, as rustc demands")]
    })?;
    let source = Source::parse(text).map_err(|error| Problem::of_syntax(&file.shown, error))?;
    Ok(Parsed { file: file.shown.clone(), entries: file.entries.clone(), source })
}
