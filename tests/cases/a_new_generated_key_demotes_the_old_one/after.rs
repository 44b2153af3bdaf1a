#[derive(Model)]
pub struct Country {
    id: i64,
    #[model(unique)]
    code: i32,
    name: String,
}
