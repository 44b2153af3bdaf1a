#[derive(Model)]
pub struct User {
    id: i64,
    #[model(max_length = 80, index, unique)]
    full_name: String,
    #[model(default = 18, check = "age >= 0")]
    age: i32,
    email: Option<String>,
}
