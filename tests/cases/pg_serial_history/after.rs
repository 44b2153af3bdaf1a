#[derive(Model)]
pub struct Item {
    id: i64,
    #[model(identity = "by default")]
    number: i64,
    #[model(identity = "none")]
    place: i16,
    name: String,
    price: Option<i32>,
}
