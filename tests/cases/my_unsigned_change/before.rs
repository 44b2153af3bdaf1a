#[derive(Model)]
pub struct Part {
    id: i64,
    amount: i32,
    #[model(default = 1)]
    level: u16,
    #[model(sql_type = "decimal(8,2) unsigned")]
    weight: bigdecimal::BigDecimal,
}

#[derive(Model)]
#[model(table = "boxes")]
pub struct Box {
    id: i64,
    #[model(references = "parts.id")]
    part_id: i64,
}
