#[derive(ModelEnum)]
pub enum Level {
    Low,
    Max,
}

#[derive(Model)]
#[model(check(name = "items_c", expr = "level <> 'max' OR n > 0"))]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "max")]
    level: Level,
    #[model(generated = "level = 'max'", stored, index)]
    so: Option<bool>,
}

#[derive(Model)]
#[model(check(name = "others_d", expr = "first <> 'max' OR second <> 'max'"))]
pub struct Other {
    id: i32,
    first: Level,
    #[model(unique)]
    second: Option<Level>,
}
