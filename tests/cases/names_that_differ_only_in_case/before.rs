#[derive(Model)]
#[model(table = "Users")]
pub struct User {
    id: i64,
    #[model(column = "Name", index)]
    name: String,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(references = "Users.id")]
    user_id: i64,
}
