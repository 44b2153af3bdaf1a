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

/// Lists the migrations that would be run.
pub(super) fn planned(context: &Context, deployed: &Deployed, names: &[String], direction: Direction) {
    let [none, some] = match direction {
        Direction::Up => ["Nothing to apply on", "To be applied on"],
        Direction::Down => ["Nothing to undo on", "To be undone on"],
    };
    if names.is_empty() {
        context.ui.data(heading(none, deployed));
        return;
    }
    context.ui.data(heading(some, deployed).plain(":"));
    let with_rust = deployed.with_steps(names, direction);
    for name in names {
        let line = Text::new().plain("  ").styled(Style::Name, name);
        let has_step = with_rust.contains(name);
        context.ui.data(if has_step { line.styled(Style::Faint, " + Rust step") } else { line });
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
