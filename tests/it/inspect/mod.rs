//! `manage inspectdb` and `makemigrations --from-database`: a database that was there first.

mod bad;
mod compiles;
mod made_by;
mod servers;
mod sqlite;
