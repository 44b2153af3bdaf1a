#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
pub struct Team {
    id: i64,
}
