#[derive(Model)]
pub struct Sum {
    id: i64,
    one: i32,
    two: i32,
    #[model(generated = "one + two", stored)]
    total: i32,
}
