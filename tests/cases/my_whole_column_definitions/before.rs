#[derive(Model)]
pub struct Item {
    id: i64,
    #[model(default = 1, comment = "how many")]
    amount: u32,
    #[model(max_length = 50, collate = "utf8mb4_bin")]
    name: String,
    #[model(default = sql("CURRENT_TIMESTAMP"))]
    made: chrono::NaiveDateTime,
    level: i16,
}
