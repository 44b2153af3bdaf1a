#[derive(Model)]
pub struct Person {
    id: i64,
    first: Option<String>,
    last: Option<String>,
    #[model(generated = "concat(first, ' ', last)", index, max_length = 200)]
    full: Option<String>,
}
