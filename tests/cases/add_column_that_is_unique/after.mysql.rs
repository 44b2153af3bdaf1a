#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
    #[model(unique, max_length = 50)]
    email: Option<String>,
}
