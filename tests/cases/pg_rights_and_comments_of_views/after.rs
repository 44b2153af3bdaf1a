#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(max_length = 80)]
    title: String,
}
