#[derive(Model)]
pub struct User {
    id: i64,
    first: String,
    #[model(generated = "concat(upper(first), '!')", stored)]
    loud: Option<String>,
}
