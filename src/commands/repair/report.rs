use serde::Serialize;

use super::finding::Finding;
use crate::commands::deployed::Deployed;
use crate::database::{Remedy, Repair};

/// What `--json` prints.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    database: String,
    /// Where it is; never with a password.
    place: String,
    /// Whether anything was changed.
    pub(super) written: bool,
    /// What does not fit, and what was asked for beside that, in the order in which migrations run.
    repairs: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<String>,
    ways: Vec<WayEntry>,
    /// What is done, or would be; absent where it stays as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct WayEntry {
    flag: String,
    reason: String,
}

impl Report {
    pub(super) fn new(deployed: &Deployed, found: &[Finding]) -> Self {
        let entry = |finding: &Finding| Entry {
            version: finding.state.as_ref().map(|state| state.version.to_string()),
            name: finding.state.as_ref().map(|state| state.name.clone()),
            problem: Some(finding.problem),
            says: Some(finding.says.clone()),
            ways: finding
                .ways
                .iter()
                .map(|way| WayEntry { flag: way.flag.clone(), reason: way.reason.clone() })
                .collect(),
            remedy: None,
        };
        let (database, place) = (deployed.database.alias().to_owned(), deployed.place());
        Self { database, place, written: false, repairs: found.iter().map(entry).collect() }
    }

    /// These are done, or would be.
    pub(super) fn choose(&mut self, chosen: &[Repair], anew: bool) {
        self.written = anew || !chosen.is_empty();
        for repair in chosen {
            let version = repair.state.version.to_string();
            let remedy = Some(name(&repair.remedy));
            match self.repairs.iter_mut().find(|entry| entry.version.as_ref() == Some(&version)) {
                Some(entry) => entry.remedy = remedy,
                None => self.repairs.push(Entry {
                    version: Some(version),
                    name: Some(repair.state.name.clone()),
                    problem: None,
                    says: None,
                    ways: Vec::new(),
                    remedy,
                }),
            }
        }
        if let Some(journal) = self.repairs.iter_mut().find(|entry| entry.version.is_none() && anew) {
            journal.remedy = Some("adopt");
        }
    }
}

fn name(remedy: &Remedy) -> &'static str {
    match remedy {
        Remedy::Accept => "accept",
        Remedy::Done => "done",
        Remedy::Undone => "undone",
        Remedy::Prune => "prune",
        Remedy::Rename(_) => "rename",
        Remedy::Adopt => "adopt",
    }
}
