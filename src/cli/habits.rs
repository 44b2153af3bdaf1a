/// What people type from habit, and what does it here. A name that clap finds by likeness is not listed.
pub(super) const HABITS: &[(&str, &str)] = &[
    ("autogenerate", "makemigrations"),
    ("branches", "heads"),
    ("create", "makemigrations --empty"),
    ("db", "migrate"),
    ("diff", "makemigrations --dry-run"),
    ("down", "downgrade -1"),
    ("edit", "show"),
    ("fake", "stamp"),
    ("generate", "makemigrations"),
    ("introspect", "inspectdb"),
    ("list", "showmigrations"),
    ("log", "history"),
    ("mark", "stamp"),
    ("new", "makemigrations --empty"),
    ("pending", "showmigrations"),
    ("print-schema", "printschema"),
    ("resolve", "repair"),
    ("revert", "downgrade -1"),
    ("revision", "makemigrations"),
    ("rollback", "downgrade -1"),
    ("run", "migrate"),
    ("setup", "init"),
    ("shell", "dbshell"),
    ("squash", "squashmigrations"),
    ("startapp", "init"),
    ("startproject", "init"),
    ("status", "showmigrations"),
    ("sync", "migrate"),
    ("syncdb", "migrate"),
    ("undo", "downgrade -1"),
    ("up", "migrate"),
    ("update", "migrate"),
    ("upgrade", "migrate"),
    ("validate", "check"),
];

/// The command that does what another tool calls by this name.
pub(super) fn ours(typed: &str) -> Option<&'static str> {
    HABITS.iter().find(|(habit, _)| *habit == typed).map(|(_, ours)| *ours)
}
