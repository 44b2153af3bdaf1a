use super::name::{name_likeness, worth};
use super::sort;
use crate::questions::Candidate;

/// Which of an enum's new values the vanished one could have become, likeliest first, and those that do not look
/// like it. A value at the same place as the vanished one counts as alike.
pub(in crate::autodetect) fn value_candidates(
    before: &[String],
    gone: &str,
    after: &[String],
    new: &[&String],
) -> (Vec<Candidate<String>>, Vec<String>) {
    let place = |values: &[String], value: &str| values.iter().position(|own| own == value);
    let scored = new.iter().map(|value| {
        let name = name_likeness(gone, value);
        let same_place = place(before, gone) == place(after, value);
        let mut reason = Vec::new();
        if same_place {
            reason.push("same position".to_owned());
        }
        if worth(name) > 0 || reason.is_empty() {
            reason.push(format!("name {name} % alike"));
        }
        let likeness = if same_place { name / 2 + 50 } else { name };
        Candidate { to: (*value).clone(), likeness, reason: reason.join(", ") }
    });
    sort(scored.collect())
}
