use diesel::Connection;
use diesel::connection::InstrumentationEvent;

use crate::ui::{Style, Text, Ui, Verbosity};

/// Tells every statement that the connection is sent, if that is asked for (`-vv`).
pub(super) fn trace(ui: &Ui, connection: &mut impl Connection) {
    if ui.verbosity() < Verbosity::Trace {
        return;
    }
    let ui = ui.clone();
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let query = query.to_string();
            // Nothing of ours has values beside its text.
            let statement = query.split_once(" -- binds:").map_or(query.as_str(), |(statement, _)| statement);
            ui.trace(Text::new().styled(Style::Faint, "sql:").plain(" ").plain(statement.trim()));
        }
    });
}
