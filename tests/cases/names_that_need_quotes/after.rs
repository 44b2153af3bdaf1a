#[derive(Model)]
#[model(table = "order")]
pub struct Order {
    id: i64,
    #[model(column = "group", index)]
    group: Option<String>,
    #[model(column = "say \"hi\" 🦀", default = "x")]
    say: Option<String>,
    #[model(column = "select")]
    select: Option<i32>,
}
