#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
    #[model(default = sql("CURRENT_TIMESTAMP"))]
    joined_at: chrono::NaiveDateTime,
}
