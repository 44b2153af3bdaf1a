#[derive(Model)]
pub struct Note {
    id: i64,
    text: String,
    #[model(default = sql("CURRENT_TIMESTAMP"), on_update_now)]
    changed: chrono::NaiveDateTime,
    #[model(comment = "when it was seen")]
    seen: Option<chrono::NaiveDateTime>,
    #[model(on_update_now)]
    touched: chrono::NaiveDateTime,
    #[model(sql_type = "timestamp", on_update_now)]
    stamped: Option<chrono::NaiveDateTime>,
    size: i32,
}
