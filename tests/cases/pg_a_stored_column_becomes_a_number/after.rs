#[derive(Model)]
pub struct Post {
    pub id: i64,
    pub number: i32,
    pub counted: i64,
    #[model(max_length = 80)]
    pub title: String,
}
