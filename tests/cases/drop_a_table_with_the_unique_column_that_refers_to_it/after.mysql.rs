#[derive(Model)]
pub struct Book {
    id: i64,
    #[model(max_length = 50)]
    title: String,
}
