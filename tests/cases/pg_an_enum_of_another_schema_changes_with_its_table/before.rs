#[derive(ModelEnum)]
#[model(schema = "app")]
pub enum Level {
    Low,
    Mid,
    Max,
}

#[derive(Model)]
#[model(schema = "app", check(name = "c", expr = "level <> 'mid' OR n > 0"), index(n, where = "level = 'mid'", name = "w"))]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "mid", unique)]
    level: Level,
}

#[derive(Model)]
pub struct Sub {
    id: i32,
    #[model(references = "app.items.level", on_update = "cascade")]
    l: Level,
    #[model(generated = "l > 'low'", stored)]
    high: Option<bool>,
}
