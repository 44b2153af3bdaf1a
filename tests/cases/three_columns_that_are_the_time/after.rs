#[derive(Model)]
pub struct Log {
    id: i64,
    #[model(default = sql("CURRENT_TIMESTAMP"))]
    made_at: chrono::NaiveDateTime,
    #[model(default = sql("CURRENT_DATE"))]
    day: chrono::NaiveDate,
    #[model(default = sql("CURRENT_TIME"))]
    hour: chrono::NaiveTime,
}
