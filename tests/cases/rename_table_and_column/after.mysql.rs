#[derive(Model)]
pub struct Account {
    id: i64,
    full_name: String,
    #[model(index, max_length = 50)]
    email: String,
}
