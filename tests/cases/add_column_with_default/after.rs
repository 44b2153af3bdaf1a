#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
    #[model(default = 18)]
    age: i32,
    #[model(default = "it's")]
    note: String,
    #[model(default = true)]
    active: bool,
}
