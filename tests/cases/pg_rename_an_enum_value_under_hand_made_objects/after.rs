#[derive(ModelEnum)]
pub enum Level {
    Middle, Low,
}

#[derive(Model)]
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
