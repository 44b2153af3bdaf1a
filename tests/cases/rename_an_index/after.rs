#[derive(Model)]
#[model(index(name, name = "users_by_name"))]
pub struct User {
    id: i64,
    name: String,
}
