#[derive(Model)]
pub struct Item {
    id: i64,
    #[model(default = 1, comment = "how many")]
    amount: u64,
    #[model(max_length = 80, collate = "utf8mb4_bin")]
    name: String,
    #[model(default = sql("CURRENT_TIMESTAMP"), comment = "when")]
    made: Option<chrono::NaiveDateTime>,
    level: u32,
}
