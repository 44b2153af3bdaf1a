#[derive(Model)]
pub struct Item {
    id: i64,
    #[model(on_update_now, unique)]
    touched: chrono::NaiveDateTime,
}
