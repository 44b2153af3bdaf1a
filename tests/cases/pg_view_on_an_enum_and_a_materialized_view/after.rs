#[derive(ModelEnum)]
pub enum Status {
    Draft,
    Published,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(default = "draft")]
    status: Status,
    #[model(max_length = 80)]
    title: String,
}
