#[derive(ModelEnum)]
pub enum Level {
    Low, Mid, Max,
}

#[derive(Model)]
#[model(check(name = "c", expr = "level <> 'mid' OR n > 0"))]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "mid")]
    level: Level,
}
