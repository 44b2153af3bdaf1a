#[derive(Model)]
pub struct Node {
    id: i64,
    #[model(references = "nodes.id", on_delete = "cascade", index)]
    parent_id: Option<i64>,
}
