#[derive(Model)]
pub struct Price {
    id: i64,
    #[model(precision = 14, scale = 4)]
    amount: BigDecimal,
    weight: Option<f64>,
    #[model(sql_type = "TIMESTAMP(6)")]
    seen: Option<NaiveDateTime>,
}
