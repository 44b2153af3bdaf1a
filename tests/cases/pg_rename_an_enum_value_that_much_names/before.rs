#[derive(ModelEnum)]
pub enum Level {
    Low,
    Mid,
    Max,
}

#[derive(Model)]
#[model(
    check(name = "c", expr = "level <> 'mid' OR note <> 'mid'"),
    check(name = "d", expr = "level IN ('low', 'mid', 'max')"),
    index(n, where = "level = 'mid'", name = "w")
)]
pub struct Item {
    id: i32,
    n: i32,
    note: String,
    #[model(default = "mid")]
    level: Level,
    #[model(default = "{mid,low}")]
    others: Vec<Level>,
    #[model(generated = "level = 'mid'", stored, index)]
    middling: Option<bool>,
}
