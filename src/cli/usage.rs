use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Error;

/// What clap has against a command line, in the shape of all errors: a line, and hints.
pub(super) fn error(mut error: clap::Error) -> Error {
    // To pass a mistyped flag as a value, behind `--`, is what nobody wants.
    if let Some(ContextValue::StyledStrs(mut tips)) = error.remove(ContextKind::Suggested) {
        tips.retain(|tip| !tip.to_string().starts_with("to pass "));
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
    }
    let text = error.render().to_string();
    let text = text.trim_end().strip_prefix("error: ").unwrap_or(&text);
    let mut paragraphs = text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    let message = paragraphs.next().unwrap_or_default();
    let mut ours = Error::usage(message.trim_end_matches('.').replace("were not provided:", "are missing:"));
    for paragraph in paragraphs {
        if paragraph.starts_with("tip: ") {
            ours = paragraph.split("tip: ").skip(1).fold(ours, |ours, tip| ours.hint(hint(tip.trim())));
        } else if let Some(usage) = paragraph.strip_prefix("Usage: ") {
            ours = ours.hint(format!("usage: {usage}"));
        }
    }
    ours
}

/// What clap proposes, as we say it.
fn hint(tip: &str) -> String {
    let meant = ["argument", "value", "subcommand"].iter().find_map(|what| {
        let meant = tip.strip_prefix(&format!("a similar {what} exists: "))?;
        Some(format!("did you mean `{}`?", meant.trim_matches('\'')))
    });
    meant.unwrap_or_else(|| tip.to_owned())
}

/// Whether clap does not complain, but has a page to show: help that was asked for, or the version.
pub(super) fn is_page(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}
