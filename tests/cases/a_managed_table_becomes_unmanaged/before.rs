#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Report {
    id: i64,
    total: i32,
}
