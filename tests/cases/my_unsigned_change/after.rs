#[derive(Model)]
pub struct Part {
    id: u64,
    amount: u32,
    #[model(default = 1)]
    level: i32,
    #[model(precision = 8, scale = 2)]
    weight: bigdecimal::BigDecimal,
}

#[derive(Model)]
#[model(table = "boxes")]
pub struct Box {
    id: i64,
    #[model(references = "parts.id")]
    part_id: u64,
}
