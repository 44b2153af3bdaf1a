#[derive(Model)]
pub struct Person {
    id: i64,
    first: Option<String>,
    last: Option<String>,
    #[model(generated = "first || ' ' || last", stored, index)]
    full: Option<String>,
}
