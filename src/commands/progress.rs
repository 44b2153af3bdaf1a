use std::time::Duration;

use super::deployed::Deployed;
use crate::cli::Context;
use crate::database::{Direction, Event};
use crate::ui::{Style, Text, Ui};

/// Says which database it is about, and where that is.
pub(super) fn heading(words: &str, deployed: &Deployed) -> Text {
    let text = Text::new().styled(Style::Heading, words).plain(" ").styled(Style::Alias, deployed.database.alias());
    text.plain(" (").styled(Style::Path, deployed.place()).plain(")")
}

/// Lists the migrations that would be run, under the first words if there are none, else under the second.
pub(super) fn planned(context: &Context, deployed: &Deployed, names: &[String], [none, some]: [&str; 2]) {
    if names.is_empty() {
        context.ui.data(heading(none, deployed));
        return;
    }
    context.ui.data(heading(some, deployed).plain(":"));
    for name in names {
        context.ui.data(Text::new().plain("  ").styled(Style::Name, name));
    }
}

/// Tells a person what happens while migrations run.
pub(super) fn reporter(context: &Context) -> impl FnMut(&Event<'_>) + use<'_> {
    let ui = &context.ui;
    move |event: &Event<'_>| tell(ui, event)
}

fn tell(ui: &Ui, event: &Event<'_>) {
    match event {
        Event::Waiting { holder: Some(holder), waited } => {
            ui.say(format!("waiting for {holder}, for {} so far", seconds(*waited)));
        }
        Event::Waiting { holder: None, waited } => {
            ui.say(format!("waiting for the lock, for {} so far", seconds(*waited)));
        }
        Event::Planned { names, .. } => ui.detail(format!("  {} to run", names.len())),
        Event::Started { name, .. } => ui.detail(format!("  running {name}")),
        Event::Resumed { name, done, total } => ui.say(format!("{name} goes on after statement {done} of {total}")),
        Event::RustStep { name, .. } => {
            ui.say(Text::new().plain("  Rust step of ").styled(Style::Name, name));
        }
        Event::Said { text, .. } => ui.say(format!("    {text}")),
        Event::Finished { name, direction, duration } => {
            let (word, style) = match direction {
                Direction::Up => ("applied", Style::Good),
                Direction::Down => ("undone", Style::Caution),
            };
            let text = Text::new().plain("  ").styled(style, word).plain(" ").styled(Style::Name, name);
            ui.say(text.styled(Style::Faint, format!(" ({})", seconds(*duration))));
        }
        Event::Skipped { name } => ui.say(format!("  {name} was done by somebody else in the meantime")),
        Event::Warning(text) => ui.warn(*text),
    }
}

fn seconds(duration: Duration) -> String {
    if duration.as_millis() < 1000 {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}
