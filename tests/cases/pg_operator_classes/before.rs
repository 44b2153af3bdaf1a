#[derive(Model)]
#[model(index(name), index(path opclass "text_pattern_ops" desc), index(data, using = "gin"))]
pub struct Page {
    id: i64,
    #[model(max_length = 80)]
    name: String,
    path: String,
    data: serde_json::Value,
}
