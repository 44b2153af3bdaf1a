#[derive(Model)]
pub struct Item {
    id: i64,
    name: String,
}
