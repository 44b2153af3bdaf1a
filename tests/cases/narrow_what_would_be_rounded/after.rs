#[derive(Model)]
pub struct Price {
    id: i64,
    #[model(precision = 14, scale = 2)]
    amount: BigDecimal,
    weight: Option<f32>,
    #[model(sql_type = "TIMESTAMP(3)")]
    seen: Option<NaiveDateTime>,
}
