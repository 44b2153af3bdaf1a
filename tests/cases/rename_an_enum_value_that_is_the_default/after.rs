#[derive(ModelEnum)]
pub enum Level {
    Low,
    Middle,
}

#[derive(Model)]
pub struct Item {
    id: i32,
    #[model(default = "middle")]
    level: Level,
}
