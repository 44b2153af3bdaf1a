#[derive(Model)]
#[model(unique(age, name = "books_unique"))]
pub struct Book {
    id: i64,
    #[model(unique)]
    name: String,
    age: i32,
}
