#[derive(Model)]
#[model(unique(name, name = "books_unique"))]
pub struct Book {
    id: i64,
    #[model(max_length = 50)]
    name: String,
    #[model(index)]
    age: i32,
}
