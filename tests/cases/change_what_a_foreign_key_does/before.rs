#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(references = "users.id", on_delete = "cascade")]
    user_id: i64,
}
