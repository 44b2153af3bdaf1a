//! What a PostgreSQL database holds: a few queries for all of it, however large it is.

mod catalog;
mod columns;
mod constraints;
mod enums;
mod indexes;
mod kind;
mod objects;
mod order;
mod rare;
mod statements;
mod tables;

pub(super) use catalog::introspect;
