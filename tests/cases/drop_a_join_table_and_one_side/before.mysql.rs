#[derive(Model)]
pub struct Author {
    id: i64,
    #[model(max_length = 50)]
    name: String,
}

#[derive(Model)]
pub struct Tag {
    id: i64,
    #[model(unique, max_length = 50)]
    name: String,
}

#[derive(Model)]
#[model(primary_key(author_id, tag_id))]
pub struct AuthorTag {
    #[model(references = "authors.id", on_delete = "cascade")]
    author_id: i64,
    #[model(references = "tags.id", on_delete = "cascade", index)]
    tag_id: i64,
}
