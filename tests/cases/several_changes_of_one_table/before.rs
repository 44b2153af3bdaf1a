#[derive(Model)]
pub struct User {
    id: i64,
    #[model(max_length = 50, index)]
    name: String,
    #[model(default = 0)]
    age: i32,
    legacy: Option<String>,
}
