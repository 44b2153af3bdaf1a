#[derive(Model)]
pub struct Account {
    id: i64,
    name: String,
}
