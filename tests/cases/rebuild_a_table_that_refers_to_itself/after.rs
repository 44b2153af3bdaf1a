#[derive(Model)]
pub struct Node {
    id: i64,
    #[model(references = "nodes.id", on_delete = "set null", index)]
    parent_id: Option<i64>,
    name: String,
}
