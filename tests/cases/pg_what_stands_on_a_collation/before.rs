#[derive(Model)]
#[model(index("lower(code)", name = "tags_lower"))]
pub struct Tag {
    id: i64,
    #[model(collate = "C")]
    code: String,
    #[model(generated = "code || '!'", stored)]
    loud: Option<String>,
}
