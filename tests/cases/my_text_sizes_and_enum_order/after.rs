#[derive(ModelEnum)]
pub enum Size {
    Small,
    Medium,
    Large,
}

#[derive(Model)]
#[model(index(code, size))]
pub struct Shirt {
    id: i64,
    #[model(default = "small")]
    size: Size,
    #[model(sql_type = "MEDIUMTEXT")]
    note: String,
    #[model(max_length = 60, unique)]
    code: String,
}
