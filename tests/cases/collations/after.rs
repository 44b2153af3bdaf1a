#[derive(Model)]
#[model(index(name, name = "by_name"))]
pub struct User {
    id: i64,
    #[model(unique)]
    name: String,
    #[model(collate = "NOCASE")]
    note: Option<String>,
    #[model(collate = "NOCASE", index)]
    city: Option<String>,
}
