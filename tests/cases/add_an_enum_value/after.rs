#[derive(ModelEnum)]
pub enum Status {
    Draft,
    Published,
    Archived,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    status: Status,
}
