/// The table in which Diesel keeps what is applied.
pub(super) const TABLE: &str = "__diesel_schema_migrations";
