use serde::Serialize;

use super::branches::Branches;
use crate::cli::Context;
use crate::history::{Fault, Finding, History, Remark, Verified};
use crate::ui::{Style, Text};

/// What `--json` prints.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) databases: Vec<DatabaseEntry>,
}

#[derive(Serialize)]
pub(super) struct DatabaseEntry {
    database: String,
    /// How many migrations were tried.
    tried: usize,
    /// Branches that have not met, if there are some.
    #[serde(skip_serializing_if = "Option::is_none")]
    branches: Option<Branches>,
    findings: Vec<FindingEntry>,
    irreversible: Vec<RemarkEntry>,
    remarks: Vec<RemarkEntry>,
}

#[derive(Serialize)]
struct FindingEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    fault: &'static str,
    what: String,
    details: Vec<String>,
}

#[derive(Serialize)]
struct RemarkEntry {
    version: String,
    name: String,
    text: String,
}

impl DatabaseEntry {
    pub(super) fn new(alias: &str, branches: Option<Branches>, verified: Verified) -> Self {
        let finding = |finding: Finding| FindingEntry {
            version: finding.version.map(|version| version.to_string()),
            name: finding.migration,
            fault: finding.fault.name(),
            what: finding.what,
            details: finding.details,
        };
        let remark = |remark: Remark| RemarkEntry {
            version: remark.version.to_string(),
            name: remark.migration,
            text: remark.text,
        };
        Self {
            database: alias.to_owned(),
            tried: verified.tried,
            branches,
            findings: verified.findings.into_iter().map(finding).collect(),
            irreversible: verified.irreversible.into_iter().map(remark).collect(),
            remarks: verified.remarks.into_iter().map(remark).collect(),
        }
    }
}

/// Tells a person.
pub(super) fn show(
    context: &Context,
    alias: &str,
    history: &History,
    branches: Option<&Branches>,
    verified: &Verified,
    seed: u16,
) {
    if context.ui.wants_json() {
        return;
    }
    let ui = &context.ui;
    let heading = Text::new().styled(Style::Heading, "Verified").plain(" ").styled(Style::Alias, alias);
    ui.data(heading.plain(format!(" ({})", history.size())));
    for finding in &verified.findings {
        let text = Text::new().plain("  ").styled(Style::Bad, "does not hold").plain(" ");
        let name = finding.migration.as_deref().map_or_else(String::new, |name| format!("{name}: "));
        ui.data(text.styled(Style::Name, name).plain(&finding.what));
        for detail in &finding.details {
            ui.data(format!("      {detail}"));
        }
    }
    if let Some(branches) = branches.filter(|branches| branches.commute) {
        let text = Text::new().plain("  ").styled(Style::Good, "branches commute").plain(" ");
        ui.data(text.plain(format!("{}: nothing has to be merged", branches.heads.join(", "))));
    }
    for (word, remarks) in [("irreversible", &verified.irreversible), ("note", &verified.remarks)] {
        for remark in remarks {
            let text = Text::new().plain("  ").styled(Style::Caution, word).plain(" ");
            // The name stands in the reason already, where it is one of ours.
            let named = remark.text.starts_with(&remark.migration);
            let text = if named { text } else { text.styled(Style::Name, &remark.migration).plain(": ") };
            ui.data(text.plain(&remark.text));
        }
    }
    ui.data(format!("  {}", summary(verified)));
    let about_branches = |finding: &Finding| finding.fault == Fault::Branches;
    if verified.findings.iter().any(about_branches) {
        ui.hint("`manage merge` joins branches that collide");
    }
    if !verified.findings.iter().all(about_branches) {
        let repeat = if seed == 0 { String::new() } else { format!(" --seed {seed}") };
        ui.hint(format!(
            "the rows are always the same: `manage verify --database {alias}{repeat}` finds the same again"
        ));
        if verified.findings.iter().any(|finding| finding.what.starts_with("down.sql")) {
            ui.hint("a way back that cannot be had is said in down.sql: `-- manage: irreversible`");
        }
    }
}

/// One line for all of it.
fn summary(verified: &Verified) -> String {
    let unsound: std::collections::BTreeSet<_> =
        verified.findings.iter().filter_map(|finding| finding.version.as_ref()).collect();
    let holding = verified.tried.saturating_sub(unsound.len());
    let mut parts = vec![format!("{holding} of {} hold", verified.tried)];
    match verified.irreversible.len() {
        0 => {}
        count => parts.push(format!("{count} irreversible")),
    }
    parts.join(", ")
}
