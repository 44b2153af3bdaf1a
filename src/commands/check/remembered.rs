use super::expected::Ground;
use super::finding::{Area, Finding, Findings};
use crate::history::{History, State};

/// Whether `schema.json` is there, belongs to the migrations, and says what they lead to.
pub(super) fn look(history: &History, ground: &Ground, found: &mut Findings) {
    found.notes.extend(ground.state.notes.iter().cloned());
    let path = State::path(history).display().to_string();
    let of = |says: String| Finding { file: Some(path.clone()), ..Finding::new(Area::State, says) };
    if let Some(why) = &ground.stale {
        found.push(of(why.clone()).help("`manage makemigrations` writes it anew"));
    }
    let Some(replayed) = &ground.replayed else { return };
    let differences = ground.state.schema.divergences(replayed);
    for one in &differences {
        let says = format!("schema.json does not say what the migrations lead to: {one}");
        let says = says.replace("no migration that is applied makes it", "schema.json does not know it");
        found.push(of(says).help("delete the file: `manage makemigrations` writes it anew"));
    }
}
