#[derive(Model)]
pub struct Child {
    id: i64,
    #[model(references = "parents.id")]
    parent_id: Option<i64>,
    #[model(references = "parents.id")]
    other_id: i64,
}

#[derive(Model)]
#[model(unique(place, deferred))]
pub struct Parent {
    id: i64,
    place: i32,
}
