use std::any::type_name;

/// Which of Diesel's own backends a connection has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Backend {
    Sqlite,
    Postgres,
    Mysql,
    /// Somebody else's.
    Unknown,
}

impl Backend {
    /// Told by the name of the type: the types themselves are only there with features of Diesel that are not ours to
    /// switch on.
    pub(super) fn of<B>() -> Self {
        match type_name::<B>().rsplit("::").next() {
            Some("Sqlite") => Self::Sqlite,
            Some("Pg") => Self::Postgres,
            Some("Mysql") => Self::Mysql,
            _ => Self::Unknown,
        }
    }

    /// A query for the names of those of our tables that there are; none where it is not known how to ask.
    pub(super) fn tables(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some(
                "SELECT name FROM sqlite_master WHERE type = 'table' \
                 AND name IN ('__diesel_schema_migrations', '__manage_journal')",
            ),
            Self::Postgres => Some(
                "SELECT relname::text FROM pg_class WHERE pg_table_is_visible(oid) \
                 AND relname IN ('__diesel_schema_migrations', '__manage_journal')",
            ),
            Self::Mysql => Some(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() \
                 AND table_name IN ('__diesel_schema_migrations', '__manage_journal')",
            ),
            Self::Unknown => None,
        }
    }
}
