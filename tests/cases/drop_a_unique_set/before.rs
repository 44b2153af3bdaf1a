#[derive(Model)]
pub struct User {
    id: i64,
    #[model(unique)]
    name: String,
}
