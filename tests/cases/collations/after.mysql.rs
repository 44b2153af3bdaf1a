#[derive(Model)]
#[model(index(name, name = "by_name"))]
pub struct User {
    id: i64,
    #[model(unique, max_length = 50)]
    name: String,
    #[model(collate = "utf8mb4_bin")]
    note: Option<String>,
    #[model(collate = "utf8mb4_bin", index, max_length = 50)]
    city: Option<String>,
}
