#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
#[model(managed = false)]
pub struct Report {
    id: i64,
    total: i32,
}
