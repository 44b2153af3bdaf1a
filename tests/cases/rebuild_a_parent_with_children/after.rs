#[derive(Model)]
pub struct User {
    id: i64,
    #[model(max_length = 80)]
    name: String,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(references = "users.id", on_delete = "cascade")]
    user_id: i64,
}

#[derive(Model)]
pub struct Comment {
    id: i64,
    #[model(references = "posts.id", on_delete = "set null")]
    post_id: Option<i64>,
    #[model(references = "users.id", on_delete = "restrict")]
    user_id: i64,
}
