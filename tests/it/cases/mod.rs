//! `tests/cases/`: models before and after, the answers, and the SQL that must come out, per dialect. Each is run with rows:
//! up, down and up again, under `manage` and under Diesel's own command line, on SQLite under its library, too.
//!
//! A file of a case can be one dialect's alone: `rows.postgres.sql`, `after.mysql.rs`, `answers.postgres`. A file `only` names
//! the dialects that the case is for. A file `fault` says what is wrong with a case that is known to fail, and has to go
//! with the fault. A file `does_not_hold` says, behind a line with the reason, what `verify` finds in a case on
//! SQLite; in all others it finds nothing. `CASE=part,part` runs the cases with one of those in their names.

mod case;
mod compare;
mod dialect;
mod server;
mod sqlite;

use case::Case;
use dialect::Dialect;

#[test]
fn every_case_gives_its_sql_and_keeps_its_rows_on_sqlite() {
    Case::all(Dialect::Sqlite);
}

#[test]
fn every_case_gives_its_sql_and_keeps_its_rows_on_postgresql() {
    Case::all(Dialect::Postgres);
}

#[test]
fn every_case_gives_its_sql_and_keeps_its_rows_on_mariadb() {
    Case::all(Dialect::Mysql);
}
