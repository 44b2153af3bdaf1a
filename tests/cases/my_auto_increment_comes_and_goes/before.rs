#[derive(Model)]
pub struct Order {
    id: i64,
    #[model(references = "customers.id")]
    customer_id: i32,
}

#[derive(Model)]
pub struct Customer {
    #[model(identity = "none")]
    id: i32,
    name: String,
}
