#[derive(ModelEnum)]
pub enum Level {
    None,
    Low,
    High,
}

#[derive(Model)]
pub struct Item {
    id: i64,
    least: Level,
}
