#[derive(ModelEnum)]
pub enum Level {
    Low,
    High,
    Top,
}

#[derive(Model)]
pub struct Item {
    id: i64,
    name: String,
    #[model(unique)]
    level: Level,
    #[model(unique, default = 5)]
    rank: i32,
    #[model(unique)]
    day: NaiveDate,
    #[model(unique)]
    at: NaiveDateTime,
    #[model(unique)]
    begins: NaiveTime,
    #[model(unique)]
    size: f64,
    #[model(unique, max_length = 20)]
    code: Option<String>,
}
