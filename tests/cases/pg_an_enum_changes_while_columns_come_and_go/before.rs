#[derive(ModelEnum)]
pub enum Level {
    Low, Mid, Max,
}

#[derive(Model)]
#[model(check(name = "c", expr = "last <> 'max' OR level <> 'max'"))]
pub struct Item {
    id: i32,
    level: Option<Level>,
    #[model(default = "max")]
    last: Option<Level>,
    words: Option<Level>,
    #[model(max_length = 20)]
    text: String,
}

#[derive(Model)]
#[model(index(id, where = "level = 'max'", name = "olds_max"))]
pub struct Old {
    id: i32,
    #[model(default = "max")]
    level: Option<Level>,
}
