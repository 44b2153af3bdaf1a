#[derive(Model)]
pub struct Author {
    id: i64,
    #[model(max_length = 50)]
    name: String,
}
