#[derive(ModelEnum)]
pub enum Level {
    Low,
    Mid,
}

#[derive(Model)]
pub struct Item {
    id: i32,
    #[model(default = "mid")]
    level: Level,
}
