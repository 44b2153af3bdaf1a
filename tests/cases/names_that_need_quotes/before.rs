#[derive(Model)]
#[model(table = "order")]
pub struct Order {
    id: i64,
    #[model(column = "group", index)]
    group: String,
    #[model(column = "say \"hi\" 🦀")]
    say: Option<String>,
}
