#[derive(Model)]
#[model(index(name), check(name = "grown", expr = "age >= 18"))]
pub struct User {
    id: i64,
    #[model(max_length = 50, unique, collate = "utf8mb4_bin")]
    name: String,
    #[model(default = 18)]
    age: i32,
    #[model(references = "users.id", on_delete = "cascade")]
    boss: Option<i64>,
}
