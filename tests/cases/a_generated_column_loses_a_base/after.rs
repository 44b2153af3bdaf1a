#[derive(Model)]
pub struct Sum {
    id: i64,
    one: i32,
    #[model(generated = "one")]
    total: i32,
}
