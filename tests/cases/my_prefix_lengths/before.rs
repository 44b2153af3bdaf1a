#[derive(Model)]
#[model(index(bio length 10), index(name length 5, id), index(data length 16))]
pub struct Author {
    id: i64,
    #[model(max_length = 80)]
    name: String,
    bio: String,
    data: Vec<u8>,
}
