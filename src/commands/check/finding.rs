use serde::Serialize;

use super::tell;
use crate::cli::{Context, Outcome};
use crate::error::{Error, ErrorKind};

/// Something that does not fit.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Finding {
    /// Where it was found: stable.
    pub(super) area: Area,
    /// What is wrong, in words.
    pub(super) says: String,
    /// The kind of object, where it is one: `table`, `column`, `index` and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) object: Option<String>,
    /// The table that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) table: Option<String>,
    /// The object's name, or the migration's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    /// `missing`, `surplus` or `different`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) deviation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    /// What helps, likeliest first.
    pub(super) helps: Vec<String>,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Area {
    /// Changes in the models without a migration.
    Models,
    /// `schema.json`.
    State,
    /// Branches that have not met.
    Heads,
    /// Edited, missing, half done or late migrations.
    Records,
    /// What the settings ask of each connection.
    Session,
    /// What the live database is, and should not be.
    Drift,
    /// What a deployment meets.
    Deploy,
}

impl Area {
    /// The word for a person.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Models => "models",
            Self::State => "schema.json",
            Self::Heads => "heads",
            Self::Records => "records",
            Self::Session => "session",
            Self::Drift => "drift",
            Self::Deploy => "deploy",
        }
    }
}

impl Finding {
    pub(super) fn new(area: Area, says: impl Into<String>) -> Self {
        let (object, table, name, deviation, file, line) = (None, None, None, None, None, None);
        Self { area, says: says.into(), object, table, name, deviation, file, line, helps: Vec::new() }
    }

    /// The same with something that helps.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }

    /// The same about a migration.
    pub(super) fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }
}

/// All that was found on one database.
#[derive(Default)]
pub(super) struct Findings {
    /// Where it is, once that is known.
    pub(super) place: Option<String>,
    /// How many migrations are where, in words.
    pub(super) migrations: Option<String>,
    pub(super) findings: Vec<Finding>,
    /// What a person may want to know, though nothing is wrong.
    pub(super) notes: Vec<String>,
    /// The migrations that are not applied.
    pub(super) pending: Vec<String>,
    /// What kept something from being looked at.
    pub(super) errors: Vec<Error>,
    /// Whether what was found needs repair before anything can run.
    pub(super) needs_repair: bool,
}

impl Findings {
    pub(super) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(super) fn extend(&mut self, findings: Vec<Finding>) {
        self.findings.extend(findings);
    }

    /// The gravest of all; errors are told here.
    pub(super) fn outcome(&self, several: bool, context: &Context, alias: &str) -> Outcome {
        let mut gravest = if self.findings.is_empty() { Outcome::Done } else { Outcome::No };
        if self.needs_repair {
            gravest = gravest.or_graver(Outcome::Failed(ErrorKind::History));
        }
        for error in &self.errors {
            tell(context, several, alias, error);
            gravest = gravest.or_graver(Outcome::Failed(error.kind()));
        }
        gravest
    }
}
