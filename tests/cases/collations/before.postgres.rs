#[derive(Model)]
#[model(index(name, name = "by_name"))]
pub struct User {
    id: i64,
    #[model(collate = "C", unique)]
    name: String,
    #[model(collate = "POSIX")]
    note: Option<String>,
}
