#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Author {
    id: i64,
    #[model(references = "books.id")]
    best_book_id: Option<i64>,
}

#[derive(Model)]
pub struct Book {
    id: i64,
    #[model(references = "authors.id")]
    author_id: i64,
}
