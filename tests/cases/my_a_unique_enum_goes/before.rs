#[derive(ModelEnum)]
pub enum Level {
    Low,
    High,
}

#[derive(Model)]
pub struct Item {
    id: i64,
    #[model(unique)]
    level: Level,
    #[model(on_update_now, unique)]
    touched: chrono::NaiveDateTime,
}
