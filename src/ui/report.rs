use std::error::Error as _;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};

/// The version of the shapes that `--json` prints, which docs/json.md describes. A key that is added does not change it.
pub const JSON_VERSION: u32 = 1;

/// What a run with `--json` prints when it ends: one object, however it ends.
#[derive(Default)]
pub(super) struct Report {
    /// What the command reports.
    keys: Map<String, Value>,
    /// Data that was said as text, by a command that knows nothing of JSON.
    pub(super) output: String,
    pub(super) warnings: Vec<String>,
    errors: Vec<Failure>,
    pub(super) printed: bool,
}

/// The object.
#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    #[serde(flatten)]
    keys: &'a Map<String, Value>,
    #[serde(skip_serializing_if = "str::is_empty")]
    output: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Failure],
}

/// An error as data.
#[derive(Clone, Debug, Serialize)]
struct Failure {
    /// The alias of the database that it is about, where several were worked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<String>,
    kind: &'static str,
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
    exit_code: u8,
}

impl Report {
    /// Adds keys. What is reported a second time joins what is there: lists are continued, all else is replaced.
    pub(super) fn add(&mut self, keys: Map<String, Value>) {
        for (key, value) in keys {
            match (self.keys.get_mut(&key), value) {
                (Some(Value::Array(own)), Value::Array(more)) => own.extend(more),
                (_, value) => drop(self.keys.insert(key, value)),
            }
        }
    }

    /// Adds an error, and those that were found with it.
    pub(super) fn fail(&mut self, database: Option<&str>, error: &Error) {
        // The questions are there themselves, and say it better.
        if error.kind() == ErrorKind::Question && self.keys.contains_key("questions") {
            return;
        }
        let mut causes = Vec::new();
        let mut cause = error.source();
        while let Some(next) = cause {
            causes.push(next.to_string());
            cause = next.source();
        }
        self.errors.push(Failure {
            database: database.map(str::to_owned),
            kind: error.kind().name(),
            message: error.to_string(),
            causes,
            hints: error.hints().to_vec(),
            exit_code: error.kind().exit_code(),
        });
        for other in error.others() {
            self.fail(database, other);
        }
    }

    /// Adds what was warned of, and went wrong, in another.
    pub(super) fn join(&mut self, other: &Self) {
        self.warnings.extend_from_slice(&other.warnings);
        self.errors.extend_from_slice(&other.errors);
    }

    /// The text of the whole.
    pub(super) fn text(&self) -> Result<String> {
        text(&Whole {
            version: JSON_VERSION,
            keys: &self.keys,
            output: &self.output,
            warnings: &self.warnings,
            errors: &self.errors,
        })
    }
}

/// What a command reports, as an object.
pub(super) fn object(value: &impl Serialize) -> Result<Map<String, Value>> {
    match serde_json::to_value(value) {
        Ok(Value::Object(keys)) => Ok(keys),
        Ok(_) => Err(Error::failure("cannot write the result as JSON: it is no object")),
        Err(error) => Err(cannot(error)),
    }
}

fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(cannot)
}

fn cannot(error: serde_json::Error) -> Error {
    Error::failure("cannot write the result as JSON").because(error)
}
