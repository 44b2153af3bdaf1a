#[derive(Model)]
pub struct User {
    #[model(identity)]
    id: i64,
    #[model(max_length = 50)]
    name: String,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(references = "users.id", on_delete = "cascade", index)]
    user_id: i64,
    title: String,
}

#[derive(Model)]
pub struct Comment {
    id: i64,
    #[model(references = "posts.id", on_delete = "set null")]
    post_id: Option<i64>,
    #[model(references = "users.id", on_delete = "restrict")]
    user_id: i64,
    #[model(references = "comments.id", on_delete = "cascade")]
    parent_id: Option<i64>,
}
