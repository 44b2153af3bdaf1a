#[derive(Model)]
pub struct Person {
    id: i64,
}
