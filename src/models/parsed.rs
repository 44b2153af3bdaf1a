use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel_manage_syntax::{Position, Source};

use super::problem::{Problem, place};
use super::source_list::SourceFile;

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
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let mut results: Vec<(usize, Result<Parsed, Vec<Problem>>)> = if threads < 2 {
        files.iter().map(parse).enumerate().collect()
    } else {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                match files.get(place) {
                    Some(file) => done.push((place, parse(file))),
                    None => return done,
                }
            }
        };
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
        })
    };
    results.sort_by_key(|(place, _)| *place);
    let (mut parsed, mut problems) = (Vec::new(), Vec::new());
    for (_, result) in results {
        match result {
            Ok(file) => parsed.push(file),
            Err(found) => problems.extend(found),
        }
    }
    if parsed.len() < files.len() && problems.is_empty() {
        // Only a thread that died can have lost a file.
        let at = files.first().map(|file| place(&file.shown, Position { line: 1, column: 1 }));
        problems.extend(at.map(|at| Problem::new(at, "the models could not be read: a thread ended early")));
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
