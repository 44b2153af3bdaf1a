#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    user_id: i64,
}
