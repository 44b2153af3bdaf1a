#[derive(Model)]
pub struct Event {
    id: i64,
    payload: String,
    #[model(default = "0")]
    amount: String,
    at: chrono::NaiveDateTime,
}
