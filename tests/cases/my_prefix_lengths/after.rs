#[derive(Model)]
#[model(index(bio length 20), index(name, id), index(bio, using = "fulltext", name = "authors_words"))]
pub struct Author {
    id: i64,
    #[model(max_length = 80)]
    name: String,
    bio: String,
    data: Vec<u8>,
}
