#[derive(Model)]
#[model(index(name, name = "by_name"))]
pub struct User {
    id: i64,
    #[model(unique)]
    name: String,
    #[model(collate = "C")]
    note: Option<String>,
    #[model(collate = "C", index)]
    city: Option<String>,
}
