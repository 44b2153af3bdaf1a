#[derive(Model)]
pub struct Event {
    id: i64,
    payload: serde_json::Value,
    #[model(default = 0)]
    amount: i32,
    at: chrono::DateTime<chrono::Utc>,
}
