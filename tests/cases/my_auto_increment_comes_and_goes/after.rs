#[derive(Model)]
pub struct Order {
    #[model(identity = "none")]
    id: i64,
    #[model(references = "customers.id")]
    customer_id: i32,
}

#[derive(Model)]
pub struct Customer {
    #[model(identity)]
    id: i32,
    name: String,
}
