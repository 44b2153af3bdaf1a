#[derive(Model)]
pub struct Author {
    id: i64,
    #[model(references = "books.id")]
    best_book_id: Option<i64>,
}

#[derive(Model)]
pub struct Book {
    id: i64,
    #[model(references = "authors.id", on_delete = "cascade", index)]
    author_id: i64,
}
