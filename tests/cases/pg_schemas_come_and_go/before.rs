#[derive(Model)]
#[model(schema = "billing")]
pub struct Invoice {
    id: i64,
    total: i32,
}
