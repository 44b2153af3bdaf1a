use super::finding::{Area, Finding, Findings};
use crate::commands::deployed::Deployed;
use crate::database::mysql::not_strict;
use crate::settings::Address;

/// Whether `session` of the settings lets the server cut values silently.
pub(super) fn look(deployed: &Deployed, found: &mut Findings) {
    if matches!(deployed.address(), Address::Mysql(_))
        && let Some(statement) = not_strict(deployed.session())
    {
        let says = format!("`{statement}` of `session` lets the server cut values that do not fit, silently");
        found.push(Finding::new(Area::Session, says).help("add STRICT_TRANS_TABLES to the mode, in the settings"));
    }
}
