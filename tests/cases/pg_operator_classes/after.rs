#[derive(Model)]
#[model(
    index(name opclass "varchar_pattern_ops" nulls first),
    index(path collate "C", id),
    index(data opclass "jsonb_path_ops", using = "gin"),
    index("lower(path)" opclass "text_pattern_ops", name = "pages_lower")
)]
pub struct Page {
    id: i64,
    #[model(max_length = 80)]
    name: String,
    path: String,
    data: serde_json::Value,
}
