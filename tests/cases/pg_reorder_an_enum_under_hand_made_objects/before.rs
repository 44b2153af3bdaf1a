#[derive(ModelEnum)]
pub enum Level {
    Low, Mid, Max,
}

#[derive(Model)]
#[model(check(name = "c", expr = "level <> 'max' OR n > 1"))]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "low")]
    level: Level,
}

#[derive(Model)]
#[model(table = "kept", managed = false)]
pub struct Kept {
    id: i32,
}
