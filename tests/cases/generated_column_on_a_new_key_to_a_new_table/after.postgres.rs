#[derive(Model)]
pub struct Author {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Book {
    id: i64,
    title: String,
    #[model(references = "authors.id")]
    author_id: Option<i64>,
    #[model(generated = "coalesce(author_id, 0) * 2", stored)]
    twice: i64,
}
