use std::time::Duration;

use super::deployed::Deployed;
use super::ran::DatabaseEntry;
use super::tally::Tally;
use crate::cli::Context;
use crate::database::{Direction, Event, Holder, Reporter};
use crate::ui::{Style, Text, Ui, Work};

/// Says which database it is about, and where that is.
pub(super) fn heading(words: &str, deployed: &Deployed) -> Text {
    let text = Text::new().styled(Style::Heading, words).plain(" ").styled(Style::Alias, deployed.database.alias());
    text.plain(" (").styled(Style::Path, deployed.place()).plain(")")
}

/// Tells a person what happens while migrations run, and writes down what ran.
pub(super) struct Progress<'a> {
    ui: &'a Ui,
    deployed: &'a Deployed,
    entry: &'a mut DatabaseEntry,
    tally: &'a Tally,
    /// What is going on: waiting, or running.
    work: Work,
    waiting: bool,
    /// Whether it is only written down that they ran.
    fake: bool,
    /// What is said before anything else is.
    heading: Option<Text>,
}

impl<'a> Progress<'a> {
    /// Before anything happens.
    pub(super) fn new(
        context: &'a Context,
        deployed: &'a Deployed,
        entry: &'a mut DatabaseEntry,
        tally: &'a Tally,
    ) -> Self {
        Self {
            ui: &context.ui,
            deployed,
            entry,
            tally,
            work: Work::unseen(),
            waiting: false,
            fake: false,
            heading: None,
        }
    }

    /// The same where it may only be written down that something ran.
    pub(super) fn counting(self, fake: bool) -> Self {
        Self { fake, ..self }
    }

    /// The same with a heading that is kept until something happens.
    pub(super) fn announcing(self, heading: Text) -> Self {
        Self { heading: Some(heading), ..self }
    }

    /// Says the heading, if it was not said.
    pub(super) fn announce(&mut self) {
        if let Some(heading) = self.heading.take() {
            self.ui.say(heading);
        }
    }

    fn begin(&mut self, what: String, total: Option<usize>, ago: Duration) {
        // One line at a time: the old work has to end before the new one begins.
        self.work = Work::unseen();
        self.work = self.ui.work_since(what, total, ago);
    }

    fn waits(&mut self, holder: Option<&Holder>, waited: Duration) {
        let whom = holder.map_or_else(|| "the lock".to_owned(), ToString::to_string);
        if !self.ui.shows_work() {
            self.ui.say(format!("waiting for {whom}, for {} so far", seconds(waited)));
        } else if !std::mem::replace(&mut self.waiting, true) {
            self.begin(format!("waiting for {whom}"), None, waited);
        }
    }
}

impl Reporter for Progress<'_> {
    fn report(&mut self, event: &Event<'_>) {
        let ui = self.ui;
        self.announce();
        self.tally.note(event);
        match event {
            Event::Waiting { holder, waited } => self.waits(*holder, *waited),
            Event::Waited { holder, waited } => {
                self.work = Work::unseen();
                let whom = holder.map_or_else(
                    || "another process".to_owned(),
                    |it| format!("`{}` on {}, process {}", it.command, it.host, it.pid),
                );
                ui.say(format!("  waited {} for {whom}", seconds(*waited)));
            }
            Event::Planned { names, direction } => {
                ui.detail(format!("  {} to run", names.len()));
                let what = if *direction == Direction::Up { "applying" } else { "undoing" };
                self.begin(what.to_owned(), Some(names.len()), Duration::ZERO);
            }
            Event::Tried { name } => self.work.at(name),
            Event::Started { name, .. } => {
                ui.detail(format!("  running {name}"));
                self.work.advance(name);
            }
            Event::Resumed { name, done, total } => {
                ui.say(format!("{name} goes on after statement {done} of {total}"));
            }
            Event::RustStep { name, .. } => ui.say(Text::new().plain("  Rust step of ").styled(Style::Name, name)),
            Event::Said { text, .. } => ui.say(format!("    {text}")),
            Event::Finished { name, direction, duration } => {
                let (word, style) = match direction {
                    Direction::Up if self.fake => ("counts as applied", Style::Good),
                    Direction::Down if self.fake => ("counts as not applied", Style::Caution),
                    Direction::Up => ("applied", Style::Good),
                    Direction::Down => ("undone", Style::Caution),
                };
                let text = Text::new().plain("  ").styled(style, word).plain(" ").styled(Style::Name, name);
                let took = if self.fake { String::new() } else { format!(" ({})", seconds(*duration)) };
                ui.say(text.styled(Style::Faint, took));
                self.entry.ran(name, (!self.fake).then_some(*duration));
            }
            Event::Skipped { name } => ui.say(format!("  {name} was done by somebody else in the meantime")),
            Event::Warning(text) => ui.warn(self.deployed.called(text)),
        }
    }
}

/// A duration, for a person.
pub(super) fn seconds(duration: Duration) -> String {
    if duration.as_millis() < 1000 {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}
