//! Makes from the models what `schema!()` in `src/schema.rs` includes.

fn main() {
    diesel_manage_build::run();
}
