#[derive(Model)]
pub struct User {
    id: i64,
    #[model(index)]
    name: String,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(references = "users.id")]
    user_id: i64,
}
