#[derive(Model)]
pub struct User {
    id: i64,
    #[model(max_length = 80)]
    name: String,
}
