#[derive(Model)]
#[model(schema = "shop")]
pub struct Order {
    id: i64,
    #[model(references = "customers.id")]
    customer_id: i64,
}

#[derive(Model)]
pub struct Customer {
    id: i64,
    name: String,
}
