#[derive(Model)]
pub struct Post {
    pub id: i64,
    pub number: String,
    pub counted: String,
    #[model(max_length = 20)]
    pub title: String,
}
