#[derive(Model)]
pub struct User {
    id: i64,
    #[model(default = 18)]
    age: i32,
}
