//! Makes `schema!()`'s text from the models.

fn main() {
    diesel_manage_build::run();
}
