#[derive(Model)]
pub struct Book {
    id: i64,
    title: String,
}
