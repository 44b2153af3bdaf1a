#[derive(Model)]
pub struct Post {
    id: i64,
    title: String,
    user_id: i64,
}
