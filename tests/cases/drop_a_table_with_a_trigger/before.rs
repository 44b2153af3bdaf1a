#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
#[model(table = "legacy")]
pub struct Legacy {
    id: i64,
    note: String,
}
