#[derive(ModelEnum)]
pub enum Status {
    Draft,
    Published,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    status: Status,
}
