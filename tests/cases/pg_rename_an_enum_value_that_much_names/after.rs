#[derive(ModelEnum)]
pub enum Level {
    Low,
    Middle,
    Max,
}

#[derive(Model)]
#[model(
    check(name = "c", expr = "level <> 'middle' OR note <> 'mid'"),
    check(name = "d", expr = "level IN ('low', 'middle', 'max')"),
    index(n, where = "level = 'middle'", name = "w")
)]
pub struct Item {
    id: i32,
    n: i32,
    note: String,
    #[model(default = "middle")]
    level: Level,
    #[model(default = "{middle,low}")]
    others: Vec<Level>,
    #[model(generated = "level = 'middle'", stored, index)]
    middling: Option<bool>,
}
