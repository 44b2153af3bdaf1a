#[derive(ModelEnum)]
pub enum Level {
    Low, Mid,
}

#[derive(Model)]
#[model(
    check(name = "c", expr = "level <> 'mid' OR n > 0"),
    check(name = "d", expr = "level IN ('low', 'mid')"),
    index(n, where = "level = 'mid'", name = "w"),
    index(ready, where = "level = 'mid'", name = "x")
)]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "mid")]
    level: Level,
    #[model(default = "{mid,low}")]
    others: Vec<Level>,
    #[model(generated = "level = 'mid'", stored, index)]
    ready: Option<bool>,
    #[model(generated = "CASE WHEN n > 5 THEN 'mid'::level ELSE 'low'::level END", stored)]
    own: Option<Level>,
}
