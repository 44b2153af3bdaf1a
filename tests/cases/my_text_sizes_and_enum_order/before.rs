#[derive(ModelEnum)]
pub enum Size {
    Small,
    Large,
}

#[derive(Model)]
pub struct Shirt {
    id: i64,
    #[model(default = "small")]
    size: Size,
    #[model(sql_type = "TEXT")]
    note: String,
    #[model(max_length = 40, unique)]
    code: String,
}
