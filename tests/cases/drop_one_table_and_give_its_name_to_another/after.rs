#[derive(Model)]
#[model(table = "unrelated")]
pub struct Legacy {
    id: i64,
    zzz: i32,
}

#[derive(Model)]
pub struct User {
    id: i64,
    name: String,
}
