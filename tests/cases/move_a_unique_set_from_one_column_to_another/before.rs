#[derive(Model)]
#[model(unique(name, name = "books_unique"))]
pub struct Book {
    id: i64,
    name: String,
    #[model(index)]
    age: i32,
}
