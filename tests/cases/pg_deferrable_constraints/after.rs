#[derive(Model)]
#[model(unique(place, deferred), unique(kind_id, place, deferrable))]
pub struct Node {
    id: i64,
    #[model(references = "nodes.id", deferred)]
    parent_id: Option<i64>,
    place: i32,
    #[model(references = "kinds.id", deferrable)]
    kind_id: i64,
    rank: i64,
}

#[derive(Model)]
pub struct Kind {
    id: i64,
    #[model(unique)]
    name: String,
}
