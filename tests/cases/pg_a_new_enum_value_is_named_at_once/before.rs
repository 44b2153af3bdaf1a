#[derive(ModelEnum)]
pub enum Level {
    Low, Max,
}

#[derive(Model)]
#[model(
    check(name = "c", expr = "level <> 'max' OR n > 0"),
    check(name = "d", expr = "level IN ('low', 'max')"),
    index(n, where = "level = 'max'", name = "w"),
    index(ready, where = "level = 'max'", name = "x")
)]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "max")]
    level: Level,
    #[model(default = "{max,low}")]
    others: Vec<Level>,
    #[model(generated = "level = 'max'", stored, index)]
    ready: Option<bool>,
    #[model(generated = "CASE WHEN n > 5 THEN 'max'::level ELSE 'low'::level END", stored)]
    own: Option<Level>,
}
