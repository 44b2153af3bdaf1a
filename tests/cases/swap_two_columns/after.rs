#[derive(Model)]
pub struct User {
    id: i64,
    #[model(renamed_from = "last")]
    first: String,
    #[model(renamed_from = "first")]
    last: String,
}
