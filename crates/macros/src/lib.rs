//! `#[derive(Model)]`, `#[derive(ModelEnum)]` and `schema!()`.
