#[derive(Model)]
pub struct Account {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(references = "accounts.id", on_delete = "cascade")]
    user_id: i64,
}
