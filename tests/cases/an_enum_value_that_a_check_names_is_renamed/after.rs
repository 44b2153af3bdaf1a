#[derive(ModelEnum)]
pub enum Level {
    Low,
    Middle,
    Max,
}

#[derive(Model)]
#[model(check(name = "items_c", expr = "level <> 'middle' OR n > 0"))]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "middle")]
    level: Level,
    #[model(generated = "level = 'middle'", stored, index)]
    so: Option<bool>,
}

#[derive(Model)]
#[model(check(name = "others_d", expr = "first <> 'middle' OR second <> 'middle'"))]
pub struct Other {
    id: i32,
    first: Level,
    #[model(unique)]
    second: Option<Level>,
}
