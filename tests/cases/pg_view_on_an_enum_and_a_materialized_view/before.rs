#[derive(ModelEnum)]
pub enum Status {
    Draft,
    Published,
    Archived,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    #[model(default = "draft")]
    status: Status,
    #[model(max_length = 20)]
    title: String,
}
