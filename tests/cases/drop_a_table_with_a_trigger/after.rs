#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}
