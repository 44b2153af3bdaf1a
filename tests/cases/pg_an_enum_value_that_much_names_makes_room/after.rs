#[derive(ModelEnum)]
pub enum Level {
    Top, Low, Mid,
}

#[derive(Model)]
#[model(
    check(name = "c", expr = "level <> 'top' OR n > 0"),
    check(name = "d", expr = "level IN ('low', 'top')"),
    index(n, where = "level = 'top'", name = "w"),
    index(ready, where = "level = 'top'", name = "x")
)]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "top")]
    level: Level,
    #[model(default = "{top,low}")]
    others: Vec<Level>,
    #[model(generated = "level = 'top'", stored, index)]
    ready: Option<bool>,
    #[model(generated = "CASE WHEN n > 5 THEN 'top'::level ELSE 'low'::level END", stored)]
    own: Option<Level>,
}
