#[derive(Model)]
pub struct Post {
    id: i64,
    status: String,
}
