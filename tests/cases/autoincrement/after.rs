#[derive(Model)]
pub struct User {
    #[model(identity)]
    id: i64,
    name: String,
}
