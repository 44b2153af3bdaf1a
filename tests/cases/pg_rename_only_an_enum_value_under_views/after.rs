#[derive(ModelEnum)]
pub enum Level {
    Low, Middle, Max,
}

#[derive(Model)]
pub struct Item {
    id: i32,
    n: i64,
    #[model(default = "middle")]
    level: Level,
}
