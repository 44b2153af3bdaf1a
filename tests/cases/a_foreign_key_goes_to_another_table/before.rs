#[derive(Model)]
pub struct Author {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Person {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Book {
    id: i64,
    #[model(references = "authors.id", on_delete = "cascade")]
    by: i64,
}
