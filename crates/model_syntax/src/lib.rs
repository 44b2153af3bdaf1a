//! The grammar of `#[model(...)]` and `table!`, shared by the macros, the build step and `diesel_manage`.
