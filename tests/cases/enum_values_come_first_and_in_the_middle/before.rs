#[derive(ModelEnum)]
pub enum Status {
    Draft,
    Published,
    Archived,
}

#[derive(Model)]
#[model(unique(id, status))]
pub struct Post {
    id: i64,
    #[model(default = "draft", index)]
    status: Status,
    earlier: Option<Status>,
}
