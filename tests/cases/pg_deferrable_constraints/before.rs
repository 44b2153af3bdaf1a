#[derive(Model)]
#[model(unique(place, deferrable))]
pub struct Node {
    id: i64,
    #[model(references = "nodes.id", deferred)]
    parent_id: Option<i64>,
    place: i32,
    #[model(references = "kinds.id")]
    kind_id: i64,
}

#[derive(Model)]
pub struct Kind {
    id: i64,
    #[model(unique)]
    name: String,
}
