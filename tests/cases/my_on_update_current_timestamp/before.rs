#[derive(Model)]
pub struct Note {
    id: i64,
    text: String,
    #[model(default = sql("CURRENT_TIMESTAMP"))]
    changed: chrono::NaiveDateTime,
    #[model(on_update_now, comment = "when it was seen")]
    seen: Option<chrono::NaiveDateTime>,
    #[model(on_update_now)]
    touched: chrono::NaiveDateTime,
}
