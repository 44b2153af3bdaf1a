#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
    #[model(index, max_length = 50)]
    email: String,
}
