#[derive(Model)]
pub struct User {
    id: i64,
    #[model(index)]
    name: String,
}
