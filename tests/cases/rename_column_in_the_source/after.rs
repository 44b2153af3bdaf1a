#[derive(Model)]
pub struct User {
    id: i64,
    #[model(renamed_from = "name")]
    full_name: String,
}
