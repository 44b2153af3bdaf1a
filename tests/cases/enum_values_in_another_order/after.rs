#[derive(ModelEnum)]
pub enum Status {
    Archived,
    Draft,
    Published,
}

#[derive(Model)]
#[model(unique(id, status))]
pub struct Post {
    id: i64,
    #[model(default = "draft", index)]
    status: Status,
    earlier: Option<Status>,
}
