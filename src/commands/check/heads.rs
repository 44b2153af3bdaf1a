use super::finding::{Area, Finding};
use crate::history::History;

/// Branches that have not met. This is the one place that judges them: where both orders come to the same, nothing has
/// to be done about them.
pub(super) fn findings(history: &History) -> Vec<Finding> {
    let heads: Vec<&str> = history.heads().iter().map(|head| head.name.as_str()).collect();
    if heads.len() < 2 {
        return Vec::new();
    }
    let finding = Finding::new(Area::Heads, format!("{} branches have not met: {}", heads.len(), heads.join(", ")));
    vec![finding.help("`manage merge` joins them")]
}
