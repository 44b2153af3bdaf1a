#[derive(Model)]
pub struct Author {
    id: i64,
    name: String,
}

#[derive(Model)]
#[model(index(title, author_id), unique(author_id, title))]
pub struct Book {
    id: i64,
    #[model(max_length = 50)]
    title: String,
    #[model(references = "authors.id", on_delete = "cascade")]
    author_id: Option<i64>,
}
