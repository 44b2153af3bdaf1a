#[derive(Model)]
pub struct User {
    id: i64,
    age: i32,
}
