#[derive(Model)]
pub struct Author {
    id: i64,
    name: String,
}

#[derive(Model)]
#[model(unique(title, author_id))]
pub struct Book {
    id: i64,
    #[model(max_length = 50)]
    title: String,
    #[model(references = "authors.id")]
    author_id: i64,
}
