#[derive(Model)]
pub struct User {
    id: i64,
    first: String,
    last: String,
    #[model(generated = "concat(first, ' ', last)")]
    full: Option<String>,
}
