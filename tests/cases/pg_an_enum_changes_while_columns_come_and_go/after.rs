#[derive(ModelEnum)]
pub enum Level {
    Top, Low, Mid,
}

#[derive(Model)]
pub struct Item {
    id: i32,
    level: Option<Level>,
    #[model(default = "top")]
    first: Option<Level>,
    words: Option<String>,
    text: Level,
}

#[derive(Model)]
#[model(index(id, where = "level = 'top'", name = "news_top"))]
pub struct New {
    id: i32,
    #[model(default = "top")]
    level: Option<Level>,
}
