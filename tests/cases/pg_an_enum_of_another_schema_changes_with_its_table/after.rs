#[derive(ModelEnum)]
#[model(schema = "app")]
pub enum Level {
    Middle,
    Low,
}

#[derive(Model)]
#[model(schema = "app", check(name = "c", expr = "grade <> 'middle' OR n > 0"), index(n, where = "grade = 'middle'", name = "w"))]
pub struct Thing {
    id: i32,
    n: i32,
    #[model(default = "middle", unique)]
    grade: Level,
}

#[derive(Model)]
pub struct Sub {
    id: i32,
    #[model(references = "app.things.grade", on_update = "cascade")]
    l: Level,
    #[model(generated = "l > 'low'", stored)]
    high: Option<bool>,
}
