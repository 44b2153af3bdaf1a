#[derive(Model)]
pub struct User {
    id: i64,
    #[model(collate = "C")]
    name: String,
}
