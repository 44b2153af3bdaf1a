#[derive(Model)]
#[model(index(name, name = "by_name"))]
pub struct User {
    id: i64,
    #[model(collate = "utf8mb4_bin", unique, max_length = 50)]
    name: String,
    #[model(collate = "utf8mb4_unicode_ci")]
    note: Option<String>,
}
