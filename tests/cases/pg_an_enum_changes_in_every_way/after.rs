#[derive(ModelEnum)]
pub enum Level {
    Top, Middle, Low,
}

#[derive(Model)]
#[model(
    check(name = "c", expr = "level <> 'middle' OR n > 0"),
    check(name = "d", expr = "level IN ('low', 'middle')"),
    index(n, where = "level = 'middle'", name = "w"),
    index(ready, where = "level = 'middle'", name = "x")
)]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "middle")]
    level: Level,
    #[model(default = "{middle,low}")]
    others: Vec<Level>,
    #[model(generated = "level = 'middle'", stored, index)]
    ready: Option<bool>,
    #[model(generated = "CASE WHEN n > 5 THEN 'middle'::level ELSE 'low'::level END", stored)]
    own: Option<Level>,
}
