#[derive(Model)]
pub struct User {
    id: i64,
    first: String,
    last: String,
    #[model(generated = "first || ' ' || last", stored)]
    full: Option<String>,
}
