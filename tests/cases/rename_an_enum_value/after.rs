#[derive(ModelEnum)]
pub enum Status {
    Draft,
    Public,
}

#[derive(Model)]
pub struct Post {
    id: i64,
    status: Status,
}
