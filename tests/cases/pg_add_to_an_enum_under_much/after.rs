#[derive(ModelEnum)]
pub enum Level {
    Low, Mid, Max, Top,
}

#[derive(Model)]
#[model(
    check(name = "c", expr = "level <> 'max' OR n > 1"),
    index(n, where = "level = 'mid'", name = "w"),
    index(level, where = "level IS NOT NULL", name = "plain"),
    unique(level, n)
)]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "mid", index)]
    level: Level,
    #[model(default = "{mid,low}")]
    others: Vec<Level>,
    #[model(generated = "level = 'mid'", stored, index, comment = "whether it is")]
    middling: Option<bool>,
}

#[derive(Model)]
#[model(check(name = "same", expr = "first <> second"))]
pub struct Other {
    id: i32,
    first: Level,
    second: Level,
    #[model(generated = "CASE WHEN first > second THEN first ELSE second END", stored, unique)]
    higher: Option<Level>,
}
