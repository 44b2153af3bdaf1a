#[derive(ModelEnum)]
pub enum Level {
    Low, Mid, Max,
}

#[derive(Model)]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "mid")]
    level: Level,
}
