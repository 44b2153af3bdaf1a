#[derive(ModelEnum)]
pub enum Grade {
    Middle, Low, Top,
}

#[derive(Model)]
#[model(check(name = "c", expr = "level <> 'middle' OR n > 0"))]
pub struct Item {
    id: i32,
    n: i32,
    #[model(default = "middle")]
    level: Grade,
}
