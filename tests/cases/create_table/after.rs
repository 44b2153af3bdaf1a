#[derive(Model)]
pub struct User {
    id: i64,
    #[model(max_length = 50, unique)]
    name: String,
    email: Option<String>,
    #[model(default = 0)]
    age: i32,
    active: bool,
}
