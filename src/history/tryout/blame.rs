//! Views and triggers that a migration breaks.

/// The view or trigger that stands in the way, if that is what SQLite says: `error in view adults after rename: …`.
pub(super) fn blamed(message: &str) -> Option<String> {
    let (place, _) = message.strip_prefix("error in ")?.split_once(" after ").or_else(|| {
        let rest = message.strip_prefix("error in ")?;
        rest.split_once(": ")
    })?;
    let (kind, name) = place.split_once(' ')?;
    ["view", "trigger"].contains(&kind).then(|| format!("{kind} `{name}`"))
}

/// What is to be done about it.
pub(super) fn ways_out(blamed: &str) -> [String; 2] {
    [
        format!(
            "drop {blamed} in a migration of its own (`manage makemigrations --empty`), and make it again, as it is to \
             be, in another after this one"
        ),
        "`--no-verify` writes the migration all the same, to be completed by hand".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::blamed;

    #[test]
    fn sqlite_names_what_breaks() {
        for (message, expected) in [
            ("error in view adults after rename: no such column: name", Some("view `adults`")),
            ("error in trigger on it after drop column: no such column: old.x", Some("trigger `on it`")),
            ("error in view v: no such table: main.t", Some("view `v`")),
            ("error in index i after drop column: no such column: x", None),
            ("UNIQUE constraint failed: t.a", None),
        ] {
            assert_eq!(blamed(message).as_deref(), expected, "{message}");
        }
    }
}
