use super::name::{name_likeness, percent, share, worth};
use super::sort;
use crate::questions::Candidate;
use crate::schema::{Table, TableName};

/// Which of the new tables the vanished one could have become, likeliest first, and those that do not look like it.
pub(in crate::autodetect) fn table_candidates(
    gone: &Table,
    new: &[&Table],
) -> (Vec<Candidate<TableName>>, Vec<TableName>) {
    sort(new.iter().map(|table| candidate(gone, table)).collect())
}

/// The columns weigh 70 %, the name 30.
fn candidate(gone: &Table, new: &Table) -> Candidate<TableName> {
    let shared = gone.columns.iter().filter(|column| new.column(&column.name).is_some()).count();
    let most = gone.columns.len().max(new.columns.len());
    let columns = column_share(gone, new);
    let name = name_likeness(&gone.name.name, &new.name.name);
    let likeness = percent(columns * 0.7 + f64::from(worth(name)) / 100.0 * 0.3);
    let mut reason =
        if shared == most { "the same columns".to_owned() } else { format!("{shared} of {most} columns the same") };
    if worth(name) > 0 {
        reason.push_str(&format!(", name {name} % alike"));
    }
    Candidate { to: new.name.clone(), likeness, reason }
}

/// The share of columns that both have, from 0 to 1. One of the same name and type counts whole, one of the same
/// name three quarters, one that merely stands at the same place with the same type a half; `id` counts half as much
/// as others, since almost every table has it.
fn column_share(gone: &Table, new: &Table) -> f64 {
    let mut shared = 0.0;
    let mut whole = 0.0;
    for (place, column) in gone.columns.iter().enumerate() {
        let weight = if column.name == "id" { 0.5 } else { 1.0 };
        whole += weight;
        shared += weight
            * match new.column(&column.name) {
                Some(twin) if twin.ty == column.ty => 1.0,
                Some(_) => 0.75,
                None => match new.columns.get(place) {
                    Some(twin) if twin.ty == column.ty && gone.column(&twin.name).is_none() => 0.5,
                    _ => 0.0,
                },
            };
    }
    let size = share(gone.columns.len().min(new.columns.len()), gone.columns.len().max(new.columns.len()));
    if whole > 0.0 { shared / whole * (0.5 + size / 2.0) } else { 0.0 }
}
