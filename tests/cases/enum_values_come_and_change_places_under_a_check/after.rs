#[derive(ModelEnum)]
pub enum Level {
    None,
    Max,
    Mid,
    Low,
}

#[derive(Model)]
#[model(check(name = "items_c", expr = "level <> 'mid' OR n > 0"))]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "mid")]
    level: Level,
    #[model(generated = "level = 'mid'", stored, index)]
    so: Option<bool>,
}

#[derive(Model)]
#[model(check(name = "others_d", expr = "first <> 'mid' OR second <> 'mid'"))]
pub struct Other {
    id: i32,
    first: Level,
    #[model(unique)]
    second: Option<Level>,
}
