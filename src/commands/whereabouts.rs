use serde::Serialize;

use super::deployed::Deployed;
use crate::cli::Context;
use crate::database::{Access, MigrationState};
use crate::error::Result;
use crate::settings::Database;
use crate::ui::{Style, Text};

/// Where a database is after a command over several of them failed.
#[derive(Debug, Serialize)]
pub(super) struct Whereabouts {
    database: String,
    fate: Fate,
    /// The last migration that is applied; absent where none is, or where that cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// How many are not applied; absent where that cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pending: Option<usize>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fate {
    /// The command did all of its work there.
    Done,
    /// It failed there.
    Failed,
    /// It ended before.
    NotReached,
}

impl Fate {
    fn words(self) -> (&'static str, Style) {
        match self {
            Self::Done => ("done", Style::Good),
            Self::Failed => ("failed", Style::Bad),
            Self::NotReached => ("not reached", Style::Caution),
        }
    }
}

impl Whereabouts {
    /// Looks where the databases are, of which so many had their turn. Where that fails, it is not known.
    pub(super) fn of(context: &mut Context, databases: &[Database], ended_well: &[bool]) -> Vec<Self> {
        let mut all = Vec::new();
        for (place, database) in databases.iter().enumerate() {
            let fate = match ended_well.get(place) {
                Some(true) => Fate::Done,
                Some(false) => Fate::Failed,
                None => Fate::NotReached,
            };
            let states = look(context, database).ok();
            let applied =
                |states: &Vec<MigrationState>| states.iter().rfind(|own| own.is_applied()).map(|own| own.name.clone());
            let pending = |states: &Vec<MigrationState>| states.iter().filter(|own| !own.is_applied()).count();
            all.push(Self {
                database: database.alias().to_owned(),
                fate,
                at: states.as_ref().and_then(applied),
                pending: states.as_ref().map(pending),
            });
        }
        all
    }

    /// Tells a person.
    pub(super) fn say(context: &Context, all: &[Self]) {
        context.ui.say("Where the databases are now:");
        for own in all {
            let (word, style) = own.fate.words();
            let place = match (&own.at, own.pending) {
                (Some(at), _) => format!("at {at}"),
                (None, Some(_)) => "nothing is applied".to_owned(),
                (None, None) => "where it is cannot be told".to_owned(),
            };
            let pending = match own.pending {
                None | Some(0) => String::new(),
                Some(count) => format!(", {count} not applied"),
            };
            let text = Text::new().plain("  ").styled(Style::Alias, &own.database).plain(": ").styled(style, word);
            context.ui.say(text.plain(format!(", {place}{pending}")));
        }
    }
}

fn look(context: &mut Context, database: &Database) -> Result<Vec<MigrationState>> {
    Deployed::of(context, database, Access::ReadOnly)?.status()
}
