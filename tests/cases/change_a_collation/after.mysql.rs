#[derive(Model)]
pub struct User {
    id: i64,
    #[model(collate = "utf8mb4_bin")]
    name: String,
}
