//! The tables as Diesel knows them, made from `models.rs` by `build.rs`.

// `table!` documents nothing.
#![allow(missing_docs, unreachable_pub)]

diesel_manage::schema!();
