#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(max_length = 20)]
    title: String,
}
