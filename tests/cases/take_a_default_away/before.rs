#[derive(Model)]
pub struct User {
    id: i64,
    #[model(default = 0)]
    age: i32,
}
