#[derive(Model)]
#[model(index(name, name = "by_name"))]
pub struct User {
    id: i64,
    #[model(collate = "NOCASE", unique)]
    name: String,
    #[model(collate = "RTRIM")]
    note: Option<String>,
}
