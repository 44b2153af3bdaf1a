#[derive(Model)]
#[model(index(name, name = "users_by_name"))]
pub struct User {
    id: i64,
    #[model(max_length = 50)]
    name: String,
}
