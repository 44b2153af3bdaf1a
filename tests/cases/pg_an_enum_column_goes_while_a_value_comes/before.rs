#[derive(ModelEnum)]
pub enum Level {
    Low,
    High,
}

#[derive(Model)]
pub struct Kind {
    id: i64,
    level: Level,
    #[model(unique)]
    since: chrono::NaiveDate,
}

#[derive(Model)]
pub struct Item {
    id: i64,
    #[model(references = "kinds.id")]
    kind_id: i64,
    #[model(unique)]
    level: Level,
    least: Level,
}
