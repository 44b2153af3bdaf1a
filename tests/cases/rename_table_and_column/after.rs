#[derive(Model)]
pub struct Account {
    id: i64,
    full_name: String,
    #[model(index)]
    email: String,
}
