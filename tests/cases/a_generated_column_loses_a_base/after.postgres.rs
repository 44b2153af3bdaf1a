#[derive(Model)]
pub struct Sum {
    id: i64,
    one: i32,
    #[model(generated = "one", stored)]
    total: i32,
}
