#[derive(Model)]
pub struct Child {
    id: i64,
    parent_id: Option<i64>,
    other_id: i64,
}
