#[derive(Model)]
#[model(table = "order")]
pub struct Order {
    id: i64,
    #[model(column = "group", index, max_length = 50)]
    group: String,
    #[model(column = "say \"hi\" `été`")]
    say: Option<String>,
}
