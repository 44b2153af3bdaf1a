#[derive(Model)]
pub struct Doc {
    id: i64,
    title: String,
    tags: Vec<String>,
    body: Option<String>,
    done: bool,
}
