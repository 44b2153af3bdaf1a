#[derive(Model)]
pub struct User {
    id: i64,
    #[model(index, max_length = 50)]
    name: String,
}
