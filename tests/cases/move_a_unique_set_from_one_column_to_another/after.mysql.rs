#[derive(Model)]
#[model(unique(age, name = "books_unique"))]
pub struct Book {
    id: i64,
    #[model(unique, max_length = 50)]
    name: String,
    age: i32,
}
