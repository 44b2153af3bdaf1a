#[derive(Model)]
pub struct User {
    id: i64,
    #[model(collate = "NOCASE")]
    name: String,
}
