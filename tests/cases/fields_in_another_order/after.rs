#[derive(Model)]
pub struct User {
    age: i32,
    id: i64,
    name: String,
}
