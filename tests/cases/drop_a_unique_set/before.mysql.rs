#[derive(Model)]
pub struct User {
    id: i64,
    #[model(unique, max_length = 50)]
    name: String,
}
