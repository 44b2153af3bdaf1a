//! How alike a vanished thing and a new one are, in percent, and in words.

mod column;
mod name;
mod position;
mod table;
mod value;

pub(super) use column::column_candidates;
pub(super) use table::table_candidates;
pub(super) use value::value_candidates;

use crate::questions::Candidate;

/// From this likeness on, in percent, something new is offered as what the vanished thing became.
const THRESHOLD: u8 = 50;

/// The candidates that are alike enough, likeliest first, and the rest in their order. Of equally likely ones the
/// first stays first.
fn sort<T>(scored: Vec<Candidate<T>>) -> (Vec<Candidate<T>>, Vec<T>) {
    let (mut likely, rest): (Vec<_>, Vec<_>) = scored.into_iter().partition(|one| one.likeness >= THRESHOLD);
    likely.sort_by_key(|one| std::cmp::Reverse(one.likeness));
    (likely, rest.into_iter().map(|one| one.to).collect())
}
