#[derive(Model)]
#[model(table = "users")]
pub struct Old {
    id: i64,
    a: String,
}

#[derive(Model)]
#[model(table = "people")]
pub struct Person {
    id: i64,
    name: String,
}
