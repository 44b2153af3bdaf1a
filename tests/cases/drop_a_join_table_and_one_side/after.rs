#[derive(Model)]
pub struct Author {
    id: i64,
    name: String,
}
